import json


class Thing:
    pass


json.dumps({"items": [1, Thing()]})
