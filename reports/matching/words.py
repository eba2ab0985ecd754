"""Numbers and states of candidates as people read them."""

from __future__ import annotations

from analysis.matching import Answer, Candidate

THIN = "\u202f"
UNKNOWN = "not known"


def chance(probability: float) -> str:
    """A probability in per cent, with two digits that count; a dash for none."""
    if probability <= 0.0:
        return "–"
    percent = 100.0 * probability
    if percent < 0.001:
        return f"< 0.001{THIN}%"
    digits = 0 if percent >= 10.0 else 1 if percent >= 1.0 else 2 if percent >= 0.1 else 3
    return f"{percent:.{digits}f}{THIN}%"


def number(value: float | None) -> str:
    """A whole number with thin spaces."""
    return UNKNOWN if value is None else f"{value:,.0f}".replace(",", THIN)


def state(candidate: Candidate) -> str:
    """Whether a candidate is free or full, and by how many partners."""
    if candidate.state is None or candidate.partners is None:
        return UNKNOWN
    held = "no partner" if not candidate.partners else f"{candidate.partners} held"
    return f"{candidate.state}, {held}"


def reasons(candidate: Candidate) -> list[str]:
    """What speaks for a candidate, then what speaks against it."""
    against = [
        reason.words if reason.kind in ("partner", "none") else f"but: {reason.words}"
        for reason in candidate.against
        if reason.kind != "full"  # the state tells it
    ]
    return [*(reason.words for reason in candidate.reasons), *against]


def title(answer: Answer) -> str:
    """The place that asks, with its Land."""
    kind = "district, " if answer.place["level"] == "district" else ""
    return f"{answer.place['name']} ({kind}{answer.place['land']})"


def told(answer: Answer) -> str:
    """What the list holds, in a sentence."""
    listed, among = len(answer.candidates), answer.question.among
    if among is not None:
        return (
            f"The {number(listed)} places of {among.name}, with the chance of each among "
            f"{number(answer.compared)} places in {answer.year}."
        )
    if not listed:
        return f"None of {number(answer.compared)} places fits; widen --size."
    filtered = " of the size that is asked for" if any(answer.question.size) else ""
    return (
        f"The likeliest {number(listed)}{filtered} out of {number(answer.compared)} places in "
        f"{answer.year}."
    )
