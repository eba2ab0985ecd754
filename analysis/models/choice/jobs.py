"""The tables of a choice: within countries, by country, period and motive, and among countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.models.choice.alternatives import Chooser, Sets, sets
from analysis.models.choice.logit import Fitted, fitted_choice
from analysis.models.choice.terms import DISTANCE, HELD, LABELS, PAIR, WITHIN, Places
from analysis.models.choice.ties import Choices, held
from analysis.models.results import ModelError, Table

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Period = tuple[int, int] | None

NEAR, FAR = 20, 40
"""Places drawn at most from those near by, and from the rest of a country."""
AMONG_NEAR, AMONG_FAR, AMONG_TIES = 10, 40, 4000
"""Among countries: places near by; places of all countries together beside one each; ties."""
LEAST = 50
"""Ties that a table of a period or a motive needs."""
LEAST_OF_COUNTRY = 30
"""Ties that a country needs for a slope or a constant of its own."""
MOST_TIES = 8_000
"""Ties within countries at most: of more, a sample keeps memory in bounds."""
LEAST_SPREAD = 0.1
"""Standard deviation of ln distance that a country needs for a slope of its own."""
REFERENCE = "FR"
"""Country whose constant is zero, where it is there."""
ESTIMATOR = "conditional logit on sampled alternatives (McFadden correction)"


@dataclass(frozen=True, eq=False)
class Job:
    """The choices of one replication.

    Attributes
    ----------
    choices : Choices
    places : Places
    source : whose data
    period : first and last year of the ties
    """

    choices: Choices
    places: Places
    source: str
    period: Period

    def within(self) -> Within:
        """Partners beside alternatives of their own country."""
        some = self.choices.sample(MOST_TIES)
        drawn = _within_sets(some, self.places)
        design = self.places.design(some.home, drawn.rows)
        count = self.choices.frame.height
        notes = (f"A sample of {MOST_TIES:,} of {count:,} ties.",) if count > MOST_TIES else ()
        return Within(self, some, drawn, design, notes)

    def among(self) -> list[Table]:
        """Partners beside alternatives everywhere: one table of terms, one of the constants.

        Raises
        ------
        ModelError
            If it cannot be fitted.
        """
        some, notes = self._comparable()
        countries = sorted(set(some.country.tolist()))
        reference = REFERENCE if REFERENCE in countries else countries[0]
        drawn = self._among_sets(some, countries)
        where = self._country_of(drawn.rows)
        own = [name for name in countries if name != reference]
        constants = np.stack([(where == name).astype(np.float64) for name in own], axis=-1)
        mine = held(some, self.choices)
        has = np.zeros(where.shape)
        for country, flags in mine.items():
            has[flags] += where[flags] == country
        design = np.concatenate(
            [self.places.design(some.home, drawn.rows), has[..., None], constants], axis=-1
        )
        terms = (*WITHIN, HELD, *(f"country.{name}" for name in own))
        labels = {**LABELS, **{f"country.{name}": f"{name} (constant)" for name in own}}
        law = fitted_choice(design, drawn.offset, some.home, terms, labels)
        first = self.told(
            "everywhere",
            "Choice of the partner among all countries",
            law,
            labels,
            [term for term in terms if not term.startswith("country.")],
            (
                "Each country has a constant, which takes up its language, its history and how "
                "many places it has; borders that were closed are not allowed for.",
                *notes,
            ),
        )
        second = self.told(
            "country_constants",
            "Choice of the partner among all countries: constants",
            law,
            labels,
            [term for term in terms if term.startswith("country.")],
            (
                f"How much a place of each country weighs beside a like place of {reference}, from "
                "the model of the table 'everywhere'.",
            ),
        )
        return [replace(first, n=some.frame.height), replace(second, n=some.frame.height)]

    def _comparable(self) -> tuple[Choices, list[str]]:
        """Dated ties with countries that have enough of them, or a sample; and notes."""
        dated, notes = self.choices.where(self.choices.dated), []
        undated = self.choices.frame.height - dated.frame.height
        if not dated.frame.height:
            dated = self.choices
            notes.append("No tie has a year, so what a place held when it chose is unknown.")
        elif undated:
            notes.append(f"{undated:,} ties without a year are left out: what was held is unknown.")
        country = dated.country
        names, counts = np.unique(country, return_counts=True)
        enough = names[counts >= LEAST_OF_COUNTRY]
        if len(enough) < 2:
            raise ModelError(
                f"fewer than two countries have {LEAST_OF_COUNTRY} ties, so countries cannot be "
                "compared"
            )
        whole = dated.where(np.isin(country, enough))
        some = whole.sample(AMONG_TIES)
        if len(names) > len(enough):
            rest = dated.frame.height - whole.frame.height
            notes.append(
                f"{rest:,} ties with {len(names) - len(enough)} countries of fewer than "
                f"{LEAST_OF_COUNTRY} ties are left out, and so are these countries."
            )
        if some.frame.height < whole.frame.height:
            notes.append(f"A sample of {some.frame.height:,} of {whole.frame.height:,} ties.")
        return some, notes

    def _among_sets(self, some: Choices, countries: Sequence[str]) -> Sets:
        country = some.country
        share = {name: float((country == name).mean()) for name in countries}
        far = {name: 1 + round(AMONG_FAR * share[name]) for name in countries}
        pools = {name: self.places.pools[name] for name in countries}
        chooser = _chooser(some, self.places)
        return sets(chooser, some.away, pools, AMONG_NEAR, far)

    def _country_of(self, rows: Integers) -> NDArray[np.str_]:
        countries = np.array(self.places.frame["country"].to_list(), dtype=np.str_)
        return np.where(rows >= 0, countries[rows], "")

    def told(
        self,
        name: str,
        title: str,
        law: Fitted,
        labels: dict[str, str],
        shown: Sequence[str],
        notes: Sequence[str],
        period: Period = None,
    ) -> Table:
        """A table of the terms that are shown."""
        return Table(
            name=name,
            title=title,
            estimator=ESTIMATOR,
            errors=law.errors,
            unit="log odds",
            n=self.choices.frame.height,
            of="ties, each a choice among sampled places",
            period=period or self.period,
            source=self.source,
            rows=tuple(row for row in law.rows(labels) if row.term in shown),
            fit=law.fit,
            notes=(*notes, *law.notes),
        )


@dataclass(frozen=True, eq=False)
class Within:
    """Choices within the partner's country, with alternatives drawn once for all tables.

    Attributes
    ----------
    job : Job
    some : its ties, or a sample of them
    drawn : their alternatives
    design : (ties, alternatives, terms of `WITHIN`)
    notes : full sentences for all tables
    """

    job: Job
    some: Choices
    drawn: Sets
    design: Floats
    notes: tuple[str, ...] = ()

    def table(
        self,
        name: str,
        title: str,
        kept: NDArray[np.bool_] | None = None,
        notes: Sequence[str] = (),
        period: Period = None,
    ) -> Table:
        """One slope of distance for all countries.

        Parameters
        ----------
        name, title : of the table
        kept : (ties,) which of them; default all
        notes : full sentences
        period : first and last year, where they are not those of all ties

        Raises
        ------
        ModelError
            If it cannot be fitted.
        """
        some = np.ones(len(self.design), dtype=np.bool_) if kept is None else kept
        return self._fitted(name, title, self.design[some], WITHIN, LABELS, some, notes, period)

    def by_country(self) -> Table:
        """A slope of distance for each country that has enough ties; the other terms in common.

        Raises
        ------
        ModelError
            If no country has enough, or it cannot be fitted.
        """
        country = self.some.country
        names, counts = np.unique(country, return_counts=True)
        enough = [str(n) for n in names[counts >= LEAST_OF_COUNTRY] if self._spreads(country == n)]
        if not enough:
            raise ModelError(
                f"no country has {LEAST_OF_COUNTRY} ties and places at unlike distances, so none "
                "can have a slope of its own"
            )
        some = np.isin(country, enough)
        # filled in place: of thousands of ties this is what takes most memory
        design = np.zeros((*self.drawn.rows[some].shape, len(enough) + len(PAIR)))
        design[:, :, len(enough) :] = self.design[some][:, :, 1:]
        for number, one in enumerate(enough):
            mine = country[some] == one
            design[mine, :, number] = self.design[some & (country == one)][:, :, 0]
        terms = (*(f"{DISTANCE}.{name}" for name in enough), *PAIR)
        labels = LABELS | {f"{DISTANCE}.{name}": f"ln distance, {name}" for name in enough}
        note = (
            f"Countries with fewer than {LEAST_OF_COUNTRY} ties are left out, and those whose "
            "places all lie about as far."
        )
        title = "Choice of the partner within its country: distance by country"
        return self._fitted("by_country", title, design, terms, labels, some, (note,))

    def _spreads(self, some: NDArray[np.bool_]) -> bool:
        """Whether the places that some ties could have gone to lie at unlike distances."""
        reach = self.design[some][:, :, 0][np.isfinite(self.drawn.offset[some])]
        return bool(reach.std() >= LEAST_SPREAD)

    def _fitted(
        self,
        name: str,
        title: str,
        design: Floats,
        terms: Sequence[str],
        labels: dict[str, str],
        some: NDArray[np.bool_],
        notes: Sequence[str] = (),
        period: Period = None,
    ) -> Table:
        job = self.job
        law = fitted_choice(design, self.drawn.offset[some], self.some.home[some], terms, labels)
        table = job.told(name, title, law, labels, terms, (*notes, *self.notes), period)
        return replace(table, n=int(some.sum()))


def _within_sets(some: Choices, places: Places) -> Sets:
    """Alternatives of each tie from its own country."""
    country = some.country
    rows = np.full((len(country), 1 + NEAR + FAR), -1, dtype=np.int64)
    offset = np.full(rows.shape, -np.inf)
    for name in sorted(set(country.tolist())):
        here = np.flatnonzero(country == name)
        part = some.where(country == name)
        pools = {name: places.pools[name]}
        drawn = sets(_chooser(part, places), part.away, pools, NEAR, {name: FAR})
        width = drawn.rows.shape[1]
        rows[here, :width], offset[here, :width] = drawn.rows, drawn.offset
    return Sets(rows, offset)


def _chooser(some: Choices, places: Places) -> Chooser:
    home, away = (some.frame[end].to_numpy().astype(np.int64) for end in ("home", "away"))
    return Chooser(home, away, places.points[some.home])
