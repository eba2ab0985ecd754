"""An index of names: the same, of one head, or nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from analysis.names.folding import fold
from analysis.names.keys import bare
from simulation.places.traits import name_key

if TYPE_CHECKING:
    from analysis.names.spelling import Trigrams

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
        return self._same.get(fold(name)) or self._bare.get(bare(name), [])

    def of_head(self, name: str) -> list[int]:
        """Places whose name begins so and goes on with a river, a region or a neighbour."""
        return self._heads.get(bare(name), [])

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
        found: dict[int, float] = {}
        (alike,) = self._spelt.alike([bare(name)], COMPARED, least)
        for key, likeness in alike:
            for place in {*self._bare.get(key, ()), *self._heads.get(key, ())}:
                found[place] = max(found.get(place, 0.0), likeness)
        order = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [Near(place, likeness) for place, likeness in order[:most]]

    @cached_property
    def _spelt(self) -> Trigrams:
        from analysis.names.spelling import Trigrams  # slow to import; most names are well spelt

        return Trigrams(sorted({**self._bare, **self._heads}))


def _by_key(keys: Sequence[str]) -> dict[str, list[int]]:
    result: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        result.setdefault(key, []).append(place)
    return result
