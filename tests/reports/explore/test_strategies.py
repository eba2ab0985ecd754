"""What the page says of strategies is what `compare` says of the same runs."""

import pytest

from reports.explore.mistakes import Withdrawn
from reports.explore.strategies import BASE, Comparison, compared, offered


def test_a_comparison_that_nobody_waits_for_ends_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def tell(news):
        if news["done"]:
            raise Withdrawn

    with pytest.raises(Withdrawn):
        compared(Comparison(("school_exchange",)), "toy", tell)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.deep
def test_it_says_what_compare_says_and_how_many_pairs_it_rests_on():
    news = []
    said = compared(Comparison(("school_exchange", "small_grants"), 8, 3), "toy", news.append)
    assert said["pairs"] == 8
    assert (
        f"compare {BASE} school_exchange small_grants --replications 8 --seed 3"
        in (said["command"])
    )
    assert said["verdict"][0] in said["page"].replace("&#39;", "'")
    assert [one["title"] for one in said["figures"][1:]]
    assert all(one["wide"].startswith("<svg") for one in said["figures"])
    assert news[-1]["what"] == "comparing the pairs"


def test_every_strategy_that_does_something_is_offered():
    assert "school_exchange" in offered()
    assert "nothing" not in offered()
