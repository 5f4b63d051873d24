"""Slugs made of names in any script: readable as far as they can be, and different wherever the names are."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST, _MARK = 40, 6
# What Unicode's own names of letters do not say well. Everything else is taken from them.
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёґєіїўђјљњћџ"
_SPELLED = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya yo g ye i yi u dj j lj nj c dz"
_LETTERS = dict(zip(_CYRILLIC, _SPELLED.split(), strict=True))
_LETTERS |= {"ß": "ss", "œ": "oe", "þ": "th", "ð": "d", "đ": "d"}
# Alphabets whose letters have names that begin with their sound: alpha, feh, shin.
_ALPHABETS = ("GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN", "COPTIC", "SYRIAC")
_NAMED = re.compile(r"(\w+)(?: \w+)*? (?:LETTER|SYLLABLE|CHARACTER) (?:SMALL )?(.+?)(?: (?:WITH|FINAL) .*)?")


def slug_of(name: str) -> str:
    """A slug made of *name*: small letters, digits and hyphens; empty where there is nothing but punctuation.

    Letters with accents become plain ones. Where anything else would be lost, as in other scripts or of a long name, a
    few signs made of the whole name come last, so that other names have other slugs and the same name always has the
    same.
    """
    if not _loses(name) and len(_joined(_ascii(name))) <= _LONGEST:
        return plain_slug(name)
    folded = unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
    spelled = _joined("".join(_spelled(sign) for sign in unicodedata.normalize("NFC", name).lower()))
    readable = spelled[: _LONGEST - _MARK - 1].strip("-") or "cohort"
    return f"{readable}-{hashlib.sha256(folded.encode()).hexdigest()[:_MARK]}"


def plain_slug(name: str) -> str:
    """The slug that 0.1.0 made of *name*, in which everything but Latin letters and digits is lost."""
    return _joined(_ascii(name).lower())[:_LONGEST].strip("-")


def is_named(slug: str, name: str, *, old: bool) -> bool:
    """Whether a cohort called *slug* is the one that *name* names; *old*: its folder may be one of 0.1.0."""
    return slug == slug_of(name) or (old and slug == plain_slug(name))


def _loses(name: str) -> bool:
    """Whether a letter, a digit or a picture in *name* has nothing that stands for it among the plain letters."""
    return any(
        unicodedata.category(sign)[0] in "LNS" and not _ascii(sign) for sign in unicodedata.normalize("NFC", name)
    )


def _spelled(sign: str) -> str:
    """How a sign is written with plain letters; a hyphen for what parts words."""
    if sign in _LETTERS:
        return _LETTERS[sign].strip(".")
    if plain := _ascii(sign):
        return plain
    name = unicodedata.name(sign, "")
    if unicodedata.category(sign) == "So":
        return f"-{name}-"
    letter = _NAMED.fullmatch(name)
    if letter is None:
        return "" if unicodedata.category(sign)[0] in "LNM" else "-"
    return letter[2][0] if letter[1] in _ALPHABETS else letter[2].split()[-1]


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _joined(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
