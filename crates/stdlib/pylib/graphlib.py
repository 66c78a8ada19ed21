"""Topological sorting."""

__all__ = ["TopologicalSorter", "CycleError"]

_GenericAlias = type(list[int])


class CycleError(ValueError):
    """Subclass of ValueError raised by TopologicalSorter.prepare if cycles exist in the working graph."""


class _Node:
    """A node, how many of its predecessors are not done, and who comes after it."""

    __slots__ = ("node", "waits_for", "successors", "state")

    def __init__(self, node):
        self.node, self.waits_for, self.successors, self.state = node, 0, [], "new"


class TopologicalSorter:
    """Provides functionality to topologically sort a graph of hashable nodes"""

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._given_out = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _get(self, node):
        info = self._nodes.get(node)
        if info is None:
            self._nodes[node] = info = _Node(node)
        return info

    def add(self, node, *predecessors):
        """Add a new node and its predecessors to the graph."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        info = self._get(node)
        info.waits_for += len(predecessors)
        for predecessor in predecessors:
            self._get(predecessor).successors.append(node)

    def prepare(self):
        """Mark the graph as finished and check for cycles in the graph."""
        if self._ready is not None and (self._given_out or self._finished):
            raise ValueError("cannot prepare() after starting iteration")
        if self._ready is None:
            self._ready = [info.node for info in self._nodes.values() if info.waits_for == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """Return a tuple of all the nodes that are ready."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        for node in result:
            self._nodes[node].state = "out"
        self._ready.clear()
        self._given_out += len(result)
        return result

    def is_active(self):
        """Return ``True`` if more progress can be made and ``False`` otherwise."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return self._finished < self._given_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Marks a set of nodes returned by "get_ready" as processed."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            info = self._nodes.get(node)
            if info is None:
                raise ValueError(f"node {node!r} was not added using add()")
            if info.state == "new":
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            if info.state == "done":
                raise ValueError(f"node {node!r} was already marked done")
            info.state = "done"
            for successor in info.successors:
                other = self._nodes[successor]
                other.waits_for -= 1
                if other.waits_for == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """The nodes of a cycle, its first node again at the end; None if there is none."""
        seen, on_path = set(), {}
        for start in self._nodes:
            if start in seen:
                continue
            path, iterators = [], []
            node = start
            while True:
                if node in seen:
                    if node in on_path:
                        return [*path[on_path[node]:], node]
                else:
                    seen.add(node)
                    on_path[node] = len(path)
                    path.append(node)
                    iterators.append(iter(self._nodes[node].successors))
                # Back to the last node that has another successor.
                while path:
                    try:
                        node = next(iterators[-1])
                        break
                    except StopIteration:
                        del on_path[path.pop()]
                        iterators.pop()
                else:
                    break
        return None

    def static_order(self):
        """Returns an iterable of nodes in a topological order."""
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

    __class_getitem__ = classmethod(_GenericAlias)
