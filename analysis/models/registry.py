"""The models by name, and the one call that fits any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from analysis.models.material import Material, View, open_material
from analysis.models.results import Analysis, ModelError
from scenarios.runs.mistakes import shown


@dataclass(frozen=True)
class Model:
    """A model that `analyse` knows.

    Attributes
    ----------
    title : "Gravity of counts"
    question : what it answers, in one sentence
    room : the package that holds it
    """

    title: str
    question: str
    room: str

    def fit(self, material: Material) -> Analysis:
        """Fit it; what it needs is loaded now, for statsmodels takes a second.

        Raises
        ------
        ModelError
            If it cannot be fitted to the material.
        """
        function: Callable[[Material], Analysis] = import_module(self.room).fit
        return function(material)


MODELS: dict[str, Model] = {
    "gravity": Model(
        "Gravity of counts",
        "How do masses, distance, borders, language and history shape how many ties join two "
        "regions?",
        "analysis.models.gravity",
    ),
    "choice": Model(
        "Choice of the partner",
        "Given that a place found a partner, what made it this one among all that there were?",
        "analysis.models.choice",
    ),
    "events": Model(
        "Events in time",
        "Did new ties change around the dates of treaties, accessions and ruptures?",
        "analysis.models.events",
    ),
    "survival": Model(
        "Survival and rate",
        "How soon do places find a first partner, and how soon do ties deepen, sleep and end?",
        "analysis.models.survival",
    ),
    "vitality": Model(
        "Vitality of ties",
        "Which ties are alive: how do age, distance, school exchange and size matter?",
        "analysis.models.vitality",
    ),
    "network": Model(
        "The network",
        "What does the web of ties look like: degrees, clustering, communities, mixing?",
        "analysis.models.network",
    ),
}


def analyse(
    model: str,
    path: Path | str,
    *,
    scenario: str | None = None,
    strategy: str | None = None,
    view: View = "recorded",
) -> Analysis:
    """Fit a model to a run, an ensemble or a register.

    Parameters
    ----------
    model : str
        One of `MODELS`.
    path : Path or str
        A folder of a run or an ensemble, or a register in a ``.parquet`` file.
    scenario, strategy, view : as in `open_material`

    Raises
    ------
    ModelError
        If there is no such model, the data cannot be read, or the model cannot be fitted to them.
    """
    if model not in MODELS:
        raise ModelError(f"--model '{shown(model)}': expected one of {', '.join(MODELS)}")
    return analysed(model, open_material(path, scenario=scenario, strategy=strategy, view=view))


def analysed(model: str, material: Material) -> Analysis:
    """Fit a model of `MODELS` to material that is open.

    Raises
    ------
    ModelError
        If it cannot be fitted.
    """
    analysis = MODELS[model].fit(material)
    return replace(analysis, notes=(*analysis.notes, *material.notes))
