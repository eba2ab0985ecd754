"""How the law of choice predicts the places that single ties kept back really chose."""

from __future__ import annotations

from analysis.evidence.inputs import Inputs
from analysis.evidence.page.markdown import listed, number, table
from analysis.validation import label

RIVALS = {
    "common_slope": "conditional logit: one slope of distance, likeness, mass",
    "gravity": "conditional logit: distance and mass (gravity)",
    "similarity": "conditional logit: likeness alone",
    "distance": "conditional logit: distance alone",
    "even": "every place alike",
}
DECIDED = 2.0


def places_chosen(inputs: Inputs) -> str:
    """Log score of the real partner among all places of its country, beside simpler logits."""
    found = (inputs.split or inputs).links["checks"]["choice_contest"]
    lines = [
        (
            title,
            number(found["rivals"][name]["gain_per_tie"], 2),
            number(found["rivals"][name]["gain_per_tie_error"], 2),
            number(found["rivals"][name]["z"], 2),
        )
        for name, title in RIVALS.items()
    ]
    close = [title for name, title in RIVALS.items() if found["rivals"][name]["z"] < DECIDED]
    verdict = f" Not shown to be better than: {'; '.join(close)}." if close else ""
    laender = listed([label(land) for land in found["laender"]])
    return (
        f"## Which place: single ties kept back\n\nFor {found['ties']} ties of {found['towns']} "
        f"towns ({laender}) the real partner stands among all places of its country. Gain of the "
        "model's pair law over each rival, in nats a tie, with its standard error over towns; "
        f"rivals are estimated on the ties that are not kept back.{verdict}\n\n"
        + table(("rival", "gain a tie", "error", "gain / error"), lines, "lrrr")
    )
