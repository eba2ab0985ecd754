"""The section says what the numbers say."""

import numpy as np
import pytest

from analysis.contest.time_split import verdict
from analysis.contest.time_split.cells import FIRST, LAST, Cells
from analysis.evidence.page.time_split import section

YEARS = LAST - FIRST + 1


@pytest.mark.parametrize(
    ("later", "word"), [(1.0, "better, within two errors, than"), (30.0, "worse than")]
)
def test_the_page_tells_who_predicts_better(later, word):
    noise = np.random.default_rng(3)
    swing = np.where(np.arange(YEARS) % 2 == 0, 1.0, -1.0)
    names = ("CZ", "FR", "GB", "PL")
    opened = np.array([name in ("CZ", "PL") for name in names])
    ties = np.array([2.0, 30.0, 20.0, 3.0])[:, None] + swing
    ties[opened, 1990 - FIRST :] *= 15.0
    mean = ties.copy()
    mean[:, 1987 - FIRST :] *= later
    found = verdict(noise.poisson(mean, (30, 4, YEARS)).astype(float), Cells(names, opened, ties))
    extra = {"until": 1986, "opening": {"mean": 0.2, "spread": 0.8}}
    lines = section({**found, **extra})
    said = next(line for line in lines if line.startswith("The model predicts"))
    assert said.count(word) == 2
    assert "2 countries that the opening touches" in said
    recorded = ties[opened, 1990 - FIRST :].sum()
    assert f"where {recorded:,.0f} are recorded" in said
    assert sum(line.startswith("| the record") for line in lines) == 2
    assert sum(line.startswith("| this model") for line in lines) == 2
