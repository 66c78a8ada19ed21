# Each thread holds one lock and waits for the other's: neither can go on.
# No GIL setting helps. The cure: everybody takes the locks in one order.
import threading
import time

fork = threading.Lock()
knife = threading.Lock()


def eat(name, first, second):
    with first:
        print(name, "has one, waits for the other")
        time.sleep(0.05)  # time enough for both to take their first lock
        with second:
            print(name, "eats")


ada = threading.Thread(target=eat, args=("Ada", fork, knife), name="Ada")
bob = threading.Thread(target=eat, args=("Bob", knife, fork), name="Bob")
# Change Bob's to (fork, knife), and both will eat.

ada.start()
bob.start()
ada.join()
bob.join()
print("both have eaten")
