"""The scenarios of this folder and the benchmark, in numpy: nothing here is shared with tco.

usage: agreement.py SCENARIO TRIALS [CHUNK] [SEED]

Prints option,figure,value,error: the mean and quantiles of what each option costs, and their
standard errors. CHUNK trials are computed at a time; the best on most machines is the default.
"""
import math
import sys

import numpy as np

Z95 = 1.6448536269514722
LEVELS = {"p5": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}


def between(rng, low, high, n):
    """Lognormal with 5 % below low and 5 % above high."""
    return np.exp(rng.normal(math.log(low * high) / 2, math.log(high / low) / (2 * Z95), n))


def correlated(rng, ranks, n):
    """Normal scores whose ranks correlate like that."""
    scores = np.linalg.cholesky(2 * np.sin(np.pi * np.asarray(ranks) / 6))
    return scores @ rng.standard_normal((len(ranks), n))


def below(z):
    """The share of a standard normal below z."""
    return 0.5 * np.frompyfunc(math.erfc, 1, 1)(-z / math.sqrt(2)).astype(float)


def metalog(rng, p10, p50, p90, n):
    """The curve a + b L + c (u - 1/2) L through three percentiles, L the log of the odds of u."""
    odds = math.log(9)
    spread, skew = (p90 - p10) / (2 * odds), (p10 + p90 - 2 * p50) / (0.8 * odds)
    u = rng.random(n)
    logit = np.log(u) - np.log1p(-u)
    return p50 + spread * logit + skew * (u - 0.5) * logit


def shapes(rng, n):
    a, b, c = correlated(rng, [[1, 0.6, -0.4], [0.6, 1, 0], [-0.4, 0, 1]], n)
    sigma = math.sqrt(math.log1p(0.25))
    wide = np.exp(math.log(3) - sigma * sigma / 2 + sigma * a)
    flat = 2 + 4 * below(b)
    third = 5 + 4 / 1.2815515655446004 * c
    smooth = 1 + 5 * rng.beta(1 + 4 * 1 / 5, 1 + 4 * 4 / 5, n)
    cut = rng.normal(5, 2, n)
    while (out := (cut < 3) | (cut > 8)).any():
        cut[out] = rng.normal(5, 2, out.sum())
    steps = rng.choice([1.0, 3.0, 10.0], n, p=[0.5, 0.3, 0.2])
    skewed = metalog(rng, 2, 3, 6, n)
    wider = between(rng, 2, 9, n)
    return {"product": 12 * (wide * flat + third), "mixture": 12 * (cut * steps + skewed * smooth),
            "spread": 12 * (np.maximum(wider, third) + skewed)}


def walks(rng, n):
    cost = {"rent": np.zeros(n), "buy": np.zeros(n), "best": np.zeros(n)}
    hour, token = np.full(n, math.log(2.4)), np.full(n, math.log(3.0))
    for month in range(24):
        if month > 0:
            a, b = correlated(rng, [[1, 0.5], [0.5, 1]], n)
            hour += math.log(0.85) / 12 + 0.30 / math.sqrt(12) * a
            token += 0.12 * b
        cost["rent"] += np.exp(hour)
        cost["buy"] += np.exp(token)
        cost["best"] += np.exp(np.minimum(hour, token))
    return cost


def bvb(rng, n):
    """Four options over 60 months; the sheets in ../bench/models say the same in words."""
    demand, growth = between(rng, 40, 160, n), between(rng, 1.05, 1.7, n)
    price, power = between(rng, 1000, 4000, n), between(rng, 0.07, 0.18, n)
    speed = np.maximum(600, rng.normal(1500, 220, n))
    discount = (1 + np.maximum(0.02, rng.normal(0.10, 0.015, n))) ** (-1 / 12)
    cheaper = (1 - rng.triangular(0, 0.15, 0.40, n)) ** (1 / 12)
    capacity = speed * rng.triangular(0.25, 0.45, 0.70, n) * 2628000 / 1e9
    gpu = rng.triangular(24000, 30000, 42000, n) * 1.12
    reserved = rng.uniform(2.2, 3.8, n) * 730
    spot = reserved * rng.uniform(0.5, 0.9, n) * 1.08
    kept_value = rng.uniform(0.05, 0.30, n)
    power = power * (1.25 * 1.3 * 730 * 0.8)
    monthly = growth ** (1 / 12)
    ahead_own, ahead_hybrid = growth ** (2 / 12) * (1.15 / 8), growth ** 0.5 * (0.6 / 8)
    npv = {name: np.zeros(n) for name in ("api", "cloud", "own", "hybrid")}
    own = fitted = own_book = own_left = np.zeros(n)
    hybrid = hybrid_book = hybrid_left = np.zeros(n)
    bought, paid = [], []
    factor = np.ones(n)
    zero = np.zeros(n)

    def api(volume):
        return price * (np.minimum(volume, 150) + 0.8 * np.maximum(volume - 150, 0))

    for t in range(60):
        volume = demand * (1 + 0.08 * math.sin(2 * math.pi * t / 12))
        busy = volume / capacity
        need = np.ceil(busy)
        year = t / 12
        cloud_index, salary = 0.88 ** year, 220000 / 12 * 1.035 ** year
        unit, energy = gpu * 0.92 ** year, power * 1.03 ** year
        npv["api"] += api(volume) * factor
        if t % 12 == 0:
            block = np.ceil(0.7 * need)
            block_cost = block * reserved * cloud_index
        npv["cloud"] += (block_cost + np.maximum(need - block, 0) * spot * cloud_index
                         + 1.5 * salary + 20 * volume + (30000 if t == 0 else 0)) * factor

        retired, retired_cost = (bought[t - 48], paid[t - 48]) if t >= 48 else (zero, zero)
        own = own - retired
        buys = t % 3 == 0
        bought.append(np.maximum(8 * np.ceil(busy * ahead_own) - own, 0) if buys else zero)
        paid.append(bought[t] * unit)
        own = own + bought[t]
        before, fitted = fitted, np.maximum(fitted, own)
        own_book = own_book + paid[t] - retired_cost
        cash = paid[t] + (fitted - before) * (1.25 * 2500) - kept_value * retired_cost
        cash += own * energy + fitted * (1.25 * 140) + own_book * (0.05 / 12)
        cash += np.maximum(2, np.ceil(own / 128)) * salary
        cash += price * (volume - np.minimum(volume, own * capacity))
        npv["own"] += cash * factor
        if t >= 12:
            own_left = own_left + paid[t] * (1 - (1 - kept_value) * ((60 - t) / 48))

        cash = zero
        if t % 12 == 0:
            more = np.maximum(8 * np.ceil(busy * ahead_hybrid) - hybrid, 0)
            hybrid = hybrid + more
            hybrid_book = hybrid_book + more * unit
            hybrid_left = hybrid_left + more * unit * (1 - (1 - kept_value) * ((60 - t) / 60))
            cash = more * unit + more * (1.25 * 2500)
        cash = cash + hybrid * energy + hybrid * (1.25 * 140) + hybrid_book * (0.05 / 12)
        cash += np.maximum(1.5, np.ceil(hybrid / 128)) * salary
        cash += api(volume - np.minimum(volume, hybrid * capacity))
        npv["hybrid"] += cash * factor
        demand, price, factor = demand * monthly, price * cheaper, factor * discount
    npv["own"] -= own_left * factor
    npv["hybrid"] -= hybrid_left * factor
    return npv


def quantile(values, q):
    """The value and half the width of where it lies by chance, by the ranks of one deviation."""
    n = len(values)
    apart = math.sqrt(q * (1 - q) / n)
    low, middle, high = np.quantile(values, [max(q - apart, 0), q, min(q + apart, 1)])
    return middle, (high - low) / 2


def main():
    model = {"shapes": shapes, "walks": walks, "bvb": bvb}[sys.argv[1]]
    trials = int(sys.argv[2])
    chunk = int(sys.argv[3]) if len(sys.argv) > 3 else 16384
    rng = np.random.Generator(np.random.PCG64(int(sys.argv[4]) if len(sys.argv) > 4 else 20270101))
    parts = [model(rng, min(chunk, trials - at)) for at in range(0, trials, chunk)]
    print("option,figure,value,error")
    for name in parts[0]:
        values = np.concatenate([part[name] for part in parts])
        print(f"{name},mean,{values.mean():.8g},{values.std() / math.sqrt(trials):.4g}")
        for figure, q in LEVELS.items():
            print("%s,%s,%.8g,%.4g" % (name, figure, *quantile(values, q)))


main()
