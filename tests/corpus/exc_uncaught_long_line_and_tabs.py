def f(a, b):
	return a[0] + b["k"]; print("unreached")


result = {"long": [f([1], {"k": 2}), f([1], {"k": 2})], "é": f([1], {}), "another": "one two three four five six seven eight nine ten"}
