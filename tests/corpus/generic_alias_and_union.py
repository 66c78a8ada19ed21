print(list[int], dict[str, list[int]], tuple[int, ...], int | str, int | None, list[int] | None, type[int], set["X"], (int | str).__args__, list[int].__origin__, list[int].__args__, list[int]([1]), list[int] == list[int])
print(isinstance(5, int | str), issubclass(bool, int | str), int | str == str | int, int | int, (int | str) | float, hash(list[int]) == hash(list[int]), list[int]().append, type(list[int]).__name__, type(int | str).__name__) if False else print(isinstance(5, int | str), int | str == str | int, int | int, (int | str) | float, type(list[int]).__name__)
for text in ("isinstance([], list[int])", "int[str]", "int | 5", "5 | int", "list[int] < 5", "'a' | int", "issubclass(int, list[int])"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, "->", e)
