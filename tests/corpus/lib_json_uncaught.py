import json

data = json.loads('{"ok": 1}')
print(data)
json.loads("{bad}")
