class ConfigError(Exception):
    """Raised for bad configuration."""


def parse(text):
    try:
        return int(text)
    except ValueError as e:
        e.add_note(f"text was {text!r}")
        raise ConfigError("cannot parse") from e


parse("12x")
