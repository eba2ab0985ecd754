"""One spelling for the many ways in which people write a name."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"}
)
_WORD = re.compile(r"[^\W_]+")
_TWO_LETTERS = re.compile(r"(?<=[aou])e")
_SAINT = frozenset({"st", "ste", "skt", "sankt", "saint", "sainte"})
_LITTLE = frozenset(
    word
    for words in (
        ("a", "am", "an", "auf", "b", "bei", "d", "der", "die", "das", "dem", "den", "i", "im"),
        ("in", "ob", "o", "u", "und", "unter", "v", "vor", "dor", "vom", "von", "zu", "zum"),
        ("de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "sous", "lez"),
        ("on", "the", "upon", "of", "nad", "pod", "na", "del", "della", "di", "el", "los", "las"),
    )
    for word in words
)
"""Words that people leave out, shorten or change."""


def fold(name: str) -> str:
    """Lower case, no accents, words apart by one space: ``Châlons-en-Champagne`` has four.

    Hyphens, slashes, brackets and stops part words; ``Sankt`` and its like become ``st``.
    """
    plain = name.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
        plain = plain.translate(_LETTERS)
    return " ".join("st" if word in _SAINT else word for word in _WORD.findall(plain))


def bare(name: str) -> str:
    """`fold` without little words, and with ``ae``, ``oe``, ``ue`` as the umlauts they stand for.

    ``Neustadt a.d. Aisch``, ``Neustadt/Aisch`` and ``Neustadt an der Aisch`` are one; so are
    ``Düsseldorf``, ``Duesseldorf`` and ``Dusseldorf``.
    """
    words = fold(name).split()
    kept = [word for word in words if word not in _LITTLE] or words
    return " ".join(_TWO_LETTERS.sub("", word) for word in kept)
