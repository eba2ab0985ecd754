"""What the tests of draws share: a posterior of three draws of five numbers."""

import polars as pl
import pytest

from scenarios.posterior import load_draws
from scenarios.posterior.writing import write_draws


@pytest.fixture(scope="session")
def told():
    """What a card must be told."""
    words = ("runs", "producer", "source", "date", "done")
    return {"fit": "split", **dict.fromkeys(words, "made by hand")}


@pytest.fixture(scope="session")
def three():
    """The table of the three draws."""
    return pl.DataFrame(
        {
            "choice.held": [-1.1, -1.2, -1.3],
            "choice.distance.FR": [-1.61, -1.62, -1.63],
            "appeal.FR": [-5.1, -5.2, -5.3],
            "events.elysee_1963.size": [1.1, 1.2, 1.3],
            "ending.partnership": [0.002, 0.003, 0.004],
        }
    )


@pytest.fixture(scope="session")
def draws(three, told, tmp_path_factory):
    """The same, written and read."""
    folder = tmp_path_factory.mktemp("posterior")
    write_draws(three, folder, **told)
    return load_draws(folder)
