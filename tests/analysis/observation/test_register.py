import numpy as np
import polars as pl
import pytest

from analysis.observation.register import (
    DEFAULT_YEAR,
    OFF,
    RECORDED_SCHEMA,
    SNAPSHOT,
    completeness,
    misdated,
    recorded,
)
from analysis.recorded import load as load_table
from scenarios import load
from simulation import simulate, tables
from simulation.ledger import Ledger
from simulation.luck import Luck, Purpose
from simulation.parameters import Recording
from simulation.past import load_countries


def lively(**recording):
    countries = [c for c in load_countries()["country"] if c != "DE"]
    base = load("history").model_dump(exclude={"name", "title"})
    base |= {"start": 1950, "until": 2016, "appeal": dict.fromkeys(countries, -3.5)}
    base["recording"] |= {"lag": 0.0, "year_off": RIGHT, **recording}
    return type(load("history")).model_validate(base)


FULL = dict.fromkeys(("contact", "friendship", "partnership"), 1.0)
NONE = dict.fromkeys(FULL, 0.0)
RIGHT = {"one": 0.0, "few": 0.0, "many": 0.0}


@pytest.fixture(scope="module")
def perfect():
    """A history whose register keeps everything and knows every year."""
    settings = lively(surveyed=FULL, reported=FULL, year_unknown=NONE)
    return simulate(settings, seed=2, world="toy")


def test_a_perfect_register_holds_all_living_ties_abroad(perfect):
    rows = recorded(perfect)
    alive = perfect.ties_at(SNAPSHOT).filter(
        pl.col("ended").is_null(), pl.col("kind") != "sponsorship"
    )
    country = dict(perfect.municipalities.select("id", "country").iter_rows())
    abroad = alive.filter(
        (pl.col("a").replace_strict(country) == "DE")
        != (pl.col("b").replace_strict(country) == "DE")
    ).sort("a", "b")
    assert rows.height > 100
    assert rows.select("a", "b").equals(abroad.select("a", "b"))
    assert rows["form"].to_list() == abroad["form"].to_list()
    assert rows.schema == pl.Schema(RECORDED_SCHEMA)


def test_the_year_is_that_of_the_form_and_renewals_do_not_count(perfect):
    rows = recorded(perfect).join(perfect.ties_at(SNAPSHOT), on=["a", "b"])
    signed = rows.filter(pl.col("form") == "partnership", pl.col("ended").is_null())
    assert (signed["year"] == signed["signed"]).all()
    contacts = rows.filter(pl.col("form") == "contact", pl.col("ended").is_null())
    # a sponsorship that became a contact is one from then on
    converted = perfect.ledger.filter(pl.col("event") == "converted")["tie"]
    contacts = contacts.filter(~pl.col("tie").is_in(converted.implode()))
    assert contacts.height > 10
    assert (contacts["year"] == contacts["founded"]).all()


def test_ends_come_from_the_german_side_and_abroad(perfect):
    rows = recorded(perfect)
    assert ((rows["country_a"] == "DE") != (rows["country_b"] == "DE")).all()
    assert (rows["a"] < rows["b"]).all()


def test_completeness_and_unknown_years_act_on_their_own_rows(perfect):
    late = lively(surveyed=FULL, reported=NONE, year_unknown=NONE)
    surveyed = recorded(simulate(late, seed=2, world="toy"))
    everything = recorded(perfect)
    assert surveyed.equals(everything.filter(pl.col("year") <= 1996))
    unknown = lively(surveyed=FULL, reported=FULL, year_unknown={**NONE, "contact": 1.0})
    rows = recorded(simulate(unknown, seed=2, world="toy"))
    assert rows.drop("year", "year_is_default").equals(everything.drop("year", "year_is_default"))
    contacts = rows["form"] == "contact"
    assert rows.filter(contacts)["year"].is_null().all()
    assert rows.filter(~contacts)["year"].is_not_null().all()
    assert rows["year_is_default"].equals(contacts.rename("year_is_default"))
    assert DEFAULT_YEAR not in rows.filter(pl.col("year_is_default"))["year"].to_list()


def test_shares_are_kept_within_five_standard_errors():
    half = dict.fromkeys(FULL, 0.5)
    kept = lively(surveyed=half, reported=half, year_unknown=half)
    rows = recorded(simulate(kept, seed=2, world="toy"))
    full = lively(surveyed=FULL, reported=FULL, year_unknown=NONE)
    count = recorded(simulate(full, seed=2, world="toy")).height
    assert abs(rows.height - count / 2) < 5 * (count / 4) ** 0.5
    assert abs(rows["year_is_default"].sum() - rows.height / 2) < 5 * (rows.height / 4) ** 0.5


def test_a_history_that_ends_too_early_has_an_empty_register():
    early = simulate(lively(), seed=2, world="toy", until=1990)
    assert recorded(early).is_empty()
    assert recorded(early).schema == pl.Schema(RECORDED_SCHEMA)


def test_a_history_without_ties_abroad_has_an_empty_register():
    nobody = lively().model_copy(update={"appeal": {}})
    assert recorded(simulate(nobody, seed=2, world="toy")).is_empty()


def test_self_report_has_its_own_time():
    """Of what will be reported half is after `lag` years: most of 1997, little of 2014."""
    settings = Recording(surveyed=FULL, reported=dict.fromkeys(FULL, 0.8), lag=3.0)
    years = [1996, 1997, 2011, 2014]
    share = completeness(["contact"] * 4, years, settings)
    assert share[0] == 1.0
    for year, found in zip(years[1:], share[1:], strict=True):
        assert found == pytest.approx(0.8 * (1 - 0.5 ** ((2014.75 - year) / 3.0)))
    at_once = Recording(surveyed=FULL, reported=dict.fromkeys(FULL, 0.8), lag=0.0)
    assert completeness(["contact"], [2014], at_once) == [0.8]


# ------------------------------------------------------------------------ kinds and states


POLISH = range(11, 51)
PLACES = pl.DataFrame({"id": [1, 2, *POLISH], "country": ["DE", "DE", *["PL"] * len(POLISH)]})


class Past:
    """A history made by hand, with no more than the register reads."""

    def __init__(self, **recording):
        self.seed, self.municipalities = 1, PLACES
        settings = {"surveyed": FULL, "reported": FULL, "year_unknown": NONE} | recording
        self.parameters = lively(**settings)
        self.log, self.ends = Ledger(), []

    def found(self, year, a, b, form="partnership", kind="twinning"):
        self.ends.append((a, b))
        signed = year if form == "partnership" else None
        detail = {"kind": kind, "motive": "exchange", "form": form, "initiator": a}
        tie = len(self.ends) - 1
        self.log.append(year, "founded", tie, (a, b), signed=signed, **detail)
        return tie

    def add(self, year, event, tie, **detail):
        self.log.append(year, event, tie, self.ends[tie], **detail)

    @property
    def ledger(self):
        return self.log.frame()

    def ties_at(self, year):
        return tables.replay(self.ledger, year)


def of_register(past):
    return recorded(past).select("a", "b", "year", "form").rows()


def test_a_sponsorship_is_no_tie():
    past = Past()
    past.found(1954, 1, 11, form="contact", kind="sponsorship")
    past.found(1990, 2, 11, form="contact", kind="development")
    assert of_register(past) == [(2, 11, 1990, "contact")]


def test_a_sponsorship_that_became_a_twinning_has_the_year_of_the_agreement():
    past = Past()
    turned = [past.found(1954, 1, home, form="contact", kind="sponsorship") for home in (11, 12)]
    late = past.found(1955, 2, 11, form="contact", kind="sponsorship")
    for tie, form in zip(turned, ("partnership", "friendship"), strict=True):
        past.add(1991, "converted", tie, kind="twinning", form=form, motive="exchange", signed=None)
    past.add(1999, "deepened", turned[1], new="partnership", old="friendship")
    past.add(2015, "converted", late, kind="twinning", form="contact", motive="exchange")
    assert of_register(past) == [(1, 11, 1991, "partnership"), (1, 12, 1999, "partnership")]


def test_ties_that_rest_are_registered_and_ended_ones_are_not():
    past = Past()
    weak, asleep, suspended, ended = (
        past.found(1990, home, abroad) for home in (1, 2) for abroad in (11, 12)
    )
    past.add(2000, "weakened", weak, why="activities")
    past.add(2005, "slept", asleep, why="activities")
    past.add(2010, "suspended", suspended, why="rupture")
    past.add(2014, "ended", ended, why="asleep")
    rows = of_register(past)
    assert rows == [(a, b, 1990, "partnership") for a, b in ((1, 11), (1, 12), (2, 11))]


def test_what_is_kept_of_other_ties_does_not_hang_on_sponsorships():
    half = dict.fromkeys(FULL, 0.5)
    plain, more = (Past(surveyed=half, year_unknown=half) for _ in range(2))
    for number, past in enumerate((plain, more)):
        for abroad in POLISH:
            past.found(1970, 1, abroad)
            if number:
                past.found(1954, 2, abroad, form="contact", kind="sponsorship")
    assert recorded(more).equals(recorded(plain))
    assert 0 < recorded(plain).height < 40


def test_a_register_may_be_read_in_another_year():
    """Half of what will ever be reported is there three years after the middle of 2017."""
    settings = Recording(surveyed=FULL, reported=dict.fromkeys(FULL, 0.8), lag=3.0)
    share = completeness(["contact"] * 3, [1990, 2017, 2020], settings, read=2020.5)
    assert share == [1.0, pytest.approx(0.4), 0.0]
    assert completeness(["contact"], [2014], settings, read=2015.25) == completeness(
        ["contact"], [2014], settings
    )


# ------------------------------------------------------------------------ wrong years


def shown(share, agreed=1980, start=1945, draws=20_000):
    """Years that a register shows of as many ties agreed in one year."""
    luck, places = Luck(5), np.arange(draws)
    which, by = (luck.draws(Purpose.YEAR_KNOWN, 2014, places, attempt=n) for n in (1, 2))
    settings = Recording(year_off={**RIGHT, **share})
    return misdated(np.full(draws, agreed), which, by, settings, start)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("one", 1, 1), ("few", 2, 10), ("many", 11, 25)]
)
def test_a_share_of_the_years_is_wrong_by_so_much(name, least, most):
    off = shown({name: 0.2}) - 1980
    wrong = off[off != 0]
    assert abs(len(wrong) / len(off) - 0.2) < 5 * (0.2 * 0.8 / len(off)) ** 0.5
    assert (abs(wrong).min(), abs(wrong).max()) == (least, most)
    assert abs((wrong > 0).mean() - 0.5) < 5 * 0.5 / len(wrong) ** 0.5


def test_shares_of_wrong_years_add_up():
    off = abs(shown({"one": 0.1, "few": 0.2, "many": 0.3}) - 1980)
    for low, high, share in ((1, 1, 0.1), (2, 10, 0.2), (11, 25, 0.3)):
        assert ((off >= low) & (off <= high)).mean() == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("agreed", [1946, 2013])
def test_no_wrong_year_leaves_the_time_of_the_history(agreed):
    years = shown({"many": 1.0}, agreed=agreed)
    assert (years != agreed).all()
    assert years.min() >= 1945
    assert years.max() <= SNAPSHOT
    assert (shown({"many": 1.0}, agreed=1950, start=1949, draws=50) > 1950).all()
    assert (shown({"many": 1.0}, agreed=2010, start=2005, draws=50) == 2010).all()


def test_wrong_years_change_nothing_else():
    years = {"one": 0.3, "few": 0.3, "many": 0.3}
    half = dict.fromkeys(FULL, 0.5)
    right, wrong = (
        Past(reported=half, year_unknown=half, **more) for more in ({}, {"year_off": years})
    )
    for past in (right, wrong):
        for abroad in POLISH:
            past.found(1990, 1, abroad)
            past.found(1998, 2, abroad)
    plain, moved = recorded(right), recorded(wrong)
    assert moved.drop("year").equals(plain.drop("year"))
    known = plain["year"].is_not_null()
    assert moved["year"].is_not_null().equals(known)
    assert (moved.filter(known)["year"] != plain.filter(known)["year"]).mean() > 0.6


def test_shares_of_wrong_years_are_checked():
    with pytest.raises(ValueError, match="year_off needs one, few and many"):
        Recording(year_off={"one": 0.1})
    with pytest.raises(ValueError, match="more than all"):
        Recording(year_off={"one": 0.5, "few": 0.5, "many": 0.1})


def test_the_record_has_hardly_a_year_that_is_far_too_early():
    """What `recording.year_off.many` rests on: years before any tie was possible.

    Of ties whose year is wrong by 11 to 25 years, half too early, so many would lie there.
    """
    table = load_table("rgre2015_links_by_year").filter(pl.col("year_is_default") == 0)
    found, expected = 0, 0.0
    least, most = OFF["many"]
    for country, first in (("IL", 1966), ("CN", 1979), ("HU", 1970)):
        years = (
            table.filter(pl.col("country") == country).group_by("year").agg(pl.col("count").sum())
        )
        for year, count in years.sort("year").iter_rows():
            if 1945 <= year < first:
                found += count
            hits = sum(1945 <= year - off < first <= year for off in range(least, most + 1))
            expected += count * hits / (most - least + 1) / 2
    assert found == 0
    assert 0.02 * expected == pytest.approx(1.1, abs=0.1)
