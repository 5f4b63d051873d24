"""The masker: it replaces what must not be shared, says what it replaced, and never lets a half-masked text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from kit.answers.roster import names_to_mask
from kit.curriculum.reading import clean_text
from kit.errors import KitError, MaskingFailed
from kit.publishing.masking.names import Names, forms_of
from kit.publishing.masking.patterns import Patterns
from kit.publishing.masking.words import OPAQUE, Found, Kind, MaskWords, fold, load_words, ordinary_words
from kit.settings import Cohort

# What was masked can leave something beside it that is found only then; more rounds than these mean a fault.
_MOST_ROUNDS = 5
_INSIDE = re.compile(r"(?<=[\w,;:)'\u2019] )[^\W\d_][\w'\u2019-]+")
# Where two things overlap, the one that says most: an e-mail address has a name and a domain in it.
_RANKED: tuple[Kind, ...] = ("email", "link", "handle", "phone", "address", "date", "name", "number")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mask in a masked text: where it stands, and of which kind it is."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Masked:
    """A masked text and its masks in order; ``perhaps`` are words that may be names and were left as they are."""

    text: str = field(repr=False)
    marks: tuple[Mark, ...] = ()
    perhaps: tuple[tuple[int, int], ...] = ()


class Masker:
    """Masks texts for one roster. Making one takes some milliseconds, masking a text less than one."""

    def __init__(self, names: Iterable[str], words: MaskWords, ordinary: frozenset[str] = frozenset()) -> None:
        known = ordinary | frozenset(words.names_that_are_words)
        self._shown = words.shown_as
        self._kinds: dict[str, Kind] = {shown: kind for kind, shown in words.shown_as.items()}
        self._placeholder = re.compile("|".join(map(re.escape, self._kinds)), re.IGNORECASE)
        self._folded_kinds = {shown.casefold(): kind for shown, kind in self._kinds.items()}
        self._patterns = Patterns(words, known)
        self._names = Names(forms_of(names, words), words, known)
        self._ordinary = known

    def mask(self, text: str) -> Masked:
        """*text* tidied as the store keeps it, and masked; masking that again changes nothing.

        Raises MaskingFailed, which says nothing of the text, where anything goes wrong: then it is not shared.
        """
        try:
            return self._mask(text)
        except MaskingFailed:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever goes wrong, the text is not shared
            raise MaskingFailed(f"A text couldn't be masked ({type(fault).__name__}), so it isn't shared.") from None

    def _mask(self, text: str) -> Masked:
        masked = clean_text(text)
        for _ in range(_MOST_ROUNDS):
            finds = self.find(masked)
            if not finds:
                return Masked(text=masked, marks=tuple(self._marks(masked)), perhaps=tuple(self._perhaps(masked)))
            masked = clean_text(self._replaced(masked, finds))
        raise MaskingFailed("A text couldn't be masked, so it isn't shared.")

    def find(self, text: str) -> list[Found]:
        """Where in *text* something is to be masked, and of which kind it is; apart from each other and in order."""
        folded, finds = fold(self._hidden(text)), list[Found]()
        # A name in an e-mail address is part of the address, and digits in a login are part of a name.
        for finder in (self._patterns.contacts, self._names.find, self._patterns.dates, self._patterns.numbers):
            here = _apart([one for one in finder(folded) if one[0] < one[1]])
            folded = folded.without(here)
            finds += here
        # One sign of the text can be several folded ones, so what was apart there may overlap here.
        return _apart([(*folded.span(start, end), kind) for start, end, kind in finds])

    def _hidden(self, text: str) -> str:
        return self._placeholder.sub(lambda one: OPAQUE * len(one[0]), text)

    def _replaced(self, text: str, finds: list[Found]) -> str:
        parts, end = [], 0
        for start, after, kind in finds:
            parts += [text[end:start], self._shown[kind]]
            end = after
        return "".join([*parts, text[end:]])

    def _marks(self, text: str) -> Iterator[Mark]:
        for placeholder in self._placeholder.finditer(text):
            yield Mark(
                start=placeholder.start(), end=placeholder.end(), kind=self._folded_kinds[placeholder[0].casefold()]
            )

    def _perhaps(self, text: str) -> Iterator[tuple[int, int]]:
        """Words with a capital inside a sentence that the kit's own content does not know as words."""
        for word in _INSIDE.finditer(self._hidden(text)):
            capital = word[0][0].isupper() and not word[0].isupper()
            if capital and fold(word[0]).text.partition("'")[0] not in self._ordinary:
                yield word.span()


def _apart(finds: list[Found]) -> list[Found]:
    """Overlapping finds as one, of the kind that says most."""
    made: list[Found] = []
    for start, end, kind in sorted(finds, key=lambda one: (one[0], -one[1])):
        if made and start < made[-1][1]:
            before = made[-1]
            best = min(before[2], kind, key=_RANKED.index)
            made[-1] = (before[0], max(before[1], end), best)
        else:
            made.append((start, end, kind))
    return made


# The masker of one cohort: it knows the names of private/roster.csv, and learns them anew when that file changes.


class CohortMasker:
    """Masks texts for a cohort, from any thread. Making it reads nothing."""

    def __init__(self, cohort: Cohort) -> None:
        self._cohort = cohort
        self._made: tuple[tuple[str, ...], Masker] | None = None
        self._making = Lock()

    def mask(self, text: str) -> Masked:
        """*text* masked with the names that are on the roster now.

        Raises MaskingFailed where there are none, the file cannot be read, or anything else goes wrong: then the text
        is not shared.
        """
        return self._masker().mask(text)

    def _masker(self) -> Masker:
        try:
            names = names_to_mask(self._cohort)
            with self._making:
                if self._made is None or self._made[0] != names:
                    folder = self._cohort.curriculum
                    self._made = (names, Masker(names, load_words(folder), ordinary_words(folder)))
                return self._made[1]
        except KitError as error:
            raise MaskingFailed(f"Texts can't be masked, so none is shared: {error}") from None
