class Celsius:
    def __init__(self, degrees=0):
        self.degrees = degrees

    @property
    def degrees(self):
        """The temperature."""
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        print("deleted")
        del self._degrees

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32


c = Celsius(100)
print(c.fahrenheit)
c.degrees = 0
print(c.degrees, c.fahrenheit, Celsius.degrees.__doc__)
for action in ("c.degrees = -300", "c.fahrenheit = 1", "del c.fahrenheit"):
    try:
        exec(action)
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
del c.degrees
print(type(Celsius.degrees).__name__)
