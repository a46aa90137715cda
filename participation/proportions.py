"""How sure we may be of a share of people.

Who answers chooses to: these intervals hold "as if those who took part were a random draw", and say
nothing about who stayed away. Show them with that sentence.
"""

from math import sqrt

from participation.errors import NotEnoughData
from participation.estimates import LEVEL, Estimate, normal_quantile


def wilson_interval(k: int, n: int, *, level: float = LEVEL) -> Estimate:
    """Estimate the share k/n; the interval stays between 0 and 1 and holds the share.

    ((p + z2/2n) -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n). Source: Wilson (1927); Newcombe
    (1998), method 3. Raises NotEnoughData for n = 0, ValueError for k outside 0..n.
    """
    share, error = _share(k, n)
    z = normal_quantile(level)
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if k == 0 else (middle - half) / (1 + z * z / n)
    high = 1.0 if k == n else (middle + half) / (1 + z * z / n)
    return Estimate(share, error, low, high)


def jeffreys_interval(k: int, n: int, *, level: float = LEVEL) -> Estimate:
    """Estimate the share k/n with quantiles of Beta(k + 1/2, n - k + 1/2).

    The end is 0 when k = 0 and 1 when k = n. Source: Brown, Cai and DasGupta (2001), section 3.
    Raises as ``wilson_interval``.
    """
    from scipy.special import betaincinv  # only this interval needs it

    share, error = _share(k, n)
    tail = (1 - level) / 2
    normal_quantile(level)
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return Estimate(share, error, low, high)


def shrunken_share(k: int, n: int, *, prior_for: float = 2.0, prior_against: float = 2.0) -> float:
    """Give the posterior mean (k + a) / (n + a + b): 3 of 3 ranks below 30 of 40.

    Source: Beta-binomial model, Gelman et al., Bayesian Data Analysis, section 2.4.
    """
    if not 0 <= k <= n or prior_for <= 0 or prior_against <= 0:
        raise ValueError("a share needs no more who chose than were asked, and a positive prior")
    return (k + prior_for) / (n + prior_for + prior_against)


def _share(k: int, n: int) -> tuple[float, float]:
    if n == 0 and k == 0:
        raise NotEnoughData("people", 0, 1)
    if not 0 <= k <= n:
        raise ValueError("a share needs no more who chose than were asked")
    return k / n, sqrt(k / n * (1 - k / n) / n)
