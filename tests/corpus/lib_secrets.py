import secrets
print(len(secrets.token_bytes(5)), len(secrets.token_hex(4)), len(secrets.token_urlsafe(8)), len(secrets.token_urlsafe()), len(secrets.token_hex()), secrets.choice([3]), secrets.randbelow(1), 0 <= secrets.randbits(8) < 256)
print(secrets.compare_digest("a", "a"), secrets.compare_digest(b"a", b"b"), set(secrets.token_urlsafe(40)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
for bad in (lambda: secrets.randbelow(0), lambda: secrets.choice([]), lambda: secrets.compare_digest("é", "a")):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
