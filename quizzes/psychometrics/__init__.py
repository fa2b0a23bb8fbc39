"""The measuring engine: plain NumPy, arrays in, frozen dataclasses out. No Django, no words of a screen.

| Module | What is in it |
| --- | --- |
| `value` | `Value`: a number with its interval and n, or None with the reason |
| `responses` | `read_responses`: the matrix of marks, checked; blanks and absentees settled; `BadMark` |
| `items` | `item_analysis`: facility, item-total correlation, alpha if dropped, alpha, SEM in one pass |
| `moments` | the sums of squares and products under it |
| `reliability` | `alpha`, `lambda2`, `alpha_if_dropped`, `sem`, `retest_sem`, `retest_correlation` |
| `uncertainty` | `wilson`, `mean_interval`, `score_band`, `change`, `calibration` |
| `upper_lower`, `options` | the 27 % index; the distractor table with unused options and rivals of the key |
| `classification` | `boundary`: consistency and accuracy of a pass mark |
| `regression` | `expected_second`, `kelley`, `below_cut`, `least_clear_change` |
| `gains` | `gain` of one group, `group_difference` (d, g), `adjusted_difference` (ANCOVA) |
| `agreement`, `krippendorff` | two markers: shares, kappa, ICC(2,1), limits; any number of markers: alpha |
| `judging`, `pairing`, `graph` | `bradley_terry` with SSR and judges; `random_pairs`; what hangs together |
| `rasch`, `rasch_data`, `symmetric` | the Rasch model by conditional likelihood, with fit, people and separation |
| `dif` | `mantel_haenszel`: delta, class A, B or C |
| `moodle` | `moodle_statistics`: what Moodle's report prints, by its definitions |
| `ladder` | `may_show`: from how many people which statistic may be shown, and why not before |

Rules that hold everywhere: sample (n - 1) variances; an undefined value is None with a reason, never 0, NaN or
infinite; row order does not matter (`moments` says how exactly); a mark that cannot be is refused by row and column.
"""
