"""The covariance of the estimates on counts is kept as a table and read back."""

import json

import numpy as np
import pytest

from analysis.calibration.direct import FITS, folder_of
from analysis.estimation import write
from analysis.estimation.covariance import read_covariance, save_covariance


def test_a_covariance_is_read_back(tmp_path):
    matrix = np.array([[4.0, -1.0, 0.5], [-1.0, 9.0, 0.0], [0.5, 0.0, 1.0]])
    save_covariance(["appeal.FR", "rate.growth", "events.x"], matrix, tmp_path)
    names, again = read_covariance(tmp_path)
    assert names == ["appeal.FR", "rate.growth", "events.x"]
    assert again == pytest.approx(matrix)
    assert json.loads((tmp_path / "flows_covariance.json").read_text())["rows"] == 6


def test_a_missing_covariance_says_what_to_run(tmp_path):
    with pytest.raises(ValueError, match=r"flows_covariance\.csv: is missing; run"):
        read_covariance(tmp_path)


@pytest.mark.parametrize("fit", FITS)
def test_what_ships_belongs_to_the_estimates_beside_it(fit):
    names, matrix = read_covariance(folder_of(fit))
    told = write.read(folder_of(fit) / "flows.json")["estimates"]
    assert set(names) == set(told)
    errors = np.array([told[name][1] for name in names])
    assert np.sqrt(np.diag(matrix)) == pytest.approx(errors, rel=1e-3, abs=1e-4)
    assert np.linalg.eigvalsh(matrix).min() > -1e-6
