# bytes and bytearray.
class A:
    def __index__(self): return 3
    def __float__(self): return 2.5
    def __str__(self): return 'A!'
    def __repr__(self): return '<A>'
    def __format__(self, s): return f'fmt({s})'
    x = [10, 20, {'k': 'v'}]
class I(int): pass
class F(float): pass
class S(str): pass
class B(bytes): pass
class V:
    def __init__(s, v): s.v = v
    def __add__(s, o): return ('add', s.v, o)
    def __radd__(s, o): return ('radd', s.v, o)
    def __mul__(s, o): return NotImplemented
    def __iadd__(s, o): s.v += 1; return s
    def __eq__(s, o): return isinstance(o, V) and s.v == o.v
    def __lt__(s, o): return 'lt'
    def __neg__(s): return 'neg'
    def __pow__(s, o, m=None): return ('pow', o, m)
    def __divmod__(s, o): return 'dm'
    def __matmul__(s, o): return 'mm'
    def __hash__(s): return -1
class W(V):
    def __radd__(s, o): return 'W.radd'
a = A()
nan=float('nan');inf=float('inf')

for text in r'''b'abc'[1]
b'abc'[1:]
b'abc'+b'd'
b'ab'*2
b'a' in b'abc'
97 in b'abc'
b'abc'==b'abc'
b'abc'=='abc'
b'a'<b'b'
list(b'abc')
bytes(3)
bytes([1,2,3])
bytes('é','utf8')
bytes(b'x')
bytes(range(5))
bytes(x for x in [65,66])
bytes(bytearray(b'q'))
repr(b'\x00\xff\'"\n')
b'abc'.hex()
b'abcdef'.hex(':')
b'abcdef'.hex('-',2)
b'abcdef'.hex('-',-4)
bytes.fromhex('6162 63')
b'a,b'.split(b',')
b' a b '.split()
b'abc'.find(b'c')
b'abc'.find(99)
b'abc'.replace(b'b',b'XX')
b'abc'.upper()
b'ABC'.lower()
b'abc'.title()
b'a\tb'.expandtabs(4)
b'abc'.translate(None,b'b')
b'abc'.translate(bytes.maketrans(b'a',b'z'))
b','.join([b'a',bytearray(b'b')])
b'abc'.startswith(b'a')
b'abc'.center(9,b'*')
b'42'.zfill(5)
b'a\nb\r\nc'.splitlines()
b'abc'.partition(b'b')
b'aXbX'.rpartition(b'X')
b' abc '.strip()
b'xxabc'.lstrip(b'x')
b'abc'.isalpha()
b'123'.isdigit()
b'abc'.decode()
bytearray(b'abc')
bytearray(3)
bytearray(b'abc')[1:]
bytearray(b'abc')==b'abc'
bytearray(b'a')+b'b'
b'b'+bytearray(b'a')
bytearray('é','utf8')
b'abc'.count(b'')
b'abc'.index(98)
b'abc'.removeprefix(b'a')
hash(b'a')==hash(b'a')
b'%d' % 5
b'abc'[::-1]
b'abc'.endswith((b'x',b'c'))
b'AbC'.swapcase()
b'abc'.capitalize()
b''.join([])
b'a'.ljust(3)+b'|'
max(b'abc')
sorted(b'cab')
b'\xe9'.decode('latin-1')
b'abc'.rfind(b'c',0,2)
memoryview(b'abc')[1] if False else 1
bytes(a)
bytes([a])
bytearray([a])
b'abc'[a:]
'abcdef'[a:]
'abcdef'[a]
'abcdef'[:a]
bytes(B(b'z'))
B(b'z')+b'y'
str(B(b'z'),'ascii')
b'a'.join('b')
b'x' if b'' else b'y'
'''.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)
