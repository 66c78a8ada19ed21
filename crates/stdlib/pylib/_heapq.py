"""The heap operations that CPython has in C."""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "heappushpop", "heappush_max", "heappop_max", "heapify_max",
           "heapreplace_max", "heappushpop_max"]


def _check(heap, function):
    if not isinstance(heap, list):
        number = "" if function.startswith("heapify") or function.startswith("heappop") else " 1"
        raise TypeError(f"{function}() argument{number} must be list, not {type(heap).__name__}")


def _rise(heap, start, pos):
    """Moves the item at `pos` towards `start` until its parent is not larger."""
    item = heap[pos]
    while pos > start:
        above = (pos - 1) >> 1
        parent = heap[above]
        if not item < parent:
            break
        heap[pos] = parent
        pos = above
    heap[pos] = item


def _sink(heap, pos):
    """Moves the item at `pos` down to a leaf, along the smaller children, and from there up to its place."""
    end, start, item = len(heap), pos, heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _rise(heap, start, pos)


def heappush(heap, item, /):
    """Push item onto heap, maintaining the heap invariant."""
    _check(heap, "heappush")
    heap.append(item)
    _rise(heap, 0, len(heap) - 1)


def heappop(heap, /):
    """Pop the smallest item off the heap, maintaining the heap invariant."""
    _check(heap, "heappop")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sink(heap, 0)
    return smallest


def heapreplace(heap, item, /):
    """Pop and return the current smallest value, and add the new item."""
    _check(heap, "heapreplace")
    if not heap:
        raise IndexError("index out of range")
    smallest = heap[0]
    heap[0] = item
    _sink(heap, 0)
    return smallest


def heappushpop(heap, item, /):
    """Push item on the heap, then pop and return the smallest item from the heap."""
    _check(heap, "heappushpop")
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sink(heap, 0)
    return item


def heapify(heap, /):
    """Transform list into a heap, in-place, in O(len(heap)) time."""
    _check(heap, "heapify")
    for pos in reversed(range(len(heap) // 2)):
        _sink(heap, pos)


def _rise_max(heap, start, pos):
    item = heap[pos]
    while pos > start:
        above = (pos - 1) >> 1
        parent = heap[above]
        if not parent < item:
            break
        heap[pos] = parent
        pos = above
    heap[pos] = item


def _sink_max(heap, pos):
    end, start, item = len(heap), pos, heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[right] < heap[child]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _rise_max(heap, start, pos)


def heappush_max(heap, item, /):
    """Push item onto max heap, maintaining the heap invariant."""
    _check(heap, "heappush_max")
    heap.append(item)
    _rise_max(heap, 0, len(heap) - 1)


def heappop_max(heap, /):
    """Maxheap variant of heappop."""
    _check(heap, "heappop_max")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    largest = heap[0]
    heap[0] = last
    _sink_max(heap, 0)
    return largest


def heapreplace_max(heap, item, /):
    """Maxheap variant of heapreplace."""
    _check(heap, "heapreplace_max")
    if not heap:
        raise IndexError("index out of range")
    largest = heap[0]
    heap[0] = item
    _sink_max(heap, 0)
    return largest


def heappushpop_max(heap, item, /):
    """Maxheap variant of heappushpop."""
    _check(heap, "heappushpop_max")
    if heap and item < heap[0]:
        item, heap[0] = heap[0], item
        _sink_max(heap, 0)
    return item


def heapify_max(heap, /):
    """Maxheap variant of heapify."""
    _check(heap, "heapify_max")
    for pos in reversed(range(len(heap) // 2)):
        _sink_max(heap, pos)
