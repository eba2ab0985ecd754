"""What drives a scenario, in words: only what its parameters switch on is named."""

from __future__ import annotations

from typing import Any


def events_act(scenario: dict[str, Any]) -> bool:
    """Whether any dated event has an effect of its own, beside the borders it opens."""
    responses = scenario.get("events", {}).values()
    return any(response["active"] and response["size"] != 0.0 for response in responses)


def forces(scenario: dict[str, Any]) -> list[str]:
    """What makes some choices likelier than others under these parameters.

    Parameters
    ----------
    scenario : dict
        As `run.json` holds it, every value resolved.
    """
    rate, choice = scenario.get("rate", {}), scenario.get("choice", {})
    named = {
        "how near a place is": any(choice.get("distance", {}).values()),
        "how large and how alike in size both are": choice.get("similar") or choice.get("mass"),
        "which country it lies in": scenario.get("appeal"),
        "what neighbours do": rate.get("imitation"),
        "how common twinning has become": rate.get("familiarity"),
        "which borders are open": True,
        "the treaties and programmes of the time": events_act(scenario),
    }
    return [words for words, on in named.items() if on]
