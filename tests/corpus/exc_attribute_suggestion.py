class Player:
    def __init__(self):
        self.score = 0


p = Player()
p.scor += 1
