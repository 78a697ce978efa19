"""Sets of half-open intervals of nanoseconds, as sorted lists of (start, end)."""

import math
from bisect import bisect_right

NS = 1_000_000_000
MS = 1_000_000


def union(intervals):
    """Sorted, disjoint, without empty ones; touching intervals are joined."""
    joined = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [(start, end) for start, end in joined]


def intersect(a, b):
    """What both sets cover; a and b as union() leaves them."""
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            out.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return out


def complement(a, end):
    """[0, end) without a."""
    edges = [0] + [min(edge, end) for interval in a for edge in interval] + [end]
    return [(s, e) for s, e in zip(edges[::2], edges[1::2]) if s < e]


def subtract(a, b, end):
    return intersect(a, complement(b, end))


def covers(a, t):
    """Does the set cover the instant t?"""
    i = bisect_right(a, (t, math.inf)) - 1
    return i >= 0 and a[i][0] <= t < a[i][1]


def length(a):
    return sum(end - start for start, end in a)
