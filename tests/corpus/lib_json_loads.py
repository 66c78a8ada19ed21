import json
import io

print(json.loads('{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\n\\ud83d\\ude00"], "b": {}}'))
print(json.loads(" [ ] "), json.loads("5"), json.loads('"s"'), json.loads(b'{"k": 1}'), json.loads("-0"), json.loads("1E5"), json.loads("[NaN, Infinity, -Infinity]"))
print(json.loads("123456789012345678901234567890"), json.loads('{"a": 1, "a": 2}'), json.loads('{"a": 1}', object_pairs_hook=list))
print(json.loads('{"re": 1, "im": 2}', object_hook=lambda d: complex(d["re"], d["im"])), json.loads("1.1", parse_float=str), json.loads("[1]", parse_int=float))
print(json.load(io.StringIO('{"f": 1}')), json.JSONDecoder().raw_decode('{"a": 1} rest'))
out = io.StringIO()
json.dump({"x": [1]}, out)
print(out.getvalue(), json.loads(json.dumps({"round": ["trip", 1, None]})))
for text in ("", "{", "[1,]", "[1 2]", '{"a" 1}', '{"a": }', "{'a': 1}", '"abc', '"\\x"', '"\\u12"', "nul", "[1] x", "01", "1.", '{"a": 1,}', '"a\nb"', "+1", "[", '{"a": 1', "tru", '{1: 2}', "[1,\n2,\n oops]"):
    try:
        print(json.loads(text))
    except json.JSONDecodeError as e:
        print(repr(text), "->", e, (e.lineno, e.colno, e.pos))
try:
    json.loads(5)
except TypeError as e:
    print(e)
