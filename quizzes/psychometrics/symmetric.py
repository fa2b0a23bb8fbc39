"""Elementary symmetric functions, on which the conditional Rasch likelihood rests.

gamma_r of (e_1, ..., e_k) is the sum over all sets of r questions of the product of their e. All sums here have
positive terms only (the summation algorithm, Fischer 1974), so nothing cancels; the e of mean logarithm 0 keep them
within float64 for papers of up to several hundred questions.
"""

import numpy as np

from quizzes.psychometrics.value import Floats


def symmetric_functions(e: Floats) -> Floats:
    """(k + 1,) gamma_0 to gamma_k of all (k,) questions."""
    gamma = np.zeros(e.size + 1)
    gamma[0] = 1.0
    for j, easiness in enumerate(e.tolist()):
        gamma[1 : j + 2] += easiness * gamma[: j + 1]
    return gamma


def without_pairs(e: Floats) -> Floats:
    """(k, k, k + 1): gamma without questions i and j; on the diagonal, without question i.

    All pairs at once, one question at a time: a question is multiplied in wherever it is not left out.
    """
    k = e.size
    one, two = np.triu_indices(k)
    gamma = np.zeros((k + 1, one.size))
    gamma[0] = 1.0
    for j, easiness in enumerate(e.tolist()):
        factor = np.full(one.size, easiness)
        factor[(one == j) | (two == j)] = 0.0
        gamma[1 : j + 2] += factor * gamma[: j + 1]
    full = np.empty((k, k, k + 1))
    full[one, two] = full[two, one] = gamma.T
    return full


def chances(e: Floats) -> tuple[Floats, Floats, Floats]:
    """Right answers among people with r right of k: (k + 1, k) chance of each question, (k + 1, k, k) of each pair.

    The pair of a question with itself is the question. Last, (k + 1,) the logarithms of gamma.
    """
    k = e.size
    gamma, without = symmetric_functions(e), without_pairs(e)
    pairs = np.zeros((k + 1, k, k))
    pairs[2:] = np.moveaxis(without[:, :, : k - 1], 2, 0) * np.multiply.outer(1 / gamma[2:], np.multiply.outer(e, e))
    single = np.zeros((k + 1, k))
    own = np.arange(k)
    single[1:] = without[own, own, :k].T * np.multiply.outer(1 / gamma[1:], e)
    pairs[:, own, own] = single
    return single, pairs, np.log(gamma)
