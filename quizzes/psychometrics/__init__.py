"""The measuring engine: plain NumPy, arrays in, frozen dataclasses out. No Django, no words of a screen.

| Module | What is in it |
| --- | --- |
| `value` | `Value`: a number with its interval and n, or None with the reason |
| `responses` | `read_responses`: the matrix of marks, checked; blanks and absentees settled; `BadMark` |
| `items` | `item_analysis`: facility, item-total correlation, alpha if dropped, alpha, SEM in one pass |
| `moments` | the sums of squares and products under it |
| `reliability` | `alpha`, `lambda2`, `alpha_if_dropped`, `sem`, `retest_sem`, `retest_correlation` |
| `uncertainty` | `wilson`, `mean_interval`, `score_band`, `change`, `calibration` |
| `ladder` | `may_show`: from how many people which statistic may be shown, and why not before |

Rules that hold everywhere: sample (n - 1) variances; an undefined value is None with a reason, never 0, NaN or
infinite; row order does not matter (`moments` says how exactly); a mark that cannot be is refused by row and column.
"""
