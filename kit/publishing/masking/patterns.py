"""What has a pattern: e-mail, phone numbers, links, handles, addresses as far as patterns go, dates and numbers.

All patterns run on the folded text. Every repetition is bounded, and what takes turns in one shares no sign with the
other, so that no text makes the search slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kit.publishing.masking.words import OPAQUE, Folded, Found, Kind, MaskWords

_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@])")
_AT = r"\s{0,3}(?:\(at\)|\[at\]|\{at\}|<at>)\s{0,3}"
_DOT = r"(?:\s{0,3}(?:\(dot\)|\[dot\]|\{dot\}|<dot>)\s{0,3}|\sdot\s|\.)"
_ADDRESSED = re.compile(rf"(?<!\w)(?:[a-z][a-z+.-]{{1,15}}://|www\.)[^\s{OPAQUE}<>\"]{{2,500}}")
_HANDLE = re.compile(r"(?<![\w@])<?@[\w][\w.-]{1,63}|(?<![\w/])/?u/[\w-]{2,40}")
_TRAILING = ".,;:!?)]}>'\"-"

# A token with a digit in it, and others of its kind that follow with little between them.
_WITH_DIGIT = r"(?>[^\W\d]{0,40}\d\w{0,40})"
_BETWEEN = r"[ .,:;/()'+*#\u2010-\u2015\u2044-]{1,3}"
_NUMBER = re.compile(rf"(?<!\w)[#№$€£¥+(]?{_WITH_DIGIT}(?:{_BETWEEN}{_WITH_DIGIT}){{0,12}}(?!\w)[%°]?")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?(?!\w)")
_FEWEST_DIGITS = 7
_HOME = "US"  # whose numbers have as many digits as most; those of other countries are found as numbers all the same


class Patterns:
    """The patterns of one set of words."""

    def __init__(self, words: MaskWords, ordinary: frozenset[str]) -> None:
        self._ordinary = ordinary
        self._strong = frozenset(words.streets)
        name = r"(?:[^\W\d_][\w'-]{0,30}\.?)"
        strong, every = _any_of(words.streets), _any_of((*words.streets, *words.streets_weak))
        ending = _any_of(words.domains)
        self._spelled_email = re.compile(
            rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,24}}){{1,4}}"
            rf"|\sat\s[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{0,3}}{_DOT}(?:{ending}))(?!\w)"
        )
        self._domain = re.compile(
            rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,6}}(?:{ending})(?![\w-])(?:[/?#][^\s{OPAQUE}]{{0,300}})?"
        )
        self._numbered = re.compile(rf"(?<!\w)\d{{1,5}}[a-z]?,? (?:{name} ){{1,4}}(?P<street>{every})(?!\w)\.?")
        self._named = re.compile(rf"(?<!\w)(?:{name} ){{1,3}}(?:{strong})(?!\w)\.?(?: \d{{1,5}}[a-z]?(?!\w))?")
        joined = _any_of(words.streets_joined)
        self._compound = re.compile(rf"(?<!\w)[^\W\d_]{{3,30}}(?:{joined})\.? \d{{1,5}} ?[a-z]?(?!\w)")
        first = _any_of(words.streets_first)
        link = _any_of(words.particles)
        self._first = re.compile(
            rf"(?<!\w)(?:\d{{1,5}},? )?(?:{first}) (?:(?:{link}) ){{0,3}}(?P<name>{name})(?:,? \d{{1,5}})?(?!\w)"
        )
        self._door = re.compile(rf"(?<!\w)(?:{_any_of(words.doors)})\.? ?#? ?\d{{1,5}}[a-z]?(?!\w)")
        months = _any_of((*words.months, *words.months_short))
        day = r"\d{1,4}(?:st|nd|rd|th|er|º|\.)?"
        self._date = re.compile(
            rf"(?<!\w)(?:{day}[ ,/-]{{0,2}}(?:of |de )?)?(?P<month>{months})(?!\w)\.?"
            rf"(?:[ ,/-]{{1,2}}(?:of |de )?{day}(?!\w)){{0,2}}"
        )
        self._careful_months = frozenset((*words.months_that_are_words, *words.months_short))

    def contacts(self, text: Folded) -> Iterator[Found]:
        """E-mail addresses, links, handles, phone numbers and places; what is found may overlap."""
        yield from _spans(_EMAIL, text, "email")
        yield from _spans(self._spelled_email, text, "email")
        for pattern in (_ADDRESSED, self._domain):
            yield from _trimmed(pattern, text, "link")
        yield from _trimmed(_HANDLE, text, "handle")
        yield from self._addresses(text)
        if sum(sign.isdigit() for sign in text.text) >= _FEWEST_DIGITS:
            from phonenumbers import Leniency, PhoneNumberMatcher  # noqa: PLC0415 - most texts need none of all it knows

            yield from _spans(_IBAN, text, "number")
            # As they are written at home, or abroad with a plus.
            numbers = PhoneNumberMatcher(text.text, _HOME, leniency=Leniency.POSSIBLE)
            yield from ((one.start, one.end, "phone") for one in numbers)

    def dates(self, text: Folded) -> Iterator[Found]:
        """Months, with the numbers beside them."""
        for match in self._date.finditer(text.text):
            alone = not any(sign.isdigit() for sign in match[0])
            if alone and match["month"] in self._careful_months and not text.is_capital(match.start("month")):
                continue
            yield *match.span(), "date"

    def numbers(self, text: Folded) -> Iterator[Found]:
        """Whatever has a digit in it."""
        return _spans(_NUMBER, text, "number")

    def _addresses(self, text: Folded) -> Iterator[Found]:
        for pattern in (self._compound, self._door):
            yield from _spans(pattern, text, "address")
        for match in self._numbered.finditer(text.text):
            if self._is_place(text, match):
                yield *match.span(), "address"
        for match in self._first.finditer(text.text):
            if text.is_capital(match.start("name")):
                yield *match.span(), "address"
        for match in self._named.finditer(text.text):
            start = self._first_capital(text, match)
            if start is not None:
                yield start, match.end(), "address"

    def _is_place(self, text: Folded, match: re.Match[str]) -> bool:
        """Whether the words between a number and "street" name one, rather than tell of "2 years down the road"."""
        *between, _ = _words(match)
        small_too = match["street"] in self._strong
        return all(text.is_capital(at) or (small_too and word not in self._ordinary) for at, word in between)

    def _first_capital(self, text: Folded, match: re.Match[str]) -> int | None:
        """Where a place begins that is written with capitals to its end; None where it is none."""
        words, start = _words(match), None
        for place, (at, word) in reversed(list(enumerate(words))):
            begins_sentence = place == 0 and word in self._ordinary and start is not None
            if not text.is_capital(at) or begins_sentence:
                break
            start = at
        return start if start is not None and sum(at >= start for at, _ in words) > 1 else None


def _words(match: re.Match[str]) -> list[tuple[int, str]]:
    """The words of what was found, and where they stand."""
    return [(match.start() + one.start(), one[0]) for one in re.finditer(r"[^\W\d_][\w'-]*", match[0])]


def _spans(pattern: re.Pattern[str], text: Folded, kind: Kind) -> Iterator[Found]:
    for match in pattern.finditer(text.text):
        yield *match.span(), kind


def _trimmed(pattern: re.Pattern[str], text: Folded, kind: Kind) -> Iterator[Found]:
    """Without the punctuation of the sentence around it."""
    for match in pattern.finditer(text.text):
        yield match.start(), match.start() + len(match[0].rstrip(_TRAILING)), kind


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
