"""Lists kept as heaps: the smallest item is always first."""

from _heapq import (heapify, heapify_max, heappop, heappop_max, heappush, heappush_max, heappushpop, heappushpop_max,
                    heapreplace, heapreplace_max)

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop",
           "heappush_max", "heappop_max", "heapify_max", "heapreplace_max", "heappushpop_max"]


def merge(*iterables, key=None, reverse=False):
    """Merge sorted inputs into one sorted output, as a generator."""
    heap = []
    build, replace, pop = (heapify_max, heapreplace_max, heappop_max) if reverse else (heapify, heapreplace, heappop)
    # Entries are [key, number of the input, value, input's next]: the number keeps equal keys in the inputs' order.
    sign = -1 if reverse else 1
    for number, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            value = advance()
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), number * sign, value, advance])
    build(heap)
    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                yield entry[2]
                entry[2] = value = entry[3]()
                entry[0] = value if key is None else key(value)
                replace(heap, entry)
        except StopIteration:
            pop(heap)
    if heap:
        entry = heap[0]
        yield entry[2]
        yield from entry[3].__self__


def nsmallest(n, iterable, key=None):
    """Find the n smallest elements in a dataset."""
    if n == 1:
        missing = object()
        result = min(iterable, default=missing, key=key)
        return [] if result is missing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key)[:n]
    if n <= 0:
        return []
    best = []
    # The worst of those kept is on top of a max heap; the order number makes later equals lose.
    for order, item in enumerate(iterable):
        entry = (item if key is None else key(item), order, item)
        if len(best) < n:
            heappush_max(best, entry)
        elif entry[0] < best[0][0]:
            heapreplace_max(best, entry)
    best.sort()
    return [entry[2] for entry in best]


def nlargest(n, iterable, key=None):
    """Find the n largest elements in a dataset."""
    if n == 1:
        missing = object()
        result = max(iterable, default=missing, key=key)
        return [] if result is missing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=True)[:n]
    if n <= 0:
        return []
    best = []
    for order, item in enumerate(iterable):
        entry = (item if key is None else key(item), -order, item)
        if len(best) < n:
            heappush(best, entry)
        elif best[0][0] < entry[0]:
            heapreplace(best, entry)
    best.sort(reverse=True)
    return [entry[2] for entry in best]
