"""An index of names: the same, of one head, or nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from analysis.names.folding import bare, fold
from simulation.places.traits import name_key

LONGEST = 200
"""Signs of a name that are looked at; no place has a longer one."""
COMPARED = 60
"""Names that share most with what is sought, which are then compared letter by letter."""


class Near(NamedTuple):
    """A name that is nearly the one sought: its place in the list, and the likeness (0 to 1)."""

    place: int
    likeness: float


class Names:
    """Names by position.

    Parameters
    ----------
    names : sequence of str
        As they are written; positions in it are what the searches return, ascending.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    @cached_property
    def _same(self) -> dict[str, list[int]]:
        return _by_key([fold(name) for name in self._names])

    @cached_property
    def _bare(self) -> dict[str, list[int]]:
        return _by_key([bare(name) for name in self._names])

    @cached_property
    def _heads(self) -> dict[str, list[int]]:
        return _by_key([bare(name_key(name)) for name in self._names])

    def same(self, name: str) -> list[int]:
        """Places of this name, but for case, accents, hyphens, little words and umlauts."""
        sought = name[:LONGEST]
        return self._same.get(fold(sought)) or self._bare.get(bare(sought), [])

    def of_head(self, name: str) -> list[int]:
        """Places whose name begins so and goes on with a river, a region or a neighbour."""
        return self._heads.get(bare(name[:LONGEST]), [])

    def near(self, name: str, most: int = 5, least: float = 0.6) -> list[Near]:
        """Places whose name, or its head, is nearly this one; the likest first.

        Parameters
        ----------
        name : str
        most : int
            As many as are returned at most.
        least : float
            Likeness (0 to 1) below which a name is another one.
        """
        sought = bare(name[:LONGEST])
        shared: Counter[str] = Counter()
        for part in _parts(sought):
            shared.update(self._parts.get(part, ()))
        own = len(_parts(sought))
        ranked = sorted(
            shared, key=lambda key: (-2.0 * shared[key] / (own + len(_parts(key))), key)
        )
        found: dict[int, float] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(sought)
        for key in ranked[:COMPARED]:
            matcher.set_seq1(key)
            likeness = matcher.ratio()
            if likeness >= least:
                for place in {*self._bare.get(key, ()), *self._heads.get(key, ())}:
                    found[place] = max(found.get(place, 0.0), likeness)
        order = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Near(place, likeness) for place, likeness in order[:most]]

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """Names and heads that hold each run of three letters."""
        result: dict[str, list[str]] = {}
        for key in {**self._bare, **self._heads}:
            for part in _parts(key):
                result.setdefault(part, []).append(key)
        return result


def _by_key(keys: Sequence[str]) -> dict[str, list[int]]:
    result: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        result.setdefault(key, []).append(place)
    return result


def _parts(key: str) -> set[str]:
    """Runs of three letters, with the ends of the name marked."""
    padded = f"  {key} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)} if key else set()
