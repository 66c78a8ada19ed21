# reference: 3.13
x = []
for _ in range(500):
    x = [x]
print(len(repr(x)), x == x)
y = []
for _ in range(500):
    y = [y]
print(x == y)
deep = []
for _ in range(100000):
    deep = [deep]
for action in (repr, str, lambda d: d == [d]):
    try:
        action(deep)
    except (RecursionError, TypeError) as e:
        print(type(e).__name__, str(e)[:32])
while deep:
    deep = deep[0]
print("flat again")


class Node:
    def __init__(self, next):
        self.next = next

    def __repr__(self):
        return f"Node({self.next!r})"


n = None
for _ in range(3):
    n = Node(n)
print(n)
loop = Node(None)
loop.next = loop
try:
    repr(loop)
except RecursionError as e:
    print(e)
