"""Names as they are compared: without accents, articles, hyphens and what only tells more.

A name has three keys. ``whole`` is all of its words but small ones; ``core`` ends before a river,
a region or a bracket; ``more`` holds the words after that, which may tell namesakes apart.
``Frankfurt (Oder)`` has the core ``frankfurt`` and more ``oder``; ``Châlons-en-Champagne`` the
whole ``chalonschampagne`` and the core ``chalons``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
_SAINT = frozenset({"st", "ste", "sta", "sankt", "saint", "sainte", "santa", "sint", "szent"})
_SMALL = frozenset(
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
_RELATION = frozenset(
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


@lru_cache(maxsize=65_536)
def simple_key(name: str) -> str:
    """The whole key of a name that carries nothing more: what lists of places hold."""
    words = _words(plain(_BRACKET.sub(" ", name)))
    return _joined(words)


def keys_of(name: str) -> Keys:
    """The keys of a name as a register writes it."""
    text = _expanded(name[:LONGEST])
    inside = [one or two for one, two in _BRACKET.findall(text)]
    outside = _BRACKET.sub(" , ", text)
    parts = [bare for part in _CUT.split(outside) if (bare := _bare(part))]
    head = parts[0] if parts else outside
    words = _words(plain(head)) or _words(plain(text))
    end = next((k for k, word in enumerate(words) if k and word in _RELATION), len(words))
    further = [*parts[1:], *filter(None, map(_bare, inside))]
    more = {word for part in further for word in _words(plain(part)) if word not in _SMALL}
    more |= {word for word in words[end:] if word not in _SMALL | _RELATION}
    others = (_joined(_words(plain(part))) for part in further)
    whole = _joined(words)
    return Keys(
        whole,
        _joined(words[:end]),
        frozenset(folded(word) for word in more),
        tuple(dict.fromkeys(key for key in others if len(key) > 2 and key != whole)),
        _joined(_words(plain(hit[1]))) if (hit := _DOUBLE.match(head.strip())) else "",
        _joined(_words(plain(" ".join([head, *further])))) if further else "",
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


def _words(text: str) -> list[str]:
    return ["saint" if word in _SAINT else word for word in _WORD.findall(text)]


def _joined(words: list[str]) -> str:
    """Words as one key; small words and relations are left out, unless there are no others."""
    large = [word for word in words if word not in _SMALL and word not in _RELATION]
    return folded("".join(large or words))
