from itertools import *
from collections import deque, defaultdict
def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
def g(n):
    for i in range(n): yield i
print(list(islice(count(), 5)), list(islice(count(10,-2),3)), list(islice(count(0.5),2)), count(3), count(3,2), list(islice(count(2**47-2),4)))
print(list(accumulate([1,2,3])), list(accumulate([1,2,3],lambda a,b:a*b)), list(accumulate([1,2],initial=10)), list(accumulate([])), list(accumulate(g(4))))
print(list(batched('abcde',2)), list(batched(g(3),3))); t(lambda: list(batched([1,2,3],2,strict=True))); t(lambda: batched([],0))
print(list(chain([1],'ab',g(2))), list(chain()), list(chain.from_iterable(['ab','c'])), list(chain.from_iterable(g(0)))); t(lambda: list(chain([1],5)))
print(list(combinations('abcd',2)), list(combinations([1],2)), list(combinations(g(3),3)), list(combinations('ab',0))); t(lambda: combinations('a',-1))
print(list(combinations_with_replacement('ab',2)), list(permutations('abc',2)), list(permutations([1,2,3])), list(permutations([],0)), len(list(permutations(range(5)))))
print(list(product('ab',[1,2])), list(product()), list(product([0,1],repeat=2)), list(product('ab',[])), list(product(g(2),g(2))))
print(list(compress('abcd',[1,0,1,0])), list(dropwhile(lambda x:x<3,[1,5,2])), list(takewhile(lambda x:x<3,[1,5,2])), list(filterfalse(lambda x:x%2,range(5))), list(filterfalse(None,[0,1])))
print([(k,list(v)) for k,v in groupby('aabbbc')], [(k,list(v)) for k,v in groupby([1,3,2,4,5],key=lambda x:x%2)], [k for k,v in groupby('aab')])
it=iter(range(10)); print(list(islice(it,2,8,3)), next(it)); print(list(islice('abcdef',None)), list(islice('abcdef',2,None)), list(islice(g(10),1,5)))
t(lambda: islice([],-1)); t(lambda: islice([],1,2,0)); t(lambda: islice([])); t(lambda: islice([],'a'))
print(list(pairwise([1,2,3])), list(pairwise([1])), list(starmap(pow,[(2,3),(3,2)])), list(repeat(7,3)), repeat(1), repeat(1,2), list(map(lambda a,b:a+b, [1,2], repeat(10))))
a,b=tee([1,2,3]); print(next(a),list(b),list(a)); x,y,z=tee(g(3),3); print(list(x),list(y),list(z)); 
print(list(zip_longest([1,2,3],'ab')), list(zip_longest([1],[],fillvalue='-')), list(zip_longest()))
c=cycle('ab'); print([next(c) for _ in range(5)], list(cycle([])))
t(lambda: tee([],-1)); t(lambda: count('a')); t(lambda: repeat()); t(lambda: chain.from_iterable(5)); t(lambda: cycle(5)); t(lambda: next(iter(chain()))); t(lambda: starmap(1)); t(lambda: list(starmap(pow,[5])))
print(type(count()), chain, type(groupby([])), sum(islice(count(1),100)), repeat(3,5).__length_hint__())
m=chain([1],[2]); print(next(m), list(m), list(m)); 
for (i,j),k in zip(product('ab',range(2)),count()): print(i,j,k,end=';')
print()
d=deque([1,2,3]); d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), len(d), d[0], d[-1], 2 in d, list(reversed(d)))
d=deque('abcd',maxlen=3); print(d, d.maxlen); d.append('e'); d.appendleft('z'); print(d); d.extend('123'); print(d); d.extendleft('xy'); print(d)
d=deque(range(6)); d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(100); print(d); d.reverse(); print(d); d.remove(3); print(d, d.index(5), d.count(1)); d.insert(2,'i'); print(d); del d[1]; d[0]='q'; print(d)
t(lambda: deque().pop()); t(lambda: deque().popleft()); t(lambda: deque([1])[5]); t(lambda: deque([1]).remove(2)); t(lambda: deque([1]).index(2)); t(lambda: deque(5)); t(lambda: deque([],-1)); t(lambda: deque([],maxlen='a')); t(lambda: deque([1])['a']); t(lambda: deque([1],1).insert(0,2)); t(lambda: hash(deque()))
print(deque([1])+deque([2]), deque([1])*2, deque([1,2])==deque([1,2]), deque([1])<deque([2]), deque([1,2]).copy(), bool(deque()), deque([1],5)); t(lambda: deque()+[1])
def mut():
    d=deque([1,2])
    for x in d: d.append(1)
t(mut); d=deque([1]); d.append(d); print(d); d.clear(); print(d, d.maxlen); d+=[1,2]; print(d)
dd=defaultdict(list); dd['a'].append(1); dd['a'].append(2); dd['b']; print(dd, dict(dd), dd['a'], 'c' in dd, dd.get('c'), len(dd)); di=defaultdict(int,{'x':1},y=2); di['z']+=5; print(di, di.default_factory, sorted(di.items()), repr(defaultdict(None,{1:2})), defaultdict(lambda: 7)['q'])
t(lambda: defaultdict(None)['a']); t(lambda: defaultdict(5)); print(di.copy(), type(di|{'k':9}), di|{'k':9}, {'k':9}|di, isinstance(di,dict), di=={'x':1,'y':2,'z':5}, [di], {1:di})
w=defaultdict(lambda: defaultdict(int)); w['a']['b']+=1; print(w['a'], len(w)); di.default_factory=str; print(repr(di['new']))
class D2(defaultdict): pass
q=D2(int); q[1]+=1; print(q)
class DQ(deque): pass
print(DQ([1,2]), DQ([1],3).copy())
