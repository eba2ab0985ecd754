"""Traits of places: their role, their nature, and the name under which they are compared.

The flags ship as ``traits.parquet``; ``traits.json`` beside it holds the rules, how often they
err and what they miss, and ``python -m simulation.places.build`` builds it again.

========== =====================================================================================
trait      a municipality has it if it is ...
========== =====================================================================================
``seat``   the capital of its country or the seat of a first-order division (Land, region,
           voivodeship, state)
``centre`` the first place of its district by rank and size: county town, préfecture, a German
           town that is a district of its own
``port``   on a sea coast, or a sea port up a river
``spa``    a spa by its name (Bad, -les-Bains, Terme, Lázně, -Zdrój ...), or one of UNESCO's
           Great Spa Towns of Europe
========== =====================================================================================
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["TABLE", "TRAITS", "load_traits", "name_key", "traits_of"]

TRAITS: tuple[str, ...] = ("seat", "centre", "port", "spa")
TABLE = Path(__file__).with_name("traits.parquet")

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)
_BRACKETS = re.compile(r"\([^)]*\)|[/,].*")
_WORD = re.compile(r"[^\W_]+")
_SAINT = frozenset({"st", "ste", "sankt", "saint", "sainte"})
_ARTICLES = frozenset(
    word
    for words in (
        ("der", "die", "das", "den", "de", "het", "the"),
        ("la", "le", "les", "l", "el", "los", "las"),
        ("il", "lo", "gli", "i", "o", "a", "os", "as"),
    )
    for word in words
)
_LOCATIVES = frozenset(
    word
    for words in (
        ("am", "an", "auf", "bei", "beim", "im", "in", "ob", "unter", "unterm", "vor", "vorm"),
        ("sur", "sous", "en", "les", "lez"),  # lès and lez: near
        ("on", "upon", "under", "by"),
        ("aan", "bij", "op"),
        ("sul", "sulla", "sull", "sulle", "sullo", "nel", "nella", "nell"),
        ("nad", "pod", "u", "na", "v", "pri"),
        ("sobre",),
    )
    for word in words
)
"""Words after which a name goes on with the river, the region or the neighbour."""


@cache
def load_traits() -> pl.DataFrame:
    """Return the municipalities that have a trait, sorted by ``id``.

    Returns
    -------
    polars.DataFrame
        ``id`` as in the places, and a Boolean column for each of :data:`TRAITS`.
    """
    return pl.read_parquet(TABLE)


def traits_of(frame: pl.DataFrame) -> NDArray[np.bool_]:
    """Flags of the places of a frame, in its order.

    Parameters
    ----------
    frame : polars.DataFrame
        Places with a column ``id``.

    Returns
    -------
    numpy.ndarray of bool, shape (n, len(TRAITS))
        In the order of :data:`TRAITS`; false for places that the table does not hold.
    """
    joined = frame.select("id").join(
        load_traits(), on="id", how="left", maintain_order="left", validate="m:1"
    )
    flags: NDArray[np.bool_] = joined.select(pl.col(TRAITS).fill_null(value=False)).to_numpy()
    return flags.astype(np.bool_)


def name_key(name: str) -> str:
    """Name without what tells namesakes apart: case, accents, articles, rivers and regions.

    ``Frankfurt am Main`` and ``Frankfurt (Oder)`` become ``frankfurt``, ``Châlons-en-Champagne``
    ``chalons``, ``St. Georgen`` and ``Sankt Georgen`` ``saint georgen``. Names that only mean
    the same (Neustadt, Villeneuve) stay apart.
    """
    plain = name.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
        plain = plain.translate(_LETTERS)
    words = _WORD.findall(_BRACKETS.sub("", plain)) or _WORD.findall(plain)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    end = next((k for k, word in enumerate(words) if k and word in _LOCATIVES), len(words))
    return " ".join("saint" if word in _SAINT else word for word in words[:end])
