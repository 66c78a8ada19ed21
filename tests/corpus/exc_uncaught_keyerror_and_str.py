data = {"name": "Ann", (1, 2): "tuple"}
print(data["name"])
try:
    data[(3, 4)]
except KeyError as e:
    print(e, repr(e))
print("Age: " + data["age"])
