"""The forms in which a name of the roster turns up: its parts, nicknames, initials, and what logins are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kit.publishing.masking.folding import fold
from kit.publishing.masking.words import MaskWords

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*", re.UNICODE)
_SHORTEST_LOGIN = 4
_SHORTEST_TYPO = 4
_SHORTEST_PREFIX = 3
# Scripts that put no space between words: there a name is looked for inside longer runs.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass
class Forms:
    """All forms of the names on a roster, folded.

    ``parts`` are words that are a name by themselves, ``own`` those of them that stand on the roster, ``joined`` are
    runs without a gap such as ``bsmith``, ``initials`` are two letters or three, ``beginnings`` are the starts of
    first names, ``unspaced`` are names in scripts that write words without a gap.
    """

    parts: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    unspaced: set[str] = field(default_factory=set)
    _near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def is_typo(self, word: str) -> str | None:
        """The part of a name that *word* is one edit away from, one of the roster's before a nickname; None without."""
        near = {part for key in (word, *_shortened(word)) for part in self._near.get(key, ())}
        found = [part for part in near if _one_edit(part, word)]
        return max(found, key=lambda part: (part in self.own, len(part))) if found else None

    def learn_typos(self) -> None:
        """Prepare ``is_typo`` for the parts there are."""
        for part in self.parts:
            if len(part) >= _SHORTEST_TYPO:
                for key in (part, *_shortened(part)):
                    self._near[key].add(part)


def forms_of(names: Iterable[str], words: MaskWords) -> Forms:
    """The forms of all *names*."""
    forms, nicknames = Forms(), _nicknames(words)
    for name in names:
        _add(forms, name, words, nicknames)
    forms.learn_typos()
    return forms


def _add(forms: Forms, name: str, words: MaskWords, nicknames: dict[str, set[str]]) -> None:
    parts = _parts(name, words)
    if not parts:
        return
    pieces = [piece for part in parts for piece in _pieces(part)]
    forms.own |= {piece for piece in pieces if len(piece) > 1}
    forms.parts |= forms.own
    forms.unspaced |= {piece for piece in pieces if _UNSPACED.search(piece)}
    callings = {other for part in parts[: max(1, len(parts) - 1)] for other in nicknames.get(part, ())}
    forms.parts |= callings
    for first in {piece for part in parts[:-1] or parts for piece in _pieces(part)}:
        forms.beginnings |= {first[:size] for size in range(_SHORTEST_PREFIX, len(first))}
    flat = [part.replace("'", "").replace("-", "") for part in parts]
    forms.initials |= {*_initials(flat), *_initials([piece for part in parts for piece in part.split("-")])}
    if len(flat) > 1:
        firsts = {flat[0], *_pieces(parts[0]), *callings}
        lasts = {flat[-1], *_pieces(parts[-1]), "".join(flat[1:])}
        forms.joined |= {one for first in firsts for last in lasts for one in _logins(first, last)}
        forms.joined |= {one + last for one in _initials(flat) for last in lasts}
        forms.joined.add("".join(flat))
    forms.joined |= {"".join(pair) for part in parts for pair in pairwise(_WORD.findall(part.replace("'", "-")))}
    forms.joined |= {part.replace("'", "").replace("-", "") for part in parts if len(part) > 1}


def _parts(name: str, words: MaskWords) -> list[str]:
    """The parts of a name, first name first, without titles, particles and what stands in brackets."""
    plain = re.sub(r"\([^)]*\)|\"[^\"]*\"", " ", name)
    extra = re.findall(r"[(\"]([^)\"]+)[)\"]", name)
    last, comma, first = plain.partition(",")
    folded = fold(f"{first} {last}" if comma else plain).text
    found = [word.strip("'.-") for word in re.findall(r"[^\W\d_][^\s,;]*", folded)]
    kept = [word for word in found if word and word not in words.titles]
    extras = {*words.particles, *words.suffixes}
    parts = [word for place, word in enumerate(kept) if place == 0 or word not in extras]
    # What stands in brackets is mostly what somebody is called.
    return parts[:1] + [fold(one).text.strip() for one in extra if one.strip().isalpha()] + parts[1:]


def _pieces(part: str) -> list[str]:
    """A part, and what it is made of: ``anna-lena`` is also anna and lena, ``o'neill`` is also oneill and neill."""
    made = [piece for piece in re.split(r"['.-]", part) if len(piece) > 1]
    return list(dict.fromkeys([part.replace("'", "").replace("-", "").replace(".", ""), *made]))


def _initials(parts: Sequence[str]) -> Iterator[str]:
    letters = [part[0] for part in parts if part]
    if len(letters) > 1:
        yield letters[0] + letters[-1]
        yield letters[-1] + letters[0]
        if len(letters) == 3:
            yield "".join(letters)


def _logins(first: str, last: str) -> Iterator[str]:
    starts = {first, *(first[:size] for size in (1, 2, 3))}
    made = {start + last for start in starts} | {last + start for start in starts}
    made |= {first + last[:size] for size in (1, 2, 3)} | {last[:size] + first for size in (1, 2, 3)}
    # Systems that allow eight letters cut the rest off.
    made |= {one[:8] for one in (first[:1] + last, last + first[:1], last[:6] + first[:2]) if len(one) > 8}
    yield from (one for one in made if len(one) >= _SHORTEST_LOGIN)


def _nicknames(words: MaskWords) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in words.nicknames:
        for one in group:
            found[one] |= set(group)
    return found


def _shortened(word: str) -> Iterator[str]:
    """*word* with each of its letters left out."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _one_edit(one: str, other: str) -> bool:
    """Whether a letter too many, too few, another one, or two that changed places tell both words apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(one) == len(other):
        return a[1:] == b[1:] or (len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[1:] == shorter
