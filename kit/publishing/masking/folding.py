"""A text as it is read rather than spelled: small, without accents and invisible characters, look-alikes as Latin.

Every folded character knows where it stands in the text, so that what is found there can be masked here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kit.text.lookalikes import BLANK, LATIN, SPELLED

OPAQUE = "\ufffc"  # stands where something is masked already

# Most texts are plain, and need none of the above.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLAIN = str.maketrans({"\t": " ", "`": "'"})
_APOSTROPHES = frozenset("’‘ʼ`´ʹ＇")


@dataclass(frozen=True)
class Folded:
    """The folded text, and for each of its characters the place in the original."""

    text: str
    places: Sequence[int]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters from *start* to before *end* stand in the original."""
        after = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], max(after, self.places[end - 1] + 1)

    def without(self, spans: Iterable[tuple[int, int, object]]) -> Folded:
        """The same with some spans hidden, so that nothing more is found in them or across them."""
        signs = list(self.text)
        for start, end, _ in spans:
            signs[start:end] = OPAQUE * (end - start)
        return replace(self, text="".join(signs))

    def is_capital(self, position: int) -> bool:
        """Whether the folded character stands for a capital, or for a letter of a script without small ones."""
        sign = self.original[self.places[position]]
        return sign.isupper() or sign.istitle() or (sign.isalpha() and not sign.islower())


def fold(text: str) -> Folded:
    """*text* folded, character by character."""
    if text.isascii() and not _CONTROL.search(text):
        return Folded(text.lower().translate(_PLAIN), range(len(text)), text)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        folded = _fold_sign(sign)
        signs.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(signs), places, text)


@lru_cache(maxsize=4096)
def _fold_sign(sign: str) -> str:
    if sign in "\n\r\u0085\u2028\u2029":
        return "\n"
    if sign in _APOSTROPHES:
        return "'"
    category = unicodedata.category(sign)
    if sign == "\t" or category[0] == "Z":
        return " "
    if category[0] == "C" or category in ("Mn", "Me") or sign in BLANK:
        return ""
    return "".join(
        LATIN.get(one, SPELLED.get(one, one))
        for part in unicodedata.normalize("NFKD", sign)
        if unicodedata.category(part) not in ("Mn", "Me")
        for one in _small(part)
    )


def _small(sign: str) -> str:
    return SPELLED.get(sign) or sign.casefold()
