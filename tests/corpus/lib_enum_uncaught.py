from enum import Enum


class Suit(Enum):
    HEARTS = "h"
    SPADES = "s"


print(Suit("h"))
print(Suit("x"))
