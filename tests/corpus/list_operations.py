def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
a = [0,1,2,3,4,5,6,7,8,9]
t(lambda: a[2:5]); t(lambda: a[::-2]); t(lambda: a[8:2:-2]); t(lambda: a[-100:100]); t(lambda: a[5:2])
t(lambda: a[100]); t(lambda: a['x']); t(lambda: a[1.5]); t(lambda: a[None]); t(lambda: a[10**20]); t(lambda: a[::0])
t(lambda: a.index(5)); t(lambda: a.index(50)); t(lambda: a.index(5, 6)); t(lambda: a.index(5, -6, -1)); t(lambda: a.index(5,'a'))
b = a[:]
b[2:5] = ['x']; print(b)
b[::2] = range(4); print(b)
t(lambda: b.__setitem__(slice(None,None,2), [1]))
del b[1:3]; print(b)
del b[::2]; print(b)
b[1:1] = (7,8,9); print(b)
b[:] = iter('abc'); print(b)
t(lambda: b.__setitem__(slice(0,1), 5))
t(lambda: b.__setitem__(slice(0,3,2), 5))
b.insert(0, 'first'); b.insert(100, 'last'); b.insert(-1, 'nearlast'); print(b)
t(lambda: b.insert('a', 1))
print(b.pop(), b.pop(0), b.pop(-2), b)
t(lambda: b.pop(10)); t(lambda: [].pop()); t(lambda: b.pop('a'))
b.remove('b'); print(b); t(lambda: b.remove('zz'))
b.reverse(); print(b); b.extend(x*2 for x in 'pq'); print(b); b += 'rs'; print(b); b *= 2; print(b)
print([1,2]+[3], [1]*3, 2*[1,2], [0]*-1)
t(lambda: [1]+(2,)); t(lambda: [1]*'a'); t(lambda: [1]*1.5); t(lambda: [1] + 1)
print([1,2]<[1,3], [1,2]<[1,2,0], [1,2]==[1,2.0], [1]!=[2], [1,2]>=[1,2])
t(lambda: [1]<['a']); t(lambda: [1]<(1,)); print([1]==(1,))
print([1,2,3].count(2), 2 in [1,2], 5 in [1,2], [1,[2,[3]]])
c=[1]; c.append(c); print(c); d={1:c}; d['d']=d; print(d)
class E:
    def __init__(s,v): s.v=v
    def __eq__(s,o):
        print('eq',s.v, o.v if isinstance(o,E) else o); return s.v==(o.v if isinstance(o,E) else o)
    def __repr__(s): return f'E({s.v})'
    def __lt__(s,o): 
        print('lt',s.v,o.v); return s.v<o.v
    __hash__=None
l=[E(1),E(2),E(3)]
print(2 in l, l.index(3), l.count(1), l, l==[E(1),E(2),E(3)], l==[1,2], l!=[1,2,4])
l.remove(E(2)); print(l)
l=[E(3),E(1),E(2)]; l.sort(); print(l); print(sorted(l, key=lambda e:-e.v)); print(min(l), max(l, key=lambda e:e.v))
print(sorted('hello'), sorted([3,1,2],reverse=True), sorted([1.5,1,True,0.5]), sorted(['b','a','C'],key=str.lower))
t(lambda: sorted([1,'a'])); t(lambda: sorted([None,1])); t(lambda: sorted(5)); t(lambda: [3,1].sort(lambda x:x))
print(sorted([(1,'b'),(1,'a'),(0,'z')]), sorted([[2],[1,5],[1]]))
print(sorted([('a',3),('b',1),('a',1)], key=lambda p:p[0]), sorted([('a',3),('b',1),('a',1)], key=lambda p:p[0], reverse=True))
x=[3,1,2]
def k(v): 
    x.append(1) if False else None
    print(x, end=' '); return v
x.sort(key=k); print(x)
def k2(v): x.append(v); return v
t(lambda: x.sort(key=k2)); print(x)
class I:
    def __index__(s): return 2
print(a[I()], a[I():], a[:I():I()], [1]*I()); t(lambda: a.pop(I()))
print(list(), list((1,2)), list('ab'), list({1:2}), list(range(3)), list(x for x in 'xy'))
t(lambda: list(5)); t(lambda: list(1,2))
print(a.copy() == a, a.__len__(), [].__repr__(), list.append, [].append.__name__)
class L(list):
    def __getitem__(s,i): return 'got %r'%(i,)
q=L([1,2,3]); print(q[0], q, len(q), q[1:2], list(q), type(q+[1]), q==[1,2,3], isinstance(q,list), q.copy().__class__)
q.x=5; print(q.x, q.__dict__)
for i in q: print(i, end=' ')
print()
y=[1,2,3]
for v in y:
    if len(y)<6: y.append(v*10)
print(y, y.clear(), y)
t(lambda: [].__iadd__(5)); t(lambda: hash([]))
print([*range(3), *'ab'], [x for x in (1,2)], [[j for j in range(i)] for i in range(3)])
e=[5,4,3]; e2=e; e+=[1]; print(e2 is e, e2)
e[0], e[1] = e[1], e[0]; print(e)
t(lambda: a[1:2:3].foo)
t(lambda: list.append(5, 1))
t(lambda: [].append()); t(lambda: [].append(1,2)); t(lambda: [].sort(foo=1)); t(lambda: [].index()); 
print([1,2,3].__contains__(2), [].__class__, list(reversed([1,2,3])))
