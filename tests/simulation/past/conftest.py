import pytest

from simulation.past.words import FOLDER


@pytest.fixture
def edited(tmp_path):
    """Copy a table of history with one change: `edited("gates.csv", old, new)`."""

    def edit(name, old, new):
        text = next(FOLDER.rglob(name)).read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return edit
