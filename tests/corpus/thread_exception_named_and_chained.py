# reference: 3.13
import threading


def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise RuntimeError("worker failed") from e


t = threading.Thread(target=parse, args=("x1",), name="Parser")
t.start()
t.join()
print("main continues")
