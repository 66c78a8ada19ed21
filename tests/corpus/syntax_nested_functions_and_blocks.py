def outer(n):
    def inner(k):
        if k > 2:
            for i in range(k):
                if i % 2:
                    with_else = "odd"
                else:
                    with_else = "even"
                while True:
                    k -= 1
                    break
            return with_else, k
        return None
    return [inner(i) for i in range(n)]


print(outer(5))
