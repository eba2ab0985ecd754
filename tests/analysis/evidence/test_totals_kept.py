"""Draws that ship keep the number of ties: runs of both fits beside their central history."""

import numpy as np
import pytest

from analysis.calibration.direct import folder_of
from analysis.evidence.shipping import HISTORY, central
from analysis.observation.register import recorded
from scenarios.posterior import load_draws
from scenarios.runs import with_values
from simulation import simulate

pytestmark = pytest.mark.deep
DRAWS, CENTRAL = 16, 6
SNAPSHOT = 2014


def registered(scenario, seed):
    """Ties abroad that a register of 2015 would hold."""
    return recorded(simulate(scenario, seed, until=SNAPSHOT)).height


@pytest.mark.parametrize("fit", ["full", "split"])
def test_draws_have_the_ties_of_the_central_history(fit):
    """They had 6 and 10 per cent more while half of what appeals were moved by was lost again."""
    base, split = central(fit).scenario, folder_of("split")
    draws = load_draws() if fit == "full" else load_draws(split, split / HISTORY)
    rows = draws.table.drop("draw").head(DRAWS).to_dicts()
    drawn = np.array([registered(with_values(base, row), 700 + k) for k, row in enumerate(rows)])
    centre = np.mean([registered(base, 700 + k) for k in range(CENTRAL)])
    # two per cent of spread leave the mean of sixteen an error of half a per cent
    assert drawn.mean() == pytest.approx(centre, rel=0.03)
    assert drawn.std(ddof=1) < 0.04 * centre
