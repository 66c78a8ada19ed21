# Which comparisons list.sort makes, and in which order: all of them are counted and hashed.

log=[]
class X:
    __slots__=('v',)
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        log.append((s.v,o.v)); return s.v<o.v
def r(n,seed):
    x=seed
    out=[]
    for i in range(n):
        x=(x*1103515245+12345)%2147483648
        out.append(x>>8)
    return out
cases=[[1],[1,2],[2,1],[1,1],[1,1,2],[2,2,1],[3,2,1],[1,2,3],[3,3,2,2,1,1],[1,1,1,1],[5,4,4,3,6,7],[2,1,2,1,2,1]]
for n in (5,10,20,40,63,64,65,100,130,200): 
    for s in (1,7): cases.append(r(n,s)); cases.append([v%5 for v in r(n,s)])
cases.append(list(range(100))); cases.append(list(range(100,0,-1))); cases.append(list(range(50))+list(range(50))); cases.append(list(range(100,200))+list(range(100)))
cases.append(list(range(0,200,2))+list(range(1,200,2))); cases.append([i//3 for i in range(100,0,-1)]); cases.append([i//3 for i in range(100)]+[i//2 for i in range(60,0,-1)])
cases.append(list(range(300))+[5]+list(range(300,400)))
for c in cases:
    for rev in (False,True):
        log.clear()
        l=[X(v) for v in c]; l.sort(reverse=rev)
        h=0
        for a,b in log: h=(h*31+a*7+b)%1000000007
        print(len(c), len(log), h, [x.v for x in l][:5])
