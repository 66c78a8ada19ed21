import statistics as st
from fractions import Fraction

data = [2, 4, 4, 4, 5, 5, 7, 9]
print(st.mean(data), st.fmean(data), st.median(data), st.median_low(data), st.median_high(data), st.mode(data), st.multimode("aabb"))
print(st.stdev(data), st.pstdev(data), st.variance(data), st.pvariance(data), st.mean([1, 2]), st.mean([0.1] * 3), st.mean([Fraction(1, 2), Fraction(1, 3)]))
print(st.geometric_mean([54, 24, 36]), st.harmonic_mean([40, 60]), st.harmonic_mean([40, 60], weights=[5, 30]), st.fmean([1, 2], weights=[3, 1]))
print(st.quantiles(range(1, 11)), st.quantiles([1, 2, 3], n=4, method="inclusive"), st.median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5]), st.quantiles([5.5, 1.5], n=3))
x, y = [1, 2, 3, 4, 5], [2, 4, 5, 4, 5]
print(st.covariance(x, y), st.correlation(x, y), st.linear_regression(x, y), st.correlation(x, y, method="ranked"), st.linear_regression(x, y, proportional=True).slope)
n = st.NormalDist(100, 15)
print(n, n.cdf(115), n.pdf(100), n.inv_cdf(0.975), n.zscore(130), n + 5, n * 2, n.overlap(st.NormalDist(110, 15)), n.quantiles(4), st.NormalDist.from_samples([1, 2, 3]))
print(n.inv_cdf(0.001), n.inv_cdf(1e-12), n.stdev, n.variance, n == st.NormalDist(100, 15), n - n, -n)
for text in ("st.mean([])", "st.stdev([1])", "st.mode([])", "st.median([])", "st.mean(['a'])", "st.geometric_mean([-1])", "st.quantiles([])", "st.NormalDist(0, -1)", "st.correlation([1, 1], [1, 2])", "st.harmonic_mean([-1, 2])"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
