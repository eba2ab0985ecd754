import runpy
from pathlib import Path

import pytest

FLOORS = runpy.run_path(str(Path(__file__).parents[2] / "tools/coverage_floors.py"))


def report(**covered):
    """What coverage tells of a hundred lines and a hundred branches in each part."""
    files = {}
    for part in FLOORS["FLOORS"]:
        lines, branches = covered.get(part, (100, 100))
        files[f"{part}/file.py"] = {
            "summary": {
                "covered_lines": lines,
                "num_statements": 100,
                "covered_branches": branches,
                "num_branches": 100,
            }
        }
    return {"files": files}


def test_lines_and_branches_count_alike():
    shares = FLOORS["shares"](report(simulation=(100, 89), analysis=(90, 90)))
    assert shares == {"simulation": 94.5, "scenarios": 100, "analysis": 90, "reports": 100}
    (fault,) = FLOORS["below"](shares)
    assert fault.startswith("simulation: 94.5 %")


def test_the_floor_itself_is_enough():
    shares = FLOORS["shares"](report(simulation=(95, 95), reports=(90, 90)))
    assert FLOORS["below"](shares) == []


def test_a_part_that_was_not_measured_is_no_success():
    told = report()
    del told["files"]["scenarios/file.py"]
    with pytest.raises(ValueError, match="no file of scenarios"):
        FLOORS["shares"](told)
