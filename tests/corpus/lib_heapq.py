import heapq

h = []
for n in [5, 1, 8, 3, 2]:
    heapq.heappush(h, n)
print(h, [heapq.heappop(h) for _ in range(5)])
data = [9, 4, 7, 1, 8, 2]
heapq.heapify(data)
print(data, heapq.heappushpop(data, 0), heapq.heapreplace(data, 10), data)
print(heapq.nlargest(2, [3, 9, 5]), heapq.nsmallest(3, [3, 9, 5, 1], key=lambda x: -x), heapq.nlargest(9, "ab"))
print(list(heapq.merge([1, 4], [2, 3], [])), list(heapq.merge("ca", "b", reverse=True)), list(heapq.merge(["bb"], ["a", "ccc"], key=len)))
tasks = [(2, "code"), (1, "eat"), (3, "sleep")]
heapq.heapify(tasks)
print(heapq.heappop(tasks), heapq.nsmallest(1, tasks), heapq.nlargest(2, range(10), key=lambda x: x % 4))
for text in ("heapq.heappop([])", "heapq.heappush((), 1)", "heapq.heapify([1, 'a'])"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
m = [1, 5, 3]
heapq.heapify_max(m)
heapq.heappush_max(m, 9)
print(m, heapq.heappop_max(m), m)
