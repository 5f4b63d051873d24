"""Finding the names of a roster in a text, however they are written there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kit.publishing.masking.words import Folded, Found, MaskWords, fold

# The forms in which a name of the roster turns up: its parts, nicknames, initials, and what logins are made of.

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
        likely = [part for part in near if _one_edit(part, word)]
        return max(likely, key=lambda part: (part in self.own, len(part))) if likely else None

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
    pieces = [word.strip("'.-") for word in re.findall(r"[^\W\d_][^\s,;]*", folded)]
    kept = [word for word in pieces if word and word not in words.titles]
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
    together: dict[str, set[str]] = defaultdict(set)
    for group in words.nicknames:
        for name in group:
            together[name] |= set(group)
    return together


def _shortened(word: str) -> Iterator[str]:
    """*word* with each of its letters left out."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _one_edit(word: str, other: str) -> bool:
    """Whether a letter too many, too few, another one, or two that changed places tell both words apart."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    a, b = word[start:], other[start:]
    if len(word) == len(other):
        return a[1:] == b[1:] or (len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[1:] == shorter


_PIECE = re.compile(r"[^\W_]+")
# A sign between letters that stands for one of them.
_DISGUISE = re.compile(r"(?<=[^\W\d_])[@$!|€](?=[^\W\d_])|(?<![^\s(])[@$](?=[^\W\d_]{2})")
_MEANT = {"@": "a", "$": "s", "!": "i", "|": "l", "€": "e"}
_DIGITS = tuple(str.maketrans("0134578", f"o{one}eastb") for one in "il")

_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .,_*·/-]{1,3}[^\W\d_]){2,40}(?![^\W_])")
_INITIALS = re.compile(
    r"(?<![^\W_])(?P<a>[^\W\d_])(?P<gap>\. ?|-| )(?P<b>[^\W\d_])(?:(?:\. ?|-| )(?P<c>[^\W\d_]))?(?![^\W_])\.?"
)
_BREAK = re.compile(r"[-\u2010]? {0,3}\n[ \n]{0,3}")
_TIGHT = frozenset({"'", "-", ".", "_", "--"})
_APART = re.compile(r"(?:[ \n]{1,3}|, ?|[-.] ?|\. ?)")
_MOST_PIECES = 5

# Words that look like initials in small letters.
_NO_INITIALS = frozenset({"am", "pm", "eg", "ie", "ps", "us", "uk", "aka", "zb"})


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    word: str


class Names:
    """The names of a roster, to be found in folded texts."""

    def __init__(self, forms: Forms, words: MaskWords, ordinary: frozenset[str]) -> None:
        self._forms = forms
        self._titles = frozenset(words.titles)
        self._suffixes = frozenset(words.suffixes)
        self._particles = frozenset(words.particles)
        self._abbreviations = frozenset(words.abbreviations)
        self._ordinary = ordinary

    def find(self, text: Folded) -> Iterator[Found]:
        """Where names stand, parts of one name as one; sorted and apart from each other."""
        view = _DISGUISE.sub(lambda found: _MEANT[found[0]], text.text)
        pieces = [_Piece(*found.span(), found[0]) for found in _PIECE.finditer(view)]
        sure = [*self._words(text, pieces), *self._runs(view, pieces), *self._spelled(view)]
        sure += [*self._initials(text, view), *self._titled(text, pieces, view)]
        whole = self._joined(view, sorted({*self._grown(text, view, pieces, sure), *sure, *self._unspaced(view)}))
        return ((start, end, "name") for start, end in whole)

    def _words(self, text: Folded, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
        shouted = not any(sign.islower() for sign in text.original)
        for place, piece in enumerate(pieces):
            after = pieces[place + 1] if place + 1 < len(pieces) else None
            owning = after is not None and after.word == "s" and text.text[piece.end : after.start] == "'"
            named = any(self._is_name(text, piece, word, owning=owning) for word in _read(piece.word))
            if named or self._is_initials(text, piece, shouted=shouted):
                yield piece.start, piece.end

    def _is_name(self, text: Folded, piece: _Piece, word: str, *, owning: bool) -> bool:
        forms, capital = self._forms, text.is_capital(piece.start)
        if word in forms.parts:
            return capital or owning or word not in self._ordinary
        if word in forms.joined:
            return word not in self._ordinary
        if word in self._ordinary or len(word) < 3:
            return False
        if capital and (word in forms.beginnings or (word.endswith("s") and word[:-1] in forms.parts)):
            return True
        meant = forms.is_typo(word)
        return meant is not None and (capital or (len(meant) > 4 and meant in forms.own))

    def _is_initials(self, text: Folded, piece: _Piece, *, shouted: bool) -> bool:
        word = piece.word
        if word not in self._forms.initials or word in self._abbreviations or (shouted and word in self._ordinary):
            return False
        return all(text.is_capital(place) for place in range(piece.start, piece.end))

    def _runs(self, view: str, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
        """Names in pieces: at a line's end, with a hyphen or an apostrophe in them, or with the dots of a login."""
        for first in range(len(pieces)):
            run, gaps = pieces[first].word, set[str]()
            for last in range(first + 1, min(first + _MOST_PIECES, len(pieces))):
                gap = view[pieces[last - 1].end : pieces[last].start]
                if gap not in _TIGHT and not _BREAK.fullmatch(gap) and not self._both_named(pieces, last, gap):
                    break
                gaps.add(gap)
                run += pieces[last].word
                whole = pieces[first : last + 1]
                if any(self._is_run(word, whole, gaps) for word in _read(run)):
                    yield pieces[first].start, pieces[last].end

    def _both_named(self, pieces: Sequence[_Piece], last: int, gap: str) -> bool:
        # In small letters two names that are words elsewhere are known by standing together, as in "mark brown".
        parts = self._forms.parts
        return gap == " " and pieces[last - 1].word in parts and pieces[last].word in parts

    def _is_run(self, run: str, pieces: Sequence[_Piece], gaps: set[str]) -> bool:
        if run in self._forms.joined or (len(run) > 2 and run in self._forms.parts):
            # Two words that only happen to follow each other across a line's end are no name.
            return not any(gap.strip(" ") == "\n" for gap in gaps) or not all(map(self._is_ordinary, pieces))
        whole = gaps <= {"'", "-"} and len(run) > 4 and pieces[-1].word != "s"
        return whole and self._forms.is_typo(run) is not None

    def _is_ordinary(self, piece: _Piece) -> bool:
        return piece.word in self._ordinary and (len(piece.word) > 1 or piece.word in "ai")

    def _spelled(self, view: str) -> Iterator[tuple[int, int]]:
        for match in _SPELLED.finditer(view):
            places = [at for at in range(*match.span()) if view[at].isalpha()]
            letters = "".join(view[at] for at in places)
            for first in range(len(letters)):
                for last in range(len(letters), first + 2, -1):
                    if letters[first:last] in self._forms.parts or letters[first:last] in self._forms.joined:
                        yield places[first], places[last - 1] + 1
                        break

    def _initials(self, text: Folded, view: str) -> Iterator[tuple[int, int]]:
        for match in _INITIALS.finditer(view):
            letters = [name for name in "abc" if match[name]]
            word = "".join(match[name] for name in letters)
            capitals = all(text.is_capital(match.start(name)) for name in letters)
            known = word in self._forms.initials or word[:2] in self._forms.initials
            if known and (capitals or ("." in match["gap"] and word not in _NO_INITIALS)):
                yield match.span()

    def _titled(self, text: Folded, pieces: Sequence[_Piece], view: str) -> Iterator[tuple[int, int]]:
        """Whoever is called by a title, on the roster or not."""
        for place, piece in enumerate(pieces[:-1]):
            if piece.word not in self._titles:
                continue
            last = None
            for before, after in zip(pieces[place:], pieces[place + 1 : place + 4], strict=False):
                close = view[before.end : after.start] in (" ", ". ", ".", "-", "'")
                known = after.word in self._ordinary and len(piece.word) > 4
                if not close or not text.is_capital(after.start) or len(after.word) < 2 or known:
                    break
                last = after
            if last is not None:
                yield piece.start, last.end

    def _unspaced(self, view: str) -> Iterator[tuple[int, int]]:
        for name in self._forms.unspaced:
            at = view.find(name)
            while at >= 0:
                yield at, at + len(name)
                at = view.find(name, at + len(name))

    def _grown(
        self, text: Folded, view: str, pieces: Sequence[_Piece], sure: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """The pieces that are names, with what belongs to them on both sides."""
        marked = [any(a < piece.end and piece.start < b for a, b in sure) for piece in pieces]
        for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
            for place in order:
                sides = [other for other in (place - 1, place + 1) if 0 <= other < len(pieces) and marked[other]]
                if not marked[place] and any(self._belongs(text, view, pieces, place, other) for other in sides):
                    marked[place] = True
        return [(piece.start, piece.end) for piece, one in zip(pieces, marked, strict=True) if one]

    def _belongs(self, text: Folded, view: str, pieces: Sequence[_Piece], place: int, other: int) -> bool:
        """Whether a piece beside a name is part of it: an initial, a title, or a name that is a word elsewhere."""
        piece, name = pieces[place], pieces[other]
        gap = view[piece.end : name.start] if place < other else view[name.end : piece.start]
        if not _APART.fullmatch(gap):
            return False
        if len(piece.word) == 1 and piece.word.isalpha():
            dotted = view[piece.end : piece.end + 1] == "."
            return text.is_capital(piece.start) and (dotted or piece.word not in "ai") and "\n" not in gap
        if place > other and piece.word in self._suffixes:
            return True
        if place < other and piece.word in self._titles:
            return len(piece.word) < 5 or text.is_capital(piece.start)
        return piece.word in self._forms.parts and gap == " "

    def _joined(self, view: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Spans that touch, or have only a gap or a particle between them, as one; a final dot of an initial too."""
        made: list[tuple[int, int]] = []
        for start, end in spans:
            if made and (start <= made[-1][1] or self._is_gap(view, made[-1][1], start)):
                made[-1] = (made[-1][0], max(end, made[-1][1]))
            else:
                made.append((start, end))
        return [(start, end + (view[end : end + 1] == "." and _is_initial(view, end))) for start, end in made]

    def _is_gap(self, view: str, end: int, start: int) -> bool:
        """Whether what stands between two finds keeps them together: a space, a hyphen, a particle, an initial."""
        gap = view[end:start]
        words = gap.split()
        if not words or gap in ("-", "'"):
            return len(gap) < 4
        if gap.strip() == ".":
            return len(gap) < 4 and _is_initial(view, end)
        return all(word.strip("'-") in self._particles or re.fullmatch(r"[^\W\d_]\.?", word) for word in words)


def _is_initial(view: str, end: int) -> bool:
    """Whether the letter before *end* stands by itself."""
    return end < 2 or not view[end - 2].isalnum()


def _read(word: str) -> Iterator[str]:
    """The ways in which a word with digits in it can be read: as letters, or as a login with a number."""
    yield word
    if any(sign.isdigit() for sign in word) and sum(sign.isalpha() for sign in word) > 1:
        yield word.rstrip("0123456789")
        for digits in _DIGITS:
            yield word.translate(digits)
