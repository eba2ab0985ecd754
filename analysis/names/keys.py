"""Names as they are compared: without accents, articles, hyphens and what only tells more.

A name has three keys. ``whole`` is all of its words but small ones; ``core`` ends before a river,
a region or a bracket; ``more`` holds the words after that, which may tell namesakes apart.
``Frankfurt (Oder)`` has the core ``frankfurt`` and more ``oder``; ``Châlons-en-Champagne`` the
whole ``chalonschampagne`` and the core ``chalons``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analysis.names.folding import LONGEST, RELATION, SMALL, folded, plain, words_of

_BRACKET = re.compile(r"\(([^()]*)\)?|\[([^\]]*)\]?")
_DOUBLE = re.compile(r"^(\w{4,}) ?- ?\w{4,}$")
_CUT = re.compile(r"[,;/]| - | – ")
_ABBREVIATED = re.compile(
    r"(?<![^\W\d_])(?:"
    r"(?P<an>a\.? ?d\.)|(?P<in>i\.? ?d\.)|(?P<vor>v\.? ?d\.)|(?P<ob>o\.? ?d\.)"
    r"|(?P<am>a\.)|(?P<im>i\.)|(?P<bei>b\.)|(?P<saint>sta?e?\.)"
    r")"
)
_GLUED = re.compile(r"(?<=[a-zäöüß])([ai]\.(?:d\.)?)(?= ?[A-ZÄÖÜ])")
_FULL = {
    "an": " an der ",
    "in": " in der ",
    "vor": " vor der ",
    "ob": " ob der ",
    "am": " am ",
    "im": " im ",
    "bei": " bei ",
    "saint": " saint ",
}
_ANYWHERE = re.compile(
    r"\b(?:landeshauptstadt|universitätsstadt|hansestadt|lutherstadt|kreisstadt|kreisfreie stadt|"
    r"große kreisstadt|verbandsgemeinde|samtgemeinde|gemeindeverwaltungsverband|"
    r"verwaltungsgemeinschaft|einheitsgemeinde|ortsgemeinde|"
    r"(?:london |metropolitan |royal |county )?borough(?: council)?(?: of)?|district council|"
    r"city council|town council)\b"
)
_EDGE = re.compile(
    r"^(?:stadt|gemeinde|markt|flecken|ville de|ville d|commune de|commune d|commune|comune di|"
    r"comune|città di|city of|town of|township of|district of|district|miasto|gmina|město|mesto|"
    r"obec|gemeente) (?=\w)"
)
_AREA = re.compile(
    r"^(?:d[ée]p(?:artement|artment)?\b\.?|département|kreis|landkreis|krs\.?) ?(?:de |du |d )?"
)
_SHORT = frozenset({"b", "v", "von", "vom", "dor"})
"""What people write for a relation, beside those words."""
_KIND = re.compile(r"^(?:stadt|gemeinde|markt|flecken|hauptstadt|city|town|gmina|miasto|ville)$")
"""What a register writes before a name, after it or in a bracket to say what it is."""
DISTRICT = re.compile(
    r"\b(?:land)?kreis\b|\bkrs\b|\blkr\b|\(kreis\)|\bpowiat\b|\bprovinz\b|\bprovince\b|"
    r"\bprovincia\b|\bdép?\b|\bd[ée]p(?:art[ée]ment)?\b|\bokres(?:ni)?\b|\bbezirk\b|\bcounty\b|"
    r"\bwojew\w+|\bkomitat\b|\bregion\b|\bregierungsbezirk\b|\boblast\b|\brayon\b",
    re.IGNORECASE,
)
"""What a register writes with the name of a district, a county or a region."""


@dataclass(frozen=True)
class Keys:
    """A name as it is compared.

    Attributes
    ----------
    whole, core : words without spaces, ASCII where the script has one
    more : words that tell more: river, region, neighbour, content of brackets
    others : whole keys of further names of the same place (bilingual names, names in brackets)
    half : key of the first half of a double name (Korntal-Münchingen), else empty
    full : key of everything, brackets and what follows a slash too, else empty
    """

    whole: str
    core: str
    more: frozenset[str]
    others: tuple[str, ...] = ()
    half: str = ""
    full: str = ""


@lru_cache(maxsize=65_536)
def simple_key(name: str) -> str:
    """The whole key of a name that carries nothing more: what lists of places hold."""
    words = words_of(plain(_BRACKET.sub(" ", name)))
    return _joined(words)


def keys_of(name: str) -> Keys:
    """The keys of a name as a register writes it."""
    text = _expanded(name[:LONGEST])
    inside = [one or two for one, two in _BRACKET.findall(text)]
    outside = _BRACKET.sub(" , ", text)
    parts = [bare for part in _CUT.split(outside) if (bare := _bare(part))]
    head = parts[0] if parts else outside
    words = words_of(plain(head)) or words_of(plain(text))
    end = next((k for k, word in enumerate(words) if k and word in RELATION), len(words))
    further = [*parts[1:], *filter(None, map(_bare, inside))]
    more = {word for part in further for word in words_of(plain(part)) if word not in SMALL}
    more |= {word for word in words[end:] if word not in SMALL | RELATION}
    others = (_joined(words_of(plain(part))) for part in further)
    whole = _joined(words)
    return Keys(
        whole,
        _joined(words[:end]),
        frozenset(folded(word) for word in more),
        tuple(dict.fromkeys(key for key in others if len(key) > 2 and key != whole)),
        _joined(words_of(plain(hit[1]))) if (hit := _DOUBLE.match(head.strip())) else "",
        _joined(words_of(plain(" ".join([head, *further])))) if further else "",
    )


def _bare(part: str) -> str:
    """A part of a name without what says what it is; empty if nothing else is in it."""
    text = " ".join(_ANYWHERE.sub(" ", part).split()).strip(" .-")
    text = _AREA.sub("", text)
    return "" if _KIND.match(text) else _EDGE.sub("", text)


def _expanded(name: str) -> str:
    """Abbreviations in full: ``a.d.`` is ``an der``, ``b.`` is ``bei``."""
    text = _GLUED.sub(r" \1 ", name).casefold()
    return _ABBREVIATED.sub(lambda hit: _FULL[str(hit.lastgroup)], text)


def _joined(words: list[str]) -> str:
    """Words as one key; small words and relations are left out, unless there are no others."""
    return folded("".join(_large(words)))


def _large(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL and word not in RELATION] or words


def bare(name: str) -> str:
    """Words of a name without small ones and relations, abbreviations in full, umlauts bare.

    ``Neustadt a.d. Aisch``, ``Neustadt/Aisch`` and ``Neustadt an der Aisch`` are one; so are
    ``Düsseldorf``, ``Duesseldorf`` and ``Dusseldorf``.
    """
    words = words_of(plain(_expanded(name[:LONGEST])))
    large = [word for word in _large(words) if word not in _SHORT] or words
    return " ".join(map(folded, large))
