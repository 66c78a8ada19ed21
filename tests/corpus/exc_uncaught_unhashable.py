cache = {}
cache[(1, 2)] = "ok"
cache[[1, 2]] = "list"
