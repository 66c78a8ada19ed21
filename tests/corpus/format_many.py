# Formatting: str.format, format(), f-strings, the % operator.
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

for text in r''''{:>10}|{:<10}|{:^10}|{:*^10}'.format('a','b','c','d')
'{:08.3f}'.format(3.14159)
'{:+d} {: d} {:+}'.format(5,5,-5)
'{:,} {:_} {:,.2f}'.format(1234567,1234567,1234567.891)
'{:x} {:X} {:#x} {:#o} {:#b} {:b}'.format(255,255,255,8,5,5)
'{:e} {:E} {:g} {:G} {:%}'.format(12345.678,12345.678,1e10,1e-10,0.25)
'{:.3} {:.10} {:10.2}'.format('abcdef','abc','xyz')
'{0.x[1]} {0.x[2][k]} {0!r} {0!s} {0:>5}'.format(a)
'{a} {b:{w}}'.format(a=1,b=2,w=5)
'{:{}}'.format('x',5)
'{{}} {{{}}}'.format(3)
format(1e16,'')
format(1e15,'')
format(123456789.123,'.4')
format(0.0001,'')
format(0.00001,'')
format(1.0,'.0f')
format(2.5,'.0f')
format(1e300,'f')
format(1.5,'#.0f')
format(100,'e')
format(123,'.2%')
format(-5,'05')
format(-5,'=5')
format(-5,'x>6')
format(5,'^7')
format(1234.5678,'010.2f')
format(1234567,'015,d')
format(1234.5,'015,.2f')
format(float('inf'),'010')
format(float('nan'),'+')
format(-0.0,'')
format(3,'.2f')
format(10**30,',')
format(255,'_b')
format(0xffffffff,'_x')
format(65,'c')
format(True,'>6')
format(I(5),'04')
format(F(1.5),'.2f')
format(S('ab'),'>4')
format(1+2j,'')
format(1+2j,'.2f')
format(1+2j,'>15')
format(1.5-2.5j,'+.1e')
format(0.1,'.20f')
format(1/3,'.17g')
format(1e100,'.3g')
format(12345,'g')
format(1234567,'g')
format(0,'g')
format(0.0,'e')
format(99.995,'.2f')
format(0.5,'.0f')
format(1.5,'.0f')
format(1e22,'.1f')
format(123456,'.3e')
format(1234.5,',')
format(1234567.891,'_')
format(1234567.1234567,',.5_f')
format(0.1234567,'.7,f')
format(5,'n')
format(1.5,'n')
format(12.0,'')
format(12.0,'.3')
format(120.0,'.2')
format(1e5,'.6')
format(123456.0,'.6')
format(1234567.0,'.6')
f'{a}'
f'{a!r}'
f'{a:xyz}'
f'{a!s:>5}'
f'{1+1=}'
f'{a=}'
f'{a=!s}'
f'{3.14159=:.2f}'
f'{"x":>{3+2}}'
f'{"é"!a}'
f'{[1,"a"]}'
f'{I(3)} {S("q")!r} {F(2.5)}'
f'{10:#x} {10:08b}'
f'{"nested " + f"{1+1}"}'
f'{None} {True}'
f'{1e10:,}'
'%d %i %u'%(1,2,3)
'%5d|%-5d|%05d|%+d|% d'%(1,2,3,4,5)
'%x %X %o %#x %#o'%(255,255,8,255,8)
'%.3f %10.2f %-10.1f|'%(3.14159,2.5,1.25)
'%e %E %g %G'%(12345.6789,0.00012,1e20,1e-5)
'%s %r %a'%('é','é','é')
'%c%c'%('a',98)
'%%'%()
'%5.2s|'%'abc'
'%(a)s %(b)d'%{'a':1,'b':2}
'%s'%(a,)
'%r'%a
'%d'%3.99
'%d'%True
'%s %s'%(1,[2])
'%*d'%(5,3)
'%-*d|'%(5,3)
'%.*f'%(2,3.14159)
'%.0f'%0.5
'%.3d'%5
'%+.3d'%5
'%#.3x'%5
'%i'%I(4)
'%f'%a
'%s'%None
'%s'%{}
'%s'%[]
'%x'%-255
'%#X'%255
'%5c|'%'a'
'%05.1f'%-2.5
'%+s'%'a'
'%ld'%5
b'%s %d %x'%(b'a',5,255)
b'%a %r'%('é','x')
b'%c%c'%(65,b'B')
b'%5s|%-5s|'%(b'a',b'b')
'%(k)s'%A.x[2]
'%x'%a
'%d'%10**3
'%08.3e'%1234.5
'%G'%1e-10
'%s'%F(1.0)
'%s'%S('x')
'%r'%S('x')
'''.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)
