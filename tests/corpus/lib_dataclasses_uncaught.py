from dataclasses import dataclass


@dataclass
class Account:
    owner: str
    balance: float = 0

    def __post_init__(self):
        if self.balance < 0:
            raise ValueError(f"negative balance: {self.balance}")


Account("a", -1)
