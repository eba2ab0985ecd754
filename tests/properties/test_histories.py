"""What holds of every history, whatever the scenario, the strategy and the luck.

The ledger is read here a second time, row by row and without the code of `simulation.tables`; the
tables of the run must say the same.
"""

import json
from functools import lru_cache

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.observation.register import SNAPSHOT, recorded
from scenarios import load, names
from scenarios.runs import choose
from scenarios.runs.single import under
from scenarios.strategies import load_strategy
from scenarios.strategies.files import LIBRARY as STRATEGIES
from simulation import simulate
from simulation.parameters import Parameters
from simulation.past import side_of, state_of
from simulation.ties import FORMS

BOUGHT = sorted(path.stem for path in STRATEGIES.glob("*.toml"))
LIVELY = ("active", "weak", "dormant")
LEGAL = {
    "weakened": ("active", "dormant"),
    "slept": ("active", "weak"),
    "recovered": ("weak", "dormant"),
    "suspended": LIVELY,
    "resumed": ("suspended",),
    "ended": (*LIVELY, "suspended"),
}
"""From which status each change may start."""
BECOMES = {
    "weakened": "weak",
    "slept": "dormant",
    "recovered": "active",
    "suspended": "suspended",
    "resumed": "active",
    "ended": "ended",
}
FIRMER = ("deepened", "converted")


@lru_cache(maxsize=4)
def history_of(scenario, strategy, seed):
    chosen = choose(scenario)
    if strategy is not None:
        chosen = under(chosen, load_strategy(strategy))
    return simulate(chosen.scenario, seed, "toy")


def walked(ledger):
    """All ties as the rows of a ledger make them; every step must be one that may follow."""
    ties, living = {}, {}
    rows = ledger.filter(pl.col("tie").is_not_null())
    for year, event, tie, a, b, text in rows.iter_rows():
        said = json.loads(text)
        if event == "founded":
            assert tie == len(ties), "numbers follow one another"
            assert a < b
            assert (a, b) not in living, "one living tie a pair"
            assert said["initiator"] in (a, b)
            living[a, b] = tie
            names = ("kind", "motive", "form", "signed")
            ties[tie] = {"tie": tie, "a": a, "b": b, "founded": year, "ended": None}
            ties[tie] |= {"status": "active", **{name: said[name] for name in names}}
            continue
        held = ties[tie]
        assert (held["a"], held["b"]) == (a, b), "the ends of a tie stay"
        assert held["founded"] <= year
        assert held["status"] != "ended", "nothing happens to what has ended"
        if event in FIRMER:
            new = said.get("new", said.get("form"))
            assert FORMS.index(new) >= FORMS.index(held["form"]), "no form falls back"
            assert event == "converted" or new != held["form"]
            held["form"] = new
            if new == FORMS[-1]:
                held["signed"] = year
            held |= {name: said[name] for name in ("kind", "motive") if name in said}
        elif event in BECOMES:
            assert held["status"] in LEGAL[event], (event, held)
            held["status"] = BECOMES[event]
            if event == "ended":
                held["ended"] = year
                del living[a, b]
    return ties


def check_replay(history):
    """The ledger gives the ties, the model's own arrays and the stocks of every year."""
    walk = walked(history.ledger)
    columns = ["tie", "a", "b", "kind", "motive", "form", "founded", "signed", "ended", "status"]
    assert history.ties.select(columns).to_dicts() == [
        {name: held[name] for name in columns} for held in walk.values()
    ]
    model, ids = history.model.ties, history.world.ids
    assert model.count == len(walk)
    for name in ("a", "b"):
        assert ids[model.rows(name)].tolist() == [held[name] for held in walk.values()]
    forms = [FORMS[form] for form in model.rows("form")]
    assert forms == [held["form"] for held in walk.values()]
    statuses = ("active", "suspended", "ended", "weak", "dormant")
    assert [statuses[s] for s in model.rows("status")] == [held["status"] for held in walk.values()]


def check_numbers(history):
    """Years in order, vitality a share, one row a tie."""
    ties, until = history.ties, history.parameters.until
    assert ties["tie"].is_unique().all()
    assert (ties["a"] < ties["b"]).all()
    assert ties["founded"].is_between(history.parameters.start, until).all()
    signed, ended = ties.drop_nulls("signed"), ties.drop_nulls("ended")
    assert (signed["founded"] <= signed["signed"]).all()
    assert (ended["founded"] <= ended["ended"]).all()
    both = signed.drop_nulls("ended")
    assert (both["signed"] <= both["ended"]).all()
    assert (ties["signed"].is_null() | (ties["form"] == FORMS[-1])).all()
    assert ties["vitality"].drop_nulls().is_between(0.0, 1.0).all()
    assert history.ledger["year"].is_sorted()


def check_gates(history):
    """No tie of two sides through a border that is closed at the end of the year."""
    moved = history.parameters.gates
    if moved.closed > 0.0:  # a scenario that opens them: nothing is promised
        return
    places = {r["id"]: r for r in history.municipalities.iter_rows(named=True)}
    two_sided = history.ties.filter(pl.col("kind") != "sponsorship")
    founded = history.ledger.filter(pl.col("event") == "founded")
    begun = {t: json.loads(d)["kind"] for t, d in founded.select("tie", "detail").iter_rows()}
    for tie, a, b, year in two_sided.select("tie", "a", "b", "founded").iter_rows():
        if begun[tie] == "sponsorship":
            continue
        ends = sorted((places[a], places[b]), key=lambda place: place["country"] != "DE")
        side, country = side_of(ends[0]["land"], year), ends[1]["country"]
        if country == "DE" and {side, side_of(ends[1]["land"], year)} < {"west", "east"}:
            continue
        if country not in moved.opened:
            assert state_of(side, country, year) != "closed", (a, b, year)


def check_stocks(history):
    """This year's stock is last year's and the year's flows; so it is of all forms together."""
    flows = ("stock", "founded", "ended")
    years = history.yearly.group_by("year", maintain_order=True).agg(pl.col(flows).sum())
    stock = 0
    for now, founded, ended in years.select(flows).iter_rows():
        stock += founded - ended
        assert now == stock
    assert stock == history.ties["ended"].is_null().sum()


def check_groups(history):
    """Nobody leaves a group before joining it, or is in one twice at a time."""
    groups = history.groups
    left = groups.drop_nulls("left")
    assert (left["joined"] <= left["left"]).all()
    assert groups.filter(pl.col("left").is_null()).select("group", "id").is_unique().all()


def check_money(history):
    """No policy spends more than its budget, nor outside its years."""
    policy, spent = history.parameters.policy, history.spending
    total = spent.group_by("year").agg(
        eur=pl.col("supported_eur").sum() + pl.col("administration_eur").sum()
    )
    assert (total["eur"] <= policy.budget).all()
    assert total["year"].is_between(policy.since, policy.until or 9999).all()
    columns = [name for name in history.yearly.columns if name.endswith("_eur")]
    assert columns
    assert (history.yearly.select(pl.min_horizontal(columns).min()).item() or 0) >= 0


def check_register(history):
    """What the register shows are ties that lived when it was read, with one end in Germany."""
    if history.parameters.until < SNAPSHOT:
        return
    table = recorded(history)
    then = history.ties_at(SNAPSHOT).filter(pl.col("status") != "ended")
    pairs = set(then.select("a", "b").iter_rows())
    assert set(table.select("a", "b").iter_rows()) <= pairs
    assert table.select("a", "b").is_unique().all()
    german = (table["country_a"] == "DE").cast(int) + (table["country_b"] == "DE").cast(int)
    assert (german == 1).all()


CHECKS = (
    *(check_replay, check_numbers, check_gates, check_stocks, check_groups, check_money),
    check_register,
)
SOME = (
    *(("history", None, 1), ("no_opening", None, 2), ("poland_open_1950", None, 3)),
    *(("outlook", "everything", 4), ("fragmentation", "revival", 5)),
)


@pytest.mark.parametrize("call", SOME, ids=lambda call: " ".join(map(str, call)))
def test_what_holds_of_every_history(call):
    history = history_of(*call)
    assert history.ties.height > 50
    for check in CHECKS:
        check(history)


def possible(name):
    """Whether a strategy fits a scenario (most begin after 2025)."""
    return None if load(name).until <= 2025 else BOUGHT


@pytest.mark.deep
@pytest.mark.parametrize("scenario", names())
def test_it_holds_of_every_scenario_with_every_strategy(scenario):
    for seed, strategy in enumerate((None, *(possible(scenario) or ()))):
        history = history_of(scenario, strategy, 10 + seed)
        for check in CHECKS:
            check(history)


RANDOM = st.fixed_dictionaries(
    {
        "start": st.integers(1945, 1975),
        "until": st.integers(1990, 2016),
        "rate": st.fixed_dictionaries({"load": st.floats(-0.5, 0.0)}),
        "choice": st.fixed_dictionaries(
            {"held": st.floats(-3.0, 1.0), "near": st.floats(-1.0, 3.0)}
        ),
        "ending": st.fixed_dictionaries(
            {form: st.floats(0.0, 0.5) for form in ("contact", "friendship", "partnership")}
        ),
        "life": st.fixed_dictionaries({"succession": st.floats(0.0, 1.0)}),
    }
)
FEW = settings(max_examples=5, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(content=RANDOM, seed=st.integers(0, 2**32 - 1))
def test_it_holds_whatever_the_parameters(content, seed):
    history = simulate(Parameters.model_validate(content), seed, "toy")
    for check in CHECKS:
        check(history)


@pytest.mark.deep
@settings(FEW, max_examples=60)
@given(content=RANDOM, seed=st.integers(0, 2**32 - 1))
def test_it_holds_whatever_the_parameters_often(content, seed):
    history = simulate(Parameters.model_validate(content), seed, "toy")
    for check in CHECKS:
        check(history)


@settings(FEW, max_examples=2)
@given(until=st.integers(1950, 2010), seed=st.integers(0, 2**32 - 1))
def test_a_shorter_history_is_the_beginning_of_a_longer(until, seed):
    whole = simulate(load("history"), seed, "toy")
    short = simulate(load("history"), seed, "toy", until)
    assert short.ledger.equals(whole.ledger.filter(pl.col("year") <= until))
    assert short.ties.drop("vitality").equals(whole.ties_at(until).drop("vitality"))


@pytest.mark.deep
@settings(FEW, max_examples=2)
@given(strategy=st.sampled_from(BOUGHT), seed=st.integers(0, 2**32 - 1))
def test_two_scenarios_are_one_until_the_year_in_which_they_part(strategy, seed):
    bought = history_of("outlook", strategy, seed)
    plain = history_of("outlook", None, seed)
    before = pl.col("year") < bought.parameters.policy.since
    assert plain.ledger.filter(before).equals(bought.ledger.filter(before))
    assert plain.ledger.filter(before).height > 1_000
