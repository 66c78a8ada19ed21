def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
d = {'a':1,'b':2}
t(lambda: d['zz']); t(lambda: d[[]]); t(lambda: {[]:1}); t(lambda: {1:2}[{}]); t(lambda: d.get([])); t(lambda: [] in d); t(lambda: {([],):1})
t(lambda: d.pop('zz')); print(d.pop('zz', 5), d.pop('a'), d); t(lambda: {}.popitem()); print({1:2,3:4}.popitem())
t(lambda: dict([1])); t(lambda: dict([(1,2,3)])); t(lambda: dict(5)); t(lambda: dict(1,2)); t(lambda: dict('ab')); t(lambda: dict(['ab','cd']))
print(dict(a=1,b=2), dict([(1,2)],x=3), dict({1:2},y=4), dict(zip('ab',[1,2])), dict.fromkeys('ab'), dict.fromkeys([1,2],0))
d={1:'x',2:'y'}; d.update({3:'z'}); d.update([(4,'w')], k=5); print(d); t(lambda: d.update(5)); t(lambda: d.update([5]))
print(d.setdefault(1,'q'), d.setdefault(9,'q'), d.setdefault(10), d)
print(d.keys(), d.values(), d.items()); print(list(d), list(reversed(d)), list(reversed(d.items())))
print(1 in d, 'x' in d.values(), (1,'x') in d.items(), (1,'y') in d.items(), len(d.keys()))
print({1:2}|{3:4}, {1:2}|{1:9}); e={1:2}; e|={5:6}; e|=[(7,8)]; print(e); t(lambda: {}|[(1,2)]); t(lambda: {}<{})
print({1:2}=={1:2.0}, {1:2}!={1:3}, {1:2,3:4}=={3:4,1:2}, {}=={}, {1:2}==[1])
def it():
    d={1:1,2:2}
    for k in d: d[k+10]=1
t(it)
def it2():
    d={1:1,2:2}
    for k in d: del d[k]
t(it2)
def it3():
    d={1:1,2:2,3:3}
    for k in d:
        del d[k]; d[k]=0
        if len(d)>5: break
    return d
def it4():
    s={1,2}
    for k in s: s.add(k+10)
t(it4)
del d[1]; print(d); t(lambda: d.__delitem__(1)); d.clear(); print(d, len(d), bool(d))
class K:
    def __init__(s,n): s.n=n
    def __hash__(s): print('hash',s.n); return hash(s.n)
    def __eq__(s,o): print('eq',s.n,getattr(o,'n',o)); return s.n==getattr(o,'n',o)
    def __repr__(s): return 'K%r'%s.n
m={K(1):'a', K(2):'b'}
print(m[K(1)], m.get(K(3)), K(2) in m, m.pop(K(2)), m)
m[K(1)]='c'; print(m, 1 in m, m[1]); del m[K(1)]; print(m)
t(lambda: m[K(5)]); print(m.setdefault(K(7),8), m.setdefault(K(7),9), len(m))
s={K(1),K(2),K(1)}; print(len(s), K(1) in s); s.discard(K(1)); print(s); t(lambda: s.remove(K(9))); s.add(K(2)); print(s, s|{K(3)}, s&{K(2)}, s-{K(2)}, s^{K(4)})
print({K(1):1}=={K(1):1})
class M(dict):
    def __missing__(s,k): return 'missing %r'%k
mm=M(a=1); print(mm['a'], mm['b'], mm.get('b'), mm, mm.copy().__class__, type(mm|{}), mm=={'a':1})
class Bad:
    def __hash__(s): raise ValueError('no hash')
t(lambda: {Bad():1}); t(lambda: {}[Bad()])
class BT:
    def __hash__(s): raise TypeError('my type')
t(lambda: {BT():1}); t(lambda: {BT()}); t(lambda: hash(BT()))
x={}; x['self']=x; print(x, [x]); t(lambda: x==x)
print({i:i*i for i in range(5)}, {k:v for k,v in {1:2}.items()}, {**{1:2}, 3:4, **{'a':1}})
a={1:1,True:2,1.0:3}; print(a); print({None:1, ():2, (1,2):3, frozenset([1]):4}[(1,2)])
print(d.keys() & {1}, {1:2,3:4}.keys() | {5}, {1:2,3:4}.keys() - [1], {1:2}.keys() ^ {1,2}, {1:2}.items() & {(1,2)}, {1:2}.keys()=={1}, {1:2}.keys()<{1,2}, {1:2}.keys().isdisjoint([2]))
t(lambda: {1:2}.values() & {1}); print({1:2}.keys().mapping, type({}.keys()))
import types
p=types.MappingProxyType({'a':1}); print(p, p['a'], len(p), list(p), 'a' in p, p.get('z'), p|{'b':2}, p=={'a':1}); t(lambda: p.__setitem__('a',1))
def sm(): p['a']=2
t(sm)
print(repr({'a':{'b':{}}}), str({1:'é\n'}), {1:[{2:(3,)}]})
big={}
for i in range(1000): big[i]=i
for i in range(0,1000,2): del big[i]
print(len(big), sum(big), list(big)[:3], 501 in big, 500 in big)
for i in range(1000,1500): big[str(i)]=i
print(len(big), big['1200'])
q={}
for i in range(3000): q[i%7]=i; q.popitem()
print(q)
t(lambda: dict.fromkeys(5)); t(lambda: {}.get()); t(lambda: {}.setdefault()); t(lambda: {}.keys(1)); t(lambda: dict.get(5,1))
it=iter({1:2,3:4}); print(next(it), it.__length_hint__(), next(it), next(it,'end'), next(it,'end'))
print(dict(a=1).__contains__('a'), {}.__class__, hash(-1), hash(True), hash(1.0))
t(lambda: hash({})); t(lambda: hash(set())); t(lambda: hash([])); t(lambda: hash(([],)))
for k, v in {'x':1,'y':2}.items(): print(k, v)
