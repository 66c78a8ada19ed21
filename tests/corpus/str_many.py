# Methods and operators of str.
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

for text in r''''hello world'.title()
"they're bill's".title()
'hello'.capitalize()
'HeLLo'.swapcase()
'ǆ'.title()
'ß'.upper()
'ß'.casefold()
'ﬁ'.upper()
'ΑΣ'.lower()
'ΑΣ Σ'.lower()
'İ'.lower()
'ŉ'.upper()
'a\tb\tc'.expandtabs()
'a\tbc\td'.expandtabs(4)
'01\t012\t0123'.expandtabs(0)
'abc'.center(10,'*')
'abc'.center(9,'*')
'abcd'.center(9,'*')
'abc'.ljust(5)+'|'
'abc'.rjust(5)
'42'.zfill(5)
'-42'.zfill(5)
'+'.zfill(3)
'abc'.zfill(2)
'a,b,,c'.split(',')
'a,b,,c'.split(',',1)
' a  b '.split()
'a b c'.split(None,1)
'a b c'.rsplit(None,1)
'a,b,c'.rsplit(',',1)
''.split()
''.split(',')
'a\nb\r\nc\rd'.splitlines()
'a\nb\n'.splitlines(True)
'a\x0bb\x1cc\u2028d'.splitlines()
'a-b-c'.partition('-')
'a-b-c'.rpartition('-')
'abc'.partition('-')
'abc'.rpartition('-')
'aXbXc'.replace('X','--')
'aaa'.replace('a','b',2)
'abc'.replace('','-')
'abc'.replace('','-',2)
'aaa'.count('a')
'aaaa'.count('aa')
'abc'.count('')
'abc'.find('c')
'abc'.find('c',-1)
'abc'.find('',3)
'abc'.find('',4)
'abcabc'.rfind('b')
'abcabc'.rfind('b',0,3)
'abc'.startswith(('x','a'))
'abc'.endswith('c')
'abc'.startswith('b',1)
'abc'.startswith('',4)
'xxabcxx'.strip('x')
'xyabcyx'.lstrip('xy')
' \t a \n'.strip()
'abc'.removeprefix('a')
'abc'.removesuffix('c')
'abc'.removesuffix('')
','.join(['a','b'])
''.join('abc')
','.join(x for x in 'ab')
'-'.join({'k':1})
'abc'.translate({97:'X',98:None,99:100})
str.maketrans('ab','xy','z')
'abz'.translate(str.maketrans('ab','xy','z'))
'a{x}'.format_map({'x':5})
'abc'[::-1]
'abcdef'[1:5:2]
'abcdef'[-3:]
'abc'[10:]
'abcdef'[4:1:-1]
'abc'*3
3*'ab'
'abc'*-1
'a' in 'abc'
'' in ''
'x' not in 'abc'
'a'<'b'
'a'<'B'
'abc'<'abd'
'é'>'z'
'abc'=='abc'
'a'!=1
len('héllo')
len('😀')
'😀'[0]
ord('😀')
chr(128512)
'héllo'.upper()
'héllo'.encode()
'héllo'.encode('latin-1')
'h😀'.encode('utf-16')
'h😀'.encode('utf-16-le')
'é'.encode('ascii','ignore')
'é'.encode('ascii','replace')
'é'.encode('ascii','backslashreplace')
'é'.encode('ascii','xmlcharrefreplace')
b'\xc3\xa9'.decode()
b'\xff'.decode('utf-8','replace')
b'\xff'.decode('utf-8','ignore')
b'\xffa'.decode('utf-8','backslashreplace')
b'\xff'.decode('utf-8','surrogateescape')
b'\xe9'.decode('latin-1')
str(b'ab','ascii')
str(b'ab')
repr('a\'b')
repr('a"b')
repr('a\'"b')
repr('\n\t\\\x00\x7f\x80\xa0\xad')
repr('é\u200b\ud800\U0001f600\u0378')
ascii('é😀')
'abc'.isalpha()
'ab1'.isalnum()
'١٢'.isdigit()
'²'.isdigit()
'²'.isdecimal()
'½'.isnumeric()
'一'.isnumeric()
'abc'.islower()
'ABC'.isupper()
'Abc Def'.istitle()
'Abc def'.istitle()
' \t'.isspace()
''.isspace()
'a1'.isidentifier()
'1a'.isidentifier()
'é_'.isidentifier()
'a\n'.isprintable()
''.isprintable()
'aé'.isascii()
'class'.isidentifier()
'ǅ'.istitle()
hash('a')==hash('a')
hash(1)==hash(1.0)==hash(True)
'a' 'b'
S('abc').upper()
type(S('abc').upper()).__name__
type(S('a')+'b').__name__
S('x')=='x'
S('x') in {'x'}
str(S('q'))
type(str(S('q'))).__name__
S(5)
I('12')+1
type(I(5)+1).__name__
type(-I(5)).__name__
I(5)==5
hash(I(5))
repr(I(5))
F('1.5')*2
type(F(1)+1).__name__
B(b'abc')
B(b'abc')[0]
I(2)**I(3)
float(F(2.5))
int(I(7))
type(int(I(7))).__name__
type(+I(7)).__name__
bool(I(0))
bool(F(0.0))
bool(S(''))
'''.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)
