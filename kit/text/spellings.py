"""Participants' codes as people and programs write them: one rule for which spellings are one code, and which may be.

Two spellings with the same ``folded`` are one code. Two with the same ``looks`` may be one: a spreadsheet has changed
it, or a hand or an eye has taken one sign for another. Then somebody has to be asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Signs that people take for others: letters of other scripts, and what shows nothing at all.

# Letters that are written with others, or that no decomposition turns into Latin ones.
SPELLED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
# What looks like a Latin letter and is another script's; written beside the letters they look like.
_LOOK_ALIKES = {
    "a": "аɑα",
    "b": "ЬвʙβЪ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєεҽ",
    "f": "ғƒ",
    "g": "ɡɢց",
    "h": "һнհʜ",
    "i": "іιɩɪ",
    "j": "јϳ",
    "k": "кκᴋ",
    "l": "ӏʟⅼ",
    "m": "мʍᴍ",
    "n": "пηոɴ",
    "o": "оοօᴏ",
    "p": "рρᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "ѕꜱ",
    "t": "тτᴛ",
    "u": "υսᴜ",
    "v": "ѵνᴠ",
    "w": "ѡԝωᴡ",
    "x": "хχ",
    "y": "уγүʏ",
    "z": "ᴢ",
}
LATIN = {sign: latin for latin, signs in _LOOK_ALIKES.items() for sign in signs.casefold()}
# They belong to no category of invisible characters, and show nothing all the same.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


LONGEST = 200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "june", "july", "august", "september", "october", "november")
_MONTH = "(" + "|".join((*_LONG, "december", *_MONTHS, "sept")) + r")\.?"
_WHOLE = re.compile(r"[+-]?(\d+)[.,]0*")
_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d*)?|[+-]?[.,]\d+")
_POWER = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?e\+?(\d{1,2})")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[-/. ]?{_MONTH}(?:[-/. ,]*\d{{2,4}})?")
_MONTH_DAY = re.compile(rf"{_MONTH}[-/. ]?(\d{{1,4}})(?:[-/. ,]+\d{{2,4}})?")
_NUMBERS_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})\.?(?:[-/.]\d{2,4})?")
_YEAR_FIRST = re.compile(r"\d{4}[-/.](\d{1,2})[-/.](\d{1,2})")
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[A-Za-z]{2,}")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?")
_MOST_DIGITS = 15  # what a spreadsheet keeps of a number
# Taken for one another on paper and on screen; a small i is not, so that Kai and Kal stay two names.
_EYES = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0"})
_BETWEEN = re.compile("[\\s_.,'\u2019`\u00b4\u2010-\u2015-]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`", "'"))
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
# No vowels, so that no month and no word comes about; nothing that is taken for something else.
_FIRST, _THEN = "CDFGHJKMNPRTVWXY", "23456789"


@lru_cache(maxsize=65536)
def folded(code: str) -> str:
    """*code* as it is kept and compared: only its letters, digits and signs matter.

    Capitals, blanks, invisible signs, Unicode forms, kinds of dashes and of apostrophes do not matter. Neither does the
    ``.0`` that a program puts behind a number, nor the apostrophe that makes a cell a text. Empty where there is
    nothing in it.
    """
    text = _plain(code).translate(_DASHES).translate(_APOSTROPHES).casefold()
    number = _WHOLE.fullmatch(text)
    return number[1] if number else text


@lru_cache(maxsize=65536)
def looks(code: str) -> str:
    """What *code* is taken for when it is misread, or opened and saved in a spreadsheet; the same for all look-alikes.

    As a number: leading zeros, decimals and powers of ten go. As a date: day and month in either order. As letters: 0
    and O, 1, l and I, accents, punctuation between, and letters of other scripts.
    """
    plain = _plain(code)
    misread = "".join(map(_latin, _without_marks(plain))).translate(_EYES).casefold()
    for text in (folded(code), misread):
        read = _as_number(text) or _as_date(text)
        if read:
            return read
    parts = _BETWEEN.sub("", misread)
    return _as_number(parts) or re.sub(r"0+(?=\d)", _leading, parts)


def as_read(text: str) -> str:
    """*text* as the eye reads it: without accents and capitals, and with look-alike letters as Latin ones."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign)[0] != "C")
    return " ".join("".join(map(_latin, _without_marks(plain))).casefold().split())


def may_be_changed(code: str) -> bool:
    """Whether *code* is one that a spreadsheet takes for a number, a date or a time, so that it may be another one."""
    text = folded(code)
    return bool(_as_number(text) or _as_date(text) or _TIME.fullmatch(text))


def is_address(code: str) -> bool:
    """Whether *code* is an e-mail address, which is shown nowhere."""
    return bool(_ADDRESS.fullmatch(code.strip()))


def has_address(text: str) -> bool:
    """Whether an e-mail address stands in *text*."""
    return bool(_ADDRESS.search(text))


def without_addresses(text: str) -> str:
    """*text* with three dots in place of every e-mail address."""
    return _ADDRESS.sub("…", text)


def spellings(code: str) -> Iterator[str]:
    """How *code* may have been written before there was a rule: itself, then in other capitals and as a number."""
    text = unicodedata.normalize("NFC", code).strip()
    small, number = folded(code), _as_number(folded(code))
    numbers = [f"{number}{end}" for end in ("", ".0", ",0")] if number else []
    padded = [number.zfill(width) for width in range(2, 7)] if number else []
    spaced = [" ".join(part) for part in [re.findall(r"[^\W\d_]+|\d+", small)] if len(part) > 1]
    texts = [text, small, *spaced]
    texts += [one.replace("'", "\u2019") for one in texts if "'" in one]
    texts += [one.translate(_APOSTROPHES) for one in texts if one.translate(_APOSTROPHES) != one]
    cased = [made for one in texts for made in (one, one.lower(), one.upper(), one.title(), one.capitalize())]
    yield from dict.fromkeys(one for one in (*cased, *numbers, *padded) if one)


def drawn_codes() -> Iterator[str]:
    """Codes for sheets of paper, always the same 1,024: they come back from every program as they were.

    A letter first, no name of a month, no E between digits, and no two that are taken for one another.
    """
    for tens in _THEN:
        for ones in _THEN:
            yield from (f"{first}{tens}{ones}" for first in _FIRST)


def _plain(code: str) -> str:
    """*code* without blanks and without what cannot be seen, in one Unicode form and with plain digits."""
    signs = unicodedata.normalize("NFKC", code)
    kept = (
        str(unicodedata.decimal(sign, sign))
        for sign in signs
        if not sign.isspace() and sign not in BLANK and unicodedata.category(sign)[0] != "C"
    )
    return "".join(kept).lstrip("'\u2019`")


def _without_marks(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")


def _latin(sign: str) -> str:
    """The Latin letter that a letter of another script is taken for, as large or as small."""
    latin = LATIN.get(sign.casefold())
    return sign if latin is None else latin.upper() if sign.isupper() else latin


def _leading(zeros: re.Match[str]) -> str:
    """Zeros that stand before a number go; those within it stay."""
    return zeros[0] if zeros.start() and zeros.string[zeros.start() - 1].isdigit() else ""


def _as_number(text: str) -> str:
    """*text* as a spreadsheet writes it back if it takes it for a number; else empty."""
    power = _POWER.fullmatch(text)
    if power:
        sign, whole, part, ten = power[1], power[2], power[3] or "", int(power[4])
        text = f"{sign}{whole}{part[:ten].ljust(ten, '0')}" + (f".{part[ten:]}" if part[ten:] else "")
    if not _DECIMAL.fullmatch(text):
        return ""
    whole, _, part = text.lstrip("+").replace(",", ".").partition(".")
    sign, digits, part = whole[:1] if whole[:1] == "-" else "", whole.lstrip("-0"), part.rstrip("0")
    if len(digits) > _MOST_DIGITS:
        digits = digits[:_MOST_DIGITS] + "0" * (len(digits) - _MOST_DIGITS)
    return f"{sign}{digits or '0'}" + (f".{part}" if part else "")


def _as_date(text: str) -> str:
    """Day and month in one order, if a spreadsheet takes *text* for a date; else empty."""
    named = _DAY_MONTH.fullmatch(text)
    if named:
        return _day(int(named[1]), _month(named[2]))
    named = _MONTH_DAY.fullmatch(text)
    if named:
        return _day(int(named[2]), _month(named[1]))
    plain = _NUMBERS_DATE.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if (
        plain
        and any(1 <= int(one) <= 12 for one in plain.groups())
        and all(0 < int(one) <= 31 for one in plain.groups())
    ):
        return _day(int(plain[1]), int(plain[2]))
    return ""


def _day(first: int, other: int) -> str:
    low, high = sorted((first, other))
    return f"date {low}-{high}"


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1
