# Operators: which method is asked, in which order, and what is said when none answers.
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

for text in r'''V(1)+2
2+V(1)
V(1)*2
2*V(1)
V(1)-1
1-V(1)
V(1)==V(1)
V(1)!=V(1)
V(1)==1
1!=V(1)
V(1)<2
V(1)>2
V(1)<=2
-V(1)
+V(1)
~V(1)
V(2)**3
pow(V(2),3,5)
divmod(V(1),2)
divmod(2,V(1))
V(1)@2
2@V(1)
V(1)+W(2)
hash(V(1))
V(1)//2
V(1)&1
V(1)<<2
[1]+[2]
[1]*3
3*[1]
(1,)+(2,)
(1,2)*2
[1]+V(1)
'a'+V(1)
(1,)+V(2)
[1]*a
a*[1]
'ab'*a
b'ab'*a
[1]*1.5
[1]*V(1)
{1}
{2}
{1,2}&{2}
{1,2}-{2}
{1,2}^{2,3}
{'a':1}
{'b':2}
{1}+{2}
{1}<{1,2}
{1}<=[1]
[1,2]<[1,3]
(1,2)<(1,)
[1]<(1,)
[1]==(1,)
{1:2}=={1:2.0}
None==None
None!=1
None<1
1 if a else 2
[]==[]
1==1.0
1<1.5
10**20<1e30
10**20>1e19
2**53+1==2.0**53
2**53+1>2.0**53
float('nan')==float('nan')
float('nan')<1
1<float('inf')
-10**400<float('-inf')
True+True
True&False
True
False
True^True
True&1
~5
-True
+True
5 .__rsub__(3)
(5).__add__(2.0)
1.5.__add__(2)
1.5.__radd__(10**400)
not 5
5 and 0
0 or 'x'
'''.splitlines():
    try:
        print(text, '->', repr(eval(text)))
    except Exception as e:
        print(text, '->', type(e).__name__ + ':', e)
