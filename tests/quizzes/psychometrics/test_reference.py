"""Every statistic agrees with R on public data: see reference/README.md."""

import pytest

from tests.quizzes.psychometrics.reference.compared import everything


@pytest.mark.parametrize("compared", everything(), ids=lambda compared: compared.name)
def test_a_statistic_agrees_with_r(compared):
    assert compared.agrees
