import random

random.seed(42)
print(random.random(), random.random())
print(random.randint(1, 6), random.randrange(10), random.randrange(0, 100, 5), random.getrandbits(10), random.getrandbits(100))
print(random.choice("abcdef"), random.choices([1, 2, 3], k=5), random.choices("ab", weights=[1, 9], k=8), random.choices("xyz", cum_weights=[1, 2, 3], k=3))
x = list(range(10))
random.shuffle(x)
print(x, random.sample(range(100), 5), random.sample("abcdefgh", 3), random.sample(["r", "b"], counts=[3, 2], k=4), random.sample(range(10 ** 6), 4))
print(random.uniform(1, 10), random.triangular(0, 10, 3), random.randbytes(4))
r = random.Random(7)
state = r.getstate()
a = [r.random() for _ in range(3)]
r.setstate(state)
print(a == [r.random() for _ in range(3)], state[0], len(state[1]))
for seed in (0, -5, 2.0, "text", b"bytes", 10 ** 40, None):
    s = random.Random(seed)
    if seed is not None:
        print(seed, s.random())
for text in ("random.choice([])", "random.randint(5, 1)", "random.randrange(0)", "random.sample([1], 2)", "random.sample({1}, 1)", "random.choices([], k=1)", "random.choices([1, 2], weights=[1])", "random.choices([1], weights=[0])", "random.randrange(1, 10, 0)", "random.seed([])", "random.randint(1.5, 2)"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
