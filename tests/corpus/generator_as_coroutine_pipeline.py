def source(items, target):
    for item in items:
        target.send(item)
    target.close()


def grep(word, target):
    try:
        while True:
            line = yield
            if word in line:
                target.send(line)
    except GeneratorExit:
        target.close()


def sink():
    try:
        while True:
            print("got", (yield))
    except GeneratorExit:
        print("sink closed")


s = sink()
next(s)
g = grep("py", s)
next(g)
source(["python", "ruby", "pypy"], g)


def averager():
    total = count = 0
    average = None
    while True:
        x = yield average
        if x is None:
            break
        total += x
        count += 1
        average = total / count
    return total, count


a = averager()
next(a)
print(a.send(10), a.send(20))
try:
    a.send(None)
except StopIteration as e:
    print(e.value)
