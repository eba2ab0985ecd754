"""Bands, paired differences and turns of phrase."""

import polars as pl
import pytest

from reports.papers.near_and_alike import what_if
from reports.papers.near_and_alike.saying import apart_from_zero, change, hold, interval
from reports.papers.numbers import Numbers
from reports.papers.pairs import KM, TIMES, band


def made_up(scenarios: dict[str, float], runs: int = 6) -> pl.DataFrame:
    """Rows of the table `pairs`: each scenario has its own number of ties, shifted by the run."""
    rows = []
    for scenario, ties in scenarios.items():
        for run in range(runs):
            for name, (measure, cell, _) in what_if.MEASURES.items():
                value = ties + run if name != "alike" else 0.5
                rows.append((scenario, run, measure, cell, value))
            rows += [(scenario, run, "km", str(i), 1.0) for i in range(len(KM) + 1)]
            rows += [(scenario, run, "times", str(i), 2.0) for i in range(len(TIMES) + 1)]
    names = ["scenario", "replication", "measure", "cell", "value"]
    return pl.DataFrame(rows, schema=names, orient="row")


ALL = {"history": 100.0, "no_proximity": 90.0, "no_similarity": 103.0, "no_contacts": 100.0}


def test_values_on_an_end_belong_to_the_band_below() -> None:
    assert band(pl.Series([10.0, 25.0, 26.0, 5000.0]), KM) == [2, 1, 0, 0, 0, 0, 0, 1]


def test_labels_match_the_bands() -> None:
    assert len(what_if.km_labels()) == len(KM) + 1
    assert len(what_if.times_labels()) == len(TIMES) + 1
    assert what_if.km_labels()[0] == "to 25"
    assert what_if.times_labels()[4] == "1/2–1"


def test_differences_are_paired() -> None:
    numbers = Numbers("test")
    what_if.add(numbers, what_if.measures(made_up(ALL)))
    assert numbers.value("history.ties") == 102.5
    # the runs differ by up to five ties, their paired differences by none
    for name in ("", ".low", ".high"):
        assert numbers.value(f"no_proximity.ties.change{name}") == -10.0
    assert numbers.value("no_contacts.ties.change") == 0.0


def test_near_ties_are_those_within_reach() -> None:
    runs = what_if.measures(made_up(ALL))
    assert runs["near"].to_list() == [sum(km <= what_if.REACH for km in KM) / (len(KM) + 1)] * 24


def test_few_runs_have_no_interval() -> None:
    numbers = Numbers("test")
    what_if.add(numbers, what_if.measures(made_up(ALL, runs=2)))
    assert numbers.value("no_proximity.ties.change") == -10.0
    assert numbers.say("no_proximity.ties.change.low") == "not known"
    assert "too few runs" in interval(numbers, "no_proximity.ties.change")


def test_runs_without_a_partner_are_refused() -> None:
    table = made_up(ALL).filter(
        (pl.col("scenario") != "no_proximity") | (pl.col("replication") > 0)
    )
    with pytest.raises(ValueError, match="no_proximity: its runs are not paired"):
        what_if.add(Numbers("test"), what_if.measures(table))


def test_bands_are_shares_of_all_ties() -> None:
    shares = what_if.bands(made_up(ALL), "km", ("history", "no_proximity"))
    assert shares.height == 2 * (len(KM) + 1)
    assert shares.filter(scenario="history")["share"].sum() == pytest.approx(1.0)


def test_words_follow_the_numbers() -> None:
    numbers = Numbers("test")
    numbers.add("level", 0.9, "share")
    for name, values in {"up": (2, 1, 3), "down": (-2, -3, -1), "open": (1, -1, 3)}.items():
        for end, value in zip(("", ".low", ".high"), values, strict=True):
            numbers.add(f"{name}{end}", value, "km")
    words = ("km farther", "km nearer")
    assert change(numbers, "up", words, "whole").startswith("2 km farther (change, ")
    assert change(numbers, "down", words, "whole").startswith("2 km nearer")
    assert apart_from_zero(numbers, "up")
    assert apart_from_zero(numbers, "down")
    assert not apart_from_zero(numbers, "open")
    assert hold(8, 10, 0.8)
    assert not hold(7, 10, 0.8)
