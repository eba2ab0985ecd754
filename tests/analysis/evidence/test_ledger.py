"""One row for every number, and classes that follow from the numbers."""

from dataclasses import replace

import pytest

from analysis.calibration.direct import estimates_of
from analysis.calibration.parameters import parameters
from analysis.evidence import (
    assumed_events,
    frame,
    ledger,
    merged,
    read_inputs,
    settled,
    with_assumed,
)
from analysis.evidence.grounds import WITHIN_90, Grounds, Prior, normal_grounds
from analysis.evidence.leaves import leaves, put
from analysis.evidence.sources.judgement import judgement, read_judgement
from scenarios import load
from simulation.parameters import Parameters, Response
from tests.analysis.evidence.conftest import entry, posterior, scenario_of


def of(table, path):
    return table.filter(parameter=path).to_dicts()[0]


def numbers(content, above=""):
    """Numbers of a dumped scenario, walked without the ledger's own walk."""
    for name, value in content.items():
        path = f"{above}{name}"
        if isinstance(value, dict):
            yield from numbers(value, f"{path}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield path, value


def test_every_number_of_the_default_scenario_has_one_row_and_nothing_else_has():
    shipped = load("history")
    table = frame(ledger(shipped))
    found = dict(numbers(shipped.model_dump(exclude={"start", "until", "shifts", "policy"})))
    assert dict(table.select("parameter", "value").iter_rows()) == pytest.approx(found)
    assert table["parameter"].is_unique().all()
    assert (table["meaning"].str.len_chars() > 5).all()


def test_classes_follow_from_the_widths(history, inputs):
    for row in frame(ledger(history, inputs)).iter_rows(named=True):
        narrow = row["width_ratio"] is not None and row["width_ratio"] <= 0.7
        if row["class"] == "estimated":
            assert row["basis"] in ("ties", "merged", "counts", "matched")
            assert narrow
            assert row["basis"] == "matched" or row["error"] > 0
        elif row["class"] == "calibrated":
            assert row["basis"] == "posterior"
            assert narrow
        else:
            assert row["basis"] == "assumed" or not narrow, row
        assert (row["data_points"] > 0) == (row["basis"] != "assumed"), row


def test_a_wider_error_turns_an_estimate_into_an_assumption(history, inputs):
    wide = {**inputs.links["rate"]["errors"], "load": 5.0}
    links = {**inputs.links, "rate": {**inputs.links["rate"], "errors": wide}}
    table = frame(ledger(history, replace(inputs, links=links)))
    assert of(frame(ledger(history, inputs)), "rate.load")["class"] == "estimated"
    assert of(table, "rate.load")["class"] == "assumed"


def test_an_event_is_judged_against_the_common_distribution(history, inputs):
    def judged(error):
        value = inputs.flows["estimates"]["events.elysee_1963"][0]
        estimates = {**inputs.flows["estimates"], "events.elysee_1963": [value, error]}
        flows = {**inputs.flows, "estimates": estimates, "spread": 0.5}
        row = of(frame(ledger(history, replace(inputs, flows=flows))), "events.elysee_1963.size")
        return row["class"], row["width_ratio"]

    assert judged(0.3) == ("estimated", pytest.approx(0.6))
    assert judged(0.4) == ("assumed", pytest.approx(0.8))


def test_an_event_that_is_not_estimated_keeps_its_prior(history, inputs):
    row = of(frame(ledger(history, inputs)), "events.youth_office_fr_1963.size")
    assert (row["value"], row["class"], row["width_ratio"]) == (0.0, "assumed", 1.0)
    assert "elysee_1963" in row["note"]


def test_without_a_posterior_nothing_is_settled(history, inputs):
    assert settled(history, inputs) == history
    assert of(frame(ledger(history, inputs)), "life.spread")["class"] == "assumed"


def test_a_narrow_posterior_ships_and_a_wide_one_does_not(history, inputs):
    found = posterior(
        entry("life.spread", (0.0, 1.2), 0.2, 0.5),
        entry("recording.reported", (0.3, 1.0), 0.45, 0.65),
        entry("recording.lag", (0.0, 10.0), 0.4, 9.6),
        entry("planted", (0.0, 1.0), 0.05, 0.95),
    )
    fitted = replace(inputs, posterior=found)
    now = settled(history, fitted)
    assert now.life.spread == pytest.approx(0.35)
    assert now.recording.reported["partnership"] == pytest.approx(0.55)
    ratio = history.recording.reported["contact"] / history.recording.reported["partnership"]
    assert now.recording.reported["contact"] == pytest.approx(0.55 * ratio, abs=1e-4)
    assert now.recording.lag == history.recording.lag
    assert now == scenario_of(fitted)
    table = frame(ledger(now, fitted))
    assert of(table, "life.spread")["class"] == "calibrated"
    assert of(table, "life.spread")["data_points"] == 12
    assert of(table, "recording.lag")["class"] == "assumed"
    assert of(table, "recording.lag")["width_ratio"] == pytest.approx(9.2 / 9.0, rel=1e-3)
    with pytest.raises(ValueError, match=r"life\.spread: the default scenario says"):
        ledger(history, fitted)


def test_a_narrow_posterior_that_no_cell_informs_is_assumed(history, inputs):
    found = posterior(entry("life.spread", (0.0, 1.2), 0.2, 0.5, cells=0))
    assert settled(history, replace(inputs, posterior=found)) == history


def both(inputs, name, prior, middle, alone):
    """A posterior that saw an estimate on single ties, and what patterns alone say."""
    value, error = estimates_of(inputs.links)[name]
    found = posterior(entry(name, prior, middle - 0.1, middle + 0.1))
    found["patterns_alone"] = [entry(name, prior, alone - 0.5, alone + 0.5)]
    found["estimates"] = {name: [value, error]}
    return replace(inputs, posterior=found)


def test_single_ties_and_patterns_ship_together_and_stand_beside_each_other(history, inputs):
    value, error = estimates_of(inputs.links)["choice.held"]
    known = both(inputs, "choice.held", (-3.5, 0.0), value + 0.2, value + 1.0)
    now = scenario_of(known)
    row = of(frame(ledger(now, known)), "choice.held")
    assert (row["basis"], row["class"]) == ("merged", "estimated")
    assert row["value"] == pytest.approx(value + 0.2, abs=1e-4)
    assert row["check_median"] == pytest.approx(value + 1.0, abs=1e-3)
    sd = 1.0 / 3.29
    assert row["check_difference"] == pytest.approx(1.0 / (error**2 + sd**2) ** 0.5, rel=1e-3)
    assert merged(history, inputs.links, known) == now
    with pytest.raises(ValueError, match=r"choice\.held: the default scenario says"):
        ledger(history, known)


def test_slopes_of_countries_keep_their_distance_to_the_common_one(history, inputs):
    old = history.choice.distance
    known = both(inputs, "choice.distance", (-2.4, -0.4), old["default"] - 0.2, -1.2)
    now = scenario_of(known)
    for country, slope in now.choice.distance.items():
        assert slope == pytest.approx(old[country] - 0.2, abs=2e-4)
    table = frame(ledger(now, known))
    checked = table.filter(table["check_median"].is_not_null())["parameter"].to_list()
    assert checked == ["choice.distance.default"]


def test_patterns_alone_decide_on_the_rate(history, inputs):
    known = both(inputs, "choice.held", (-3.5, 0.0), -1.5, -1.5)
    known.posterior["parameters"].append(entry("rate.load", (-3.0, 0.3), -2.2, -1.8))
    row = of(frame(ledger(scenario_of(known), known)), "rate.load")
    assert (row["basis"], row["class"], row["value"]) == ("posterior", "calibrated", -2.0)
    assert row["note"].startswith(f"single ties alone {inputs.links['rate']['values']['load']:.3g}")
    wide = both(inputs, "choice.held", (-3.5, 0.0), -1.5, -1.5)
    wide.posterior["parameters"].append(entry("rate.load", (-3.0, 0.3), -2.9, 0.2))
    assert of(frame(ledger(scenario_of(wide), wide)), "rate.load")["basis"] == "ties"


def test_at_most_a_dozen_are_calibrated():
    table = frame(ledger(load("history")))
    calibrated = table.filter(table["class"] == "calibrated")["parameter"]
    groups = calibrated.str.replace(r"^(recording\.reported|ending)\..*", "$1")
    assert 0 < groups.n_unique() <= 12


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("rate.size", r"rate\.size: the default scenario says"),
        ("appeal.FR", r"appeal\.FR: the default scenario says"),
        ("consent.base", r"consent\.base: the default scenario says"),
    ],
)
def test_a_number_typed_by_hand_is_found(history, inputs, path, sentence):
    value = {leaf.path: leaf.value for leaf in leaves(history)}[path]
    with pytest.raises(ValueError, match=sentence):
        ledger(put(history, {path: value + 0.05}), inputs)


def test_a_number_without_grounds_and_grounds_without_a_number_are_found(history, inputs):
    more = history.model_copy(update={"appeal": {**history.appeal, "XX": -9.0}})
    with pytest.raises(ValueError, match=r"appeal\.XX: no estimate"):
        ledger(more, inputs)
    fewer = {country: value for country, value in history.appeal.items() if country != "FR"}
    with pytest.raises(ValueError, match=r"appeal\.FR: has grounds"):
        ledger(history.model_copy(update={"appeal": fewer}), inputs)


def test_the_rows_of_the_record_are_counted():
    table = frame(ledger(load("history")))
    assert of(table, "appeal.FR")["data_points"] == 2300
    assert of(table, "ending.rupture")["data_points"] == 61
    assert of(table, "rate.district")["note"].startswith("431 ")


def test_a_uniform_prior_cuts_the_likelihood_at_its_ends():
    def ratio(value, error):
        grounds = normal_grounds("ties", value, error, Prior("uniform", 0, 1), (1, ""), ("", ""))
        return grounds.width_ratio

    assert ratio(0.5, 0.01) == pytest.approx(WITHIN_90 * 0.01 / 0.9)
    assert ratio(0.5, 100.0) == pytest.approx(1.0, rel=1e-4)
    assert ratio(0.0, 0.01) < ratio(0.5, 0.01)


def test_fixed_by_meaning_is_assumed():
    grounds = Grounds("assumed", 0.0, Prior("uniform", 0, 0), None, None, 0, "", "by definition")
    assert (grounds.width_ratio, grounds.kind) == (None, "assumed")


def test_put_refuses_a_path_that_leads_nowhere():
    with pytest.raises(KeyError, match=r"consent\.lode"):
        put(Parameters(), {"consent.lode": 1.0})
    assert put(Parameters(), {"forms.friendship_term": 9}).forms.friendship_term == 9


def test_what_is_assumed_is_put_in():
    values = judgement().values
    now = with_assumed(Parameters())
    assert now.reunification.wish_from == values["reunification.wish_from"].value
    assert now.forms.contact_to_friendship == values["forms.contact_to_friendship"].value
    events = assumed_events({"elysee_1963": Response(size=1.0)})
    assert events["elysee_1963"].size == 1.0
    assert events["ukraine_2022"].half_life == values["events.ukraine_2022.half_life"].value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[values."x"]\nvalue = 2.0\nlow = 0.0\nhigh = 1.0\nreason = "r"\nsource = "s"', "outside"),
        (
            '[values."x"]\nvalue = 0.5\nlow = 0.0\nhigh = 1.0\nreason = "r"',
            "Field required",
        ),
        ('[priors."x"]\nlow = 2.0\nhigh = 1.0\nreason = "r"', "below low"),
        ('[priors."x"]\nlow = 0.0\nhigh = 1.0\nreason = ""', "reason"),
    ],
)
def test_a_wrong_assumption_is_told(tmp_path, text, sentence):
    path = tmp_path / "assumed.toml"
    both = "".join(f"[{name}]\n" for name in ("values", "priors") if f"[{name}." not in text)
    path.write_text(both + text)
    with pytest.raises(ValueError, match=sentence):
        read_judgement(tmp_path)


def test_no_prior_is_declared_twice(history, inputs):
    """Numbers that the calibration knows have their prior there and nowhere else."""
    declared = parameters()
    assert not set(declared) & set(judgement().priors)
    low, high = declared["choice.distance"].prior
    row = of(frame(ledger(history, inputs)), "choice.distance.default")
    assert row["prior_width"] == pytest.approx(0.9 * (high - low))


def test_missing_estimates_are_told(tmp_path):
    with pytest.raises(ValueError, match=r"links\.json: not in the folder"):
        read_inputs(tmp_path)
    (tmp_path / "links.json").write_text("{")
    with pytest.raises(ValueError, match=r"links\.json: is no JSON"):
        read_inputs(tmp_path)


def test_two_files_may_not_speak_of_one_number(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[priors."x"]\nlow = 0.0\nhigh = 1.0\nreason = "r"')
    with pytest.raises(ValueError, match=r"two\.toml: 'x' stands in another file"):
        read_judgement(tmp_path)
