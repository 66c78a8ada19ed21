# reference: 3.13
import threading

gate = threading.Event()


def work():
    gate.wait()
    print("worker finishes after main failed")


threading.Thread(target=work).start()
threading.Timer(0.05, gate.set).start()
raise ValueError("main fails")
