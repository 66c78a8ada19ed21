class ShopError(Exception):
    code = 1

    def __init__(self, message, *, item=None):
        super().__init__(message)
        self.item = item

    def __str__(self):
        return f"[{self.code}] {super().__str__()}" + (f" ({self.item})" if self.item else "")


class OutOfStock(ShopError):
    code = 2


class Payment(ShopError, ValueError):
    code = 3


for make in (lambda: ShopError("general"), lambda: OutOfStock("none left", item="pen"), lambda: Payment("declined")):
    try:
        raise make()
    except ValueError as e:
        print("as value", e, e.args)
    except OutOfStock as e:
        print("stock", e, e.item, repr(e))
    except ShopError as e:
        print("shop", e, isinstance(e, OutOfStock))
try:
    raise OutOfStock
except TypeError as e:
    print(e)
