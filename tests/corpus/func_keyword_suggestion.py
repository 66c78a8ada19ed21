def move(distance, speed=1):
    pass


try:
    move(1, sped=3)
except TypeError as e:
    print(e)
try:
    move(1, zzz=3)
except TypeError as e:
    print(e)
