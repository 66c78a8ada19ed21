def f(x):
    match x:
        case 0 | 1 | -1 | 1.5 | 2 + 3j: return "number"
        case "a" "b" | b"c": return "text"
        case None | True | False: return "singleton"
        case []: return "empty"
        case [a]: return a
        case [a, b, *rest]: return rest
        case (first, *_, last): return first, last
        case {"k": v, 1: [w], **rest} if v: return w, rest
        case {}: return "mapping"
        case Point(x=0, y=yy): return yy
        case Point(xx, yy) as p: return p
        case str() | bytes(): return "str"
        case mod.NAME: return "dotted"
        case _: return "other"
match a, b:
    case c, d: pass
match x:
    case [1, [2, *_], {"a": 3}]: pass
    case y if y > 1: pass
