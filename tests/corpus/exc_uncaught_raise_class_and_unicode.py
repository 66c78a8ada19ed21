def prüfe(größe):
    if größe < 0:
        raise ValueError("größe ist negativ: 😀", größe)


prüfe(-1)
