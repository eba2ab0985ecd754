"""The section of the page: what it says of numbers that are known."""

from analysis.evidence.page.sensitivity import section


def index(outcome, group, total, low, high):
    first = {"first": total, "first_low90": low, "first_high90": high}
    return {
        "outcome": outcome,
        "group": group,
        "total": total,
        "total_low90": low,
        "total_high90": high,
        **first,
    }


CONTENT = {
    "scenario": "history",
    "world": "toy",
    "draws": 64,
    "runs": 320,
    "groups": [
        {"name": "life", "title": "Life of a tie", "told": "", "numbers": 23},
        {"name": "board", "title": "Search board", "told": "", "numbers": 6},
        {"name": "luck", "title": "Luck", "told": "", "numbers": 0},
    ],
    "outcomes": [{"name": "people", "label": "People who meet", "measure": "people"}],
    "indices": [
        index("people", "life", 0.87, 0.6, 1.1),
        index("people", "board", 0.01, -0.02, 0.03),
        index("people", "luck", 0.12, -0.01, 0.2),
    ],
    "screening": [
        {"outcome": "people", "path": "life.meeting", "group": "life", "first": 0.4, "direction": 1}
    ],
    "looked_at": {"people": 23},
}


def test_groups_that_matter_have_a_column_and_quiet_ones_a_note():
    text = "\n".join(section(CONTENT))
    assert "| outcome | Life of a tie | Luck |" in text
    assert "| People who meet | 87 (60 to 110) | [12 (0 to 20)] |" in text
    assert "Under 5 % of every outcome: Search board." in text
    assert "- People who meet: `life.meeting` (+, 40 %)" in text
    assert "29 numbers in 3 groups" in text


def test_nothing_that_stands_out_is_said_and_so_is_a_study_that_was_not_run():
    quiet = "\n".join(section({**CONTENT, "screening": []}))
    assert "No single number stands out" in quiet
    assert "Not run yet" in "\n".join(section(None))
