def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
print(list(map(str,[1,2])), list(map(lambda a,b:a+b,[1,2],[3,4,5])), list(filter(None,[0,1,'',2])), list(filter(lambda x:x>1,[1,2,3])))
print(list(zip()), list(zip([1])), list(zip([1,2],'ab',(3,4,5)))); t(lambda: list(zip([1],[1,2],strict=True))); t(lambda: list(zip([1,2],[1],strict=True))); t(lambda: list(zip([1,2],[1,2],[1],strict=True))); t(lambda: list(zip([1],[1],[1,2],strict=True)))
def g(n):
    for i in range(n): yield i
print(list(zip(g(3),g(2))), list(enumerate(g(2))), list(map(lambda x:x*2,g(3))), list(filter(lambda x:x%2,g(5))), dict(enumerate('ab')), list(zip(g(2),[5,6,7])))
t(lambda: list(zip(g(2),g(3),strict=True))); t(lambda: list(map(lambda a,b:a,g(2),g(3),strict=True)))
t(lambda: zip(5)); t(lambda: zip([1],5)); t(lambda: map(1)); t(lambda: map(1,2)); t(lambda: list(map(1,[2]))); t(lambda: enumerate(5)); t(lambda: filter(1)); t(lambda: filter(None,5)); t(lambda: enumerate())
print(list(enumerate('ab',5)), list(enumerate('ab',start=2)), next(enumerate([7])), list(enumerate([1],2**62)))
t(lambda: enumerate([],'a'))
print(list(reversed([1,2])), list(reversed((1,2))), list(reversed('ab')), list(reversed(range(5))), list(reversed({1:2,3:4})), reversed('ab').__class__, reversed([]).__class__)
t(lambda: reversed({1})); t(lambda: reversed(5)); t(lambda: reversed(g(1)))
class R:
    def __len__(s): return 3
    def __getitem__(s,i): print('get',i); return i
print(list(reversed(R()))); 
class Q:
    def __getitem__(s,i):
        if i>2: raise IndexError
        return i*10
print(list(Q()), 20 in Q(), 5 in Q(), iter(Q()).__class__)
class It:
    def __init__(s): s.i=0
    def __iter__(s): return s
    def __next__(s):
        s.i+=1
        if s.i>3: raise StopIteration
        return s.i
print(list(It()), [*It()], sum(It()), max(It()), 2 in It(), tuple(It()), set(It()), sorted(It(),reverse=True), list(zip(It(),It())), list(enumerate(It())), list(map(str,It())), dict(zip(It(),'abc')), any(It()), all(It()), min(It(),key=lambda x:-x))
i=iter([1,2]); print(next(i), next(i), next(i,'d')); t(lambda: next(i)); t(lambda: next(5)); t(lambda: next([])); t(lambda: iter(5)); t(lambda: iter(5,6))
n=[0]
def f(): n[0]+=1; return n[0]
print(list(iter(f,4)))
class BadIter:
    def __iter__(s): return 5
t(lambda: iter(BadIter())); t(lambda: list(BadIter()))
class NoIter:
    __iter__=None
t(lambda: iter(NoIter())); t(lambda: 1 in NoIter())
t(lambda: 1 in 5); t(lambda: len(5)); t(lambda: len()); 
class Ln:
    def __init__(s,n): s.n=n
    def __len__(s): return s.n
t(lambda: len(Ln(-1))); t(lambda: len(Ln('a'))); t(lambda: len(Ln(1.5))); print(len(Ln(3)), bool(Ln(0)), bool(Ln(2)), len(Ln(True)))
class Bo:
    def __bool__(s): return 5
t(lambda: bool(Bo()))
print(sum([1,2.5]), sum([0.1]*10), sum([[1],[2]],[]), sum([],5), sum([True,2]), sum(range(101)), sum([1.5,2],start=3), sum([2**60,2**60]), sum([1e100,1,-1e100]), sum(x*0.1 for x in range(10)), sum([1j,2]))
t(lambda: sum(['a'])); t(lambda: sum(['a'],'')); t(lambda: sum(5)); t(lambda: sum([[1]])); t(lambda: sum([b''],b''))
print(min(3,1,2), max('a','b'), min([1]), max([1,5,3],key=lambda x:-x), min([],default=0), max({1:2,5:0}), max('hello'), min((2,'b'),(2,'a')), max(1,True), max(True,1), max([1.0,1]))
t(lambda: min([])); t(lambda: max()); t(lambda: min(5)); t(lambda: min(1,'a')); t(lambda: max(1,2,default=3)); t(lambda: min([1,'a']))
print(all([]), any([]), all([1,0]), any([0,1]), all(x>0 for x in [1,2]), any(x>5 for x in g(10)))
t(lambda: all(5)); t(lambda: any())
e=g(10); print(any(x==3 for x in e), next(e)); e=iter(range(10)); print(3 in e, next(e))
m=map(lambda x:1/x,[1,0,2]); print(next(m)); t(lambda: next(m)); print(next(m))
print(range(5), range(1,10,3), list(range(10,0,-3)), range(5)[2], range(10)[2:5], range(10)[::-1], len(range(0,100,7)), 5 in range(10), 5.0 in range(10), '5' in range(3), range(3)==range(0,3), range(0)==range(5,5), range(5).index(3), range(5).count(3), range(10,0,-2)[1:3], range(2**70,2**70+3)[1], list(range(2**65,2**65+2)), range(10)[-1], range(True,5))
t(lambda: range(1,2,0)); t(lambda: range()); t(lambda: range(1.5)); t(lambda: range('a')); t(lambda: range(5)[9]); t(lambda: range(5)['a']); t(lambda: range(5).index(9)); t(lambda: range(1,2,3,4)); t(lambda: len(range(2**70))); t(lambda: range(3).start.x); print(range(1,9,2).start, range(1,9,2).stop, range(1,9,2).step, hash(range(3))==hash(range(0,3,1)), repr(range(-3,-1)), bool(range(0)))
print(slice(1,2), slice(5).indices(3), slice(None,None,-1).indices(5), slice(1,10,2).start, slice(1,2)==slice(1,2), slice(1,2)<slice(1,3)); t(lambda: slice()); t(lambda: slice(1,2,0).indices(5)); t(lambda: slice('a').indices(3))
(a,*b),c = [1,2,3],4; print(a,b,c); [x,y]={1:2,3:4}; print(x,y)
def un(v): a,b=v
t(lambda: un([1])); t(lambda: un([1,2,3])); t(lambda: un(5)); t(lambda: un(g(3))); t(lambda: un({})); t(lambda: un('abc')); t(lambda: un({1,2,3}))
it=iter([1,2,3]); print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it))
l=[1,2,3]; it=iter(l); next(it); l.append(4); print(list(it)); l.append(5); print(list(it))
print(iter({}.items()).__class__, iter('').__class__, iter('é').__class__, iter(b'').__class__, iter(()).__class__, iter(range(2**70)).__class__, zip().__class__, (x for x in []).__class__)
t(lambda: [].__iter__().__next__()); print([].__iter__().__iter__().__class__)
print(','.join(str(x) for x in (1,2)), [i for i in reversed([1,2,3])], *map(str,(1,2)))
print((1,2,3)[1:], (1,)+(2,), (1,2)*2, (1,2)<(1,3), (1,2).index(2), (1,2,1).count(1), tuple('ab'), ()==(), hash((1,'a'))==hash((1,'a')), (1,)*0, 3 in (1,2)); t(lambda: (1,)[5]); t(lambda: (1,)+[2]); t(lambda: (1,2).index(5)); t(lambda: (1,).__setitem__); t(lambda: tuple(5)); t(lambda: tuple(1,2)); T1=(1,); t(lambda: T1["a"])
def st():
    x=(1,); x[0]=2
t(st)
def dl():
    x=(1,); del x[0]
t(dl)
def ds():
    x='abc'; x[0]='b'
t(ds); F=5; N=None; t(lambda: F[0]); t(lambda: N[0]); t(lambda: len[0]); t(lambda: int[0])
print(list[int], dict[str,int], tuple[int,...], type(list[int]))
class T(tuple):
    def __new__(cls,*a): return super().__new__(cls,a)
x=T(1,2); print(x, len(x), x[0], x==(1,2), type(x+(3,)), type(x[:]), hash(x)==hash((1,2))); x.q=1; print(x.q, x.__dict__)
