import polars as pl
import pytest

from analysis.register import DEFAULT_YEAR, RECORDED_SCHEMA, SNAPSHOT, completeness, recorded
from scenarios import load
from simulation import simulate, tables
from simulation.ledger import Ledger
from simulation.parameters import Recording
from simulation.past import load_countries


def lively(**recording):
    countries = [c for c in load_countries()["country"] if c != "DE"]
    base = load("history").model_dump(exclude={"name", "title"})
    base |= {"start": 1950, "until": 2016, "appeal": dict.fromkeys(countries, -3.5)}
    base["recording"] |= {"lag": 0.0, **recording}
    return type(load("history")).model_validate(base)


FULL = dict.fromkeys(("contact", "friendship", "partnership"), 1.0)
NONE = dict.fromkeys(FULL, 0.0)


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
