"""Names that are spelt much alike: an index of three-letter pieces, then a comparison in full."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
from scipy.sparse import csr_matrix

CANDIDATES = 6
"""Names that are compared in full."""
LEAST = 0.8
"""Likeness below which two names are different names (0-1, share of letters in common order)."""
BATCH = 256


class Trigrams:
    """An index of names by their pieces of three letters.

    Parameters
    ----------
    names : keys, each once
    """

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._columns: dict[str, int] = {}
        rows, columns = self._pieces(names, grow=True)
        often = np.bincount(columns, minlength=max(len(self._columns), 1))
        # a piece that few names have tells more
        self._weight = np.log((1 + len(names)) / (1 + often)) + 1.0
        self._index = self._matrix(rows, columns, len(names)).T.tocsr()

    def alike(
        self, keys: list[str], compared: int = CANDIDATES, least: float = LEAST
    ) -> list[list[tuple[str, float]]]:
        """For each key the names like it, best first, with the likeness (0-1).

        Parameters
        ----------
        keys : what is sought
        compared : names that share most pieces with it, which are then compared in full
        least : likeness below which two names are different names
        """
        found: list[list[tuple[str, float]]] = []
        for first in range(0, len(keys), BATCH):
            batch = keys[first : first + BATCH]
            rows, columns = self._pieces(batch, grow=False)
            shared = (self._matrix(rows, columns, len(batch)) @ self._index).tocsr()
            for number, key in enumerate(batch):
                part = slice(shared.indptr[number], shared.indptr[number + 1])
                found.append(
                    self._best(key, shared.indices[part], shared.data[part], compared, least)
                )
        return found

    def _best(
        self, key: str, columns: np.ndarray, shared: np.ndarray, compared: int, least: float
    ) -> list[tuple[str, float]]:
        order = np.lexsort((columns, -shared))[:compared]
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(key)
        likeness = []
        for column in columns[order]:
            name = self._names[int(column)]
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= least and (ratio := matcher.ratio()) >= least:
                likeness.append((name, ratio))
        return sorted(likeness, key=lambda pair: (-pair[1], pair[0]))

    def _pieces(self, names: list[str], *, grow: bool) -> tuple[list[int], np.ndarray]:
        rows, columns = [], []
        known = self._columns
        for row, name in enumerate(names):
            padded = f"^{name}$"
            for start in range(len(padded) - 2):
                piece = padded[start : start + 3]
                if grow:
                    column = known.setdefault(piece, len(known))
                elif (column := known.get(piece, -1)) < 0:
                    continue
                rows.append(row)
                columns.append(column)
        return rows, np.array(columns, dtype=np.int64)

    def _matrix(self, rows: list[int], columns: np.ndarray, height: int) -> csr_matrix:
        """Weights of the pieces of each name, every row of length one."""
        shape = (height, len(self._columns))
        matrix = csr_matrix((self._weight[columns], (rows, columns)), shape=shape)
        length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        scale = csr_matrix(
            (1 / np.where(length > 0, length, 1), (range(height), range(height))), (height, height)
        )
        return csr_matrix(scale @ matrix)
