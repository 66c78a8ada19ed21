import contextvars

var = contextvars.ContextVar("var", default=42)
bare = contextvars.ContextVar("bare")
print(var.get(), var.name, bare.get("fallback"))
try:
    bare.get()
except LookupError as e:
    print(type(e).__name__)
token = var.set(1)
print(var.get(), token.old_value is contextvars.Token.MISSING, token.var is var)
var.reset(token)
print(var.get())
ctx = contextvars.copy_context()


def work():
    var.set("inside")
    return var.get()


print(ctx.run(work), var.get(), ctx[var], var in ctx, bare in ctx, len(ctx), ctx.get(bare))
try:
    var.reset(token)
except RuntimeError as e:
    print(str(e).split(" var=")[0])
print(list(ctx) == [var], [v for v in ctx.values()], contextvars.Token.MISSING)
