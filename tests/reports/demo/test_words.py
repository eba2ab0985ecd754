"""What the page says of the model is true of the run: nothing switched off is named."""

import dataclasses

import polars as pl

from reports.demo.forces import events_act, forces
from reports.demo.provenance import changed_since, commands, data_sources, not_modelled, values
from scenarios.runs import choose
from scenarios.schema import Scenario


def scenario(**changes):
    plain = Scenario().model_dump()
    return {**plain, **changes}


def test_only_what_is_switched_on_is_named():
    plain = scenario()
    assert "what neighbours do" not in forces(plain)
    loud = scenario(rate={**plain["rate"], "imitation": 0.5})
    assert "what neighbours do" in forces(loud)
    assert "which borders are open" in forces(plain)


def test_events_are_named_when_one_has_a_size():
    event = {"active": True, "size": 0.4, "delay": 1.0, "half_life": 10.0}
    words = "the treaties and programmes of the time"
    assert words in forces(scenario(events={"elysee_1963": event}))
    for silent in ({**event, "size": 0.0}, {**event, "active": False}):
        assert not events_act(scenario(events={"elysee_1963": silent}))
        assert words not in forces(scenario(events={"elysee_1963": silent}))


def test_the_parameters_of_the_shipped_history_are_understood():
    assert len(forces(choose("history").scenario.model_dump())) >= 3


def test_what_is_missing_is_read_off_the_tables(data):
    ties, plain = data.run.ties, data.run.record["scenario"]
    alive = ties.with_columns(vitality=pl.lit(0.5), kind=pl.lit("sponsorship"))
    asleep = ties.with_columns(vitality=pl.lit(None, dtype=pl.Float64), kind=pl.lit("twinning"))
    more, less = not_modelled(asleep, plain), not_modelled(alive, plain)
    assert any(line.startswith("The life of a tie") for line in more)
    assert not any(line.startswith("The life of a tie") for line in less)
    assert any(line.startswith("Sponsorships") for line in more)
    assert not any(line.startswith("Sponsorships") for line in less)


def test_what_changed_since_the_run_is_told(data):
    old = {**data.run.record, "data": {**data.run.record["data"], "events.toml": "0" * 64}}
    assert "events.toml" in changed_since(dataclasses.replace(data.run, record=old))


def test_every_source_has_its_licence():
    sources = data_sources()
    assert len(sources) > 5
    assert all(all(entry.values()) for entry in sources)
    assert any("Natural Earth" in entry["source"] for entry in sources)


def test_the_commands_name_seeds_world_and_number(data):
    central = commands(data.run, data.ensemble)
    assert central[1].endswith("--replications 20 --central --out out/ensemble")
    record = {**data.ensemble.record, "draws": {"fit": "full"}}
    drawn = dataclasses.replace(data.ensemble, record=record)
    assert values(data.ensemble) == "central values in every history"
    assert "bands a draw of the posterior for each history" in values(drawn)
    (demo,) = commands(data.run, drawn)
    assert demo == "jumelage demo --seed 1 --world toy --replications 20 --out out/demo"
    named = {**data.run.record["scenario"], "name": "no_elysee"}
    other = dataclasses.replace(data.run, record={**data.run.record, "scenario": named})
    assert len(commands(other, data.ensemble)) == 2
    assert all("no_elysee" in command for command in commands(other, data.ensemble))
