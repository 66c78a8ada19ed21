# Arithmetic and text of int, float, complex.
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

for text in r'''2**10
2**-1
(-2)**3
(-2)**-3
0**0
1**10**10
(-1)**(10**20+1)
2**64
2**100-1
-2**63
2**0.5
(-8)**(1/3)
1e200*1e200
1e308*10
7//2
-7//2
7//-2
-7//-2
7%2
-7%2
7%-2
-7%-2
7.5//2
-7.5//2
7.5%2
-7.5%2
7.5%-2
1e300%3
5%inf
-5%inf
0.0%5
-0.0%5
divmod(7,2)
divmod(-7,2)
divmod(7.5,2)
divmod(-7.5,-2)
divmod(10**20,7)
1/3
2/1
10**30/10**29
10**400/10**399
1/10**400
(10**400)/(10**92)
-10**25/3
(2**54+1)/2
7/2**1074
1<<100
1>>100
-1>>100
-5>>1
(1<<100)>>99
-(1<<100)>>50
0xff&0x0f
-1&0xff
-(1<<70)&((1<<64)-1)
-(1<<70)
1
(1<<70)^-1
12345678901234567890*98765432109876543210
12345678901234567890//987654321
-12345678901234567890%987654321
10**18*10**18
140737488355327+1
140737488355328-1
-140737488355328-1
140737488355327*140737488355327
2**47
2**48
-2**47
-2**48
9223372036854775807+1
-9223372036854775808-1
18446744073709551615+1
18446744073709551616-1
abs(-5)
abs(-2**100)
abs(-1.5)
abs(3+4j)
round(5)
round(5.5)
round(6.5)
round(-5.5)
round(1234.5678,2)
round(1234.5678,-2)
round(1e20)
round(2.5,0)
round(-0.5)
round(0.5,0)
round(15,-1)
round(25,-1)
round(-25,-1)
round(1e-10,5)
round(123.456,-3)
round(5.015,2)
round(1e16+0.5)
round(True)
round(5,2)
round(10**30,-29)
round(a,2)
pow(2,100,7)
pow(-2,3,5)
pow(2,3,-5)
pow(2,-1,5)
pow(10**20,10**20,10**9+7)
pow(2,3,1)
int('  -42  ')
int('0b101',0)
int('0o17',0)
int('0xFf',0)
int('ff',16)
int('1_000')
int('-0x1f',16)
int('z',36)
int('0_1',0)
int('00',0)
int(1e20)
int(-1.9)
int('9'*30)
int(b'12')
int(bytearray(b'7'))
int(True)
int(a)
float(a)
float('1e5')
float('  inf ')
float('-Infinity')
float('nan')
float('1_000.5')
float('.5')
float('5.')
float('1e400')
float('1e-400')
float('0x1p3')
float('1e')
float('+-1')
float(10**20)
float(10**400)
float(True)
float('१.५')
complex('1+2j')
complex('j')
complex('-1.5e3-2j')
complex(' (1+2j) ')
complex(1,2)
complex(1.5)
complex('nan+infj')
complex(True)
complex()
complex('1')
complex('+j')
complex('1e5j')
complex('1 + 2j')
(1+2j)*(3-4j)
(1+2j)/(3-4j)
(1+2j)**2
(1+2j)**-1
(1+2j)**0.5
1j**2
(1+2j)+1
1-(1+2j)
(1+2j)==1
(1+0j)==1
-(1+2j)
+(1+2j)
(1+2j).conjugate()
(1+2j).real
hash(1+0j)==hash(1)
bool(0j)
1j*1j
0j
-0j
complex(-0.0,-0.0)
complex(0,-0.0)
(1+2j).__abs__()
1e20j
repr(1e16)
repr(1e15)
repr(123456789012345680.0)
repr(1e-5)
repr(0.0001)
repr(1.0)
repr(-0.0)
repr(1e100)
repr(5e-324)
repr(1.7976931348623157e308)
repr(0.1+0.2)
repr(1/3)
1e22
1e21
123456.789e3
100000000000000000.0
9007199254740993.0
str(1e16)
str(10**20)
str(-5)
(255).to_bytes(2,'little')
(-1).to_bytes(2,'big',signed=True)
int.from_bytes(b'\xff\xfe','big',signed=True)
int.from_bytes(b'\x01\x02','little')
int.from_bytes(b'')
(10**20).bit_length()
(-10**20).bit_count()
(0).bit_length()
(5).as_integer_ratio()
(0.75).as_integer_ratio()
(-1e20).as_integer_ratio()
(1e-5).as_integer_ratio()
(5).is_integer()
(5.0).is_integer()
(1.5).hex()
(-0.1).hex()
(5e-324).hex()
(0.0).hex()
(1e300).hex()
float('inf').hex()
float.fromhex('0x1.8p1')
float.fromhex('-0x.1p-4')
float.fromhex('1.8')
float.fromhex('0x1.fffffffffffff8p0')
float.fromhex('inf')
float.fromhex('0x1p-1080')
float.from_number(5)
complex.from_number(5)
(5).numerator
(5).denominator
(1.5).real
(1.5).imag
(5).conjugate()
True.real
hash(-1)
hash(float('inf'))
hash(-1.0)
hash(1+2j)
bin(-10)
hex(255)
oct(8)
hex(-2**70)
bin(2**70)
bool('')
bool([0])
bool(None)
sum([1,2,3])
sum([.1]*10)
sum([1,2.5])
sum([10**20,1])
sum([True,True])
max(1,2.5)
min('b','a')
max([3,1,2])
5 in [1,5.0]
(5).__class__
int.__name__
isinstance(True,int)
type(1).__mro__
int
5 .__format__('>5')
int('٣٤')
'%d'%int('٣')
1_000_000
0xdead_beef
0b1010
1e3
.5e-3
'''.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)
