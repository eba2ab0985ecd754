"""One spelling for the many ways in which people write a name: what every comparison rests on."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Signs of a name that are looked at; no place has a longer one."""

_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\u0131": "i"}
    # apostrophes, and the accents that are typed in their place
    | dict.fromkeys("'\u2019\u2018\u0060\u00b4\u02bc\u2032\"", " ")
)
_UMLAUT = re.compile(r"(?<=[aou])e(?=[^aeiou]|$)")
"""The e of an umlaut that is written out: Duesseldorf, but not Bauer or Trier."""
_WORD = re.compile(r"[^\W_]+")
_SAINT = frozenset({"st", "ste", "sta", "sankt", "saint", "sainte", "santa", "sint", "szent"})
SMALL = frozenset(
    word
    for words in (
        ("der", "die", "das", "den", "dem", "des", "und"),
        ("de", "du", "d", "la", "le", "les", "l", "et"),
        ("el", "los", "las", "del", "y", "o", "a", "os", "as", "da", "do"),
        ("il", "lo", "gli", "i", "di", "dei", "della", "dell", "delle", "dello", "degli", "e"),
        ("and", "the", "of", "het", "van"),
    )
    for word in words
)
"""Articles and the like: they come and go between two spellings of a name."""
RELATION = frozenset(
    word
    for words in (
        ("am", "an", "auf", "bei", "beim", "im", "in", "ob", "unter", "unterm", "vor", "vorm"),
        ("zu", "zum", "zur", "sur", "sous", "en", "lez", "lès", "pres"),
        ("on", "upon", "under", "by", "near", "aan", "bij", "op"),
        ("sul", "sulla", "sull", "sulle", "sullo", "nel", "nella", "nell"),
        ("nad", "pod", "u", "na", "v", "pri", "w", "kolo", "sobre", "pe", "pie"),
    )
    for word in words
)
"""Words after which a name goes on with the river, the region or the neighbour."""


def plain(name: str) -> str:
    """Small letters without accents, and an umlaut as its bare letter; spaces stay."""
    text = name[:LONGEST].casefold().translate(_LETTERS)
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in parts if not unicodedata.combining(sign))
        text = text.translate(_LETTERS)
    return text


def folded(text: str) -> str:
    """The same without the e of written-out umlauts."""
    return _UMLAUT.sub("", text)


def words_of(text: str) -> list[str]:
    """The words of a plain text, every spelling of Saint as one; no signs between them."""
    return ["saint" if word in _SAINT else word for word in _WORD.findall(text)]


def fold(name: str) -> str:
    """Words without accents, apart by one space: ``Châlons-en-Champagne`` has three.

    Hyphens, slashes, brackets and stops part words; ``Sankt`` and its like are one.
    """
    return " ".join(words_of(plain(name)))
