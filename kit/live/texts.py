"""Sharing a text: it is masked in memory and shown to its author, and stored only as its author has confirmed it.

Nothing of a text that is looked at is kept or written down; what is sent is masked once more, and refused where that
would change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.answers import Store
from kit.answers.consents import Consent
from kit.answers.recording import exercise_of
from kit.answers.shared_texts import agreements, subject_of
from kit.curriculum.items import TEXT_LIMIT
from kit.errors import UnknownName
from kit.live.http.base import Answering
from kit.live.refusals import NotShared
from kit.publishing.masking import Masked
from kit.publishing.masking.cohort import CohortMasker
from kit.sending.submissions import Submission

# A text may be longer before it is masked than after, and the author may shorten it only then.
_LONGEST = 2 * TEXT_LIMIT


@dataclass(frozen=True, kw_only=True)
class Given:
    """What came with a text: the version of the notice it was shared under, and whether it may be quoted."""

    version: str
    quote: bool


class Preview(Answering):
    """``POST /api/texts/preview {week, exercise, item, text}``: a text as others would see it. Nothing is kept."""

    async def post(self) -> None:
        self.member()
        body = self.body()
        if set(body) != {"week", "exercise", "item", "text"}:
            raise self.refused(400, "malformed")
        week, exercise, item, text = (body[name] for name in ("week", "exercise", "item", "text"))
        if type(week) is not int or not isinstance(exercise, str) or not isinstance(text, str):
            raise self.refused(400, "malformed")
        if item not in texts_of(self.host.store, week, exercise) or len(text) > _LONGEST:
            raise self.refused(400, "malformed")
        masked = await self.host.read(self.host.masker.mask, text)
        self.reply({"text": masked.text, "parts": list(parts_of(masked)), "version": self.host.notice.version})


def texts_of(store: Store, week: int, exercise: str) -> list[str]:
    """The items of an exercise whose texts can be shared. Raises UnknownName where there is no such exercise."""
    return [item.id for item in exercise_of(store.weeks, week, exercise).group_items if item.form == "text"]


def parts_of(masked: Masked) -> Iterator[dict[str, str | None]]:
    """A masked text in pieces, each with what it is: a mask of some kind, perhaps a name, or nothing special."""
    # In pieces rather than by place: a browser counts characters in another way.
    special = [(mark.start, mark.end, str(mark.kind)) for mark in masked.marks]
    special += [(start, end, "perhaps") for start, end in masked.perhaps]
    before = 0
    for start, end, kind in sorted(special):
        if before < start:
            yield {"text": masked.text[before:start], "kind": None}
        yield {"text": masked.text[start:end], "kind": kind}
        before = end
    if before < len(masked.text):
        yield {"text": masked.text[before:], "kind": None}


def given_in(body: Mapping[str, Any]) -> dict[str, Given]:
    """What a submission says about its texts, by item. Raises UnknownName where it is something else."""
    found = body.get("shared", {})
    if not isinstance(found, dict):
        raise UnknownName("'shared' must say for each text what is agreed.")
    for one in found.values():
        whole = isinstance(one, dict) and set(one) == {"version", "quote"}
        if not whole or not isinstance(one["version"], str) or type(one["quote"]) is not bool:
            raise UnknownName("'shared' must say for each text under which notice it is shared, and 'quote'.")
    return {item: Given(**one) for item, one in found.items()}


def confirmed(
    store: Store, masker: CohortMasker, said: Submission, given: Mapping[str, Given], version: str
) -> list[Consent]:
    """What is agreed to about the texts in *said*: each of them, as it is, under *version* of the notice.

    Raises NotShared where a text comes without, under another notice, or is not as masks would leave it.
    """
    texts = [item for item in texts_of(store, said.week, said.exercise) if item in said.answers]
    if set(given) != set(texts):
        raise NotShared("A text was sent that its author has not agreed to share.", "text_unconfirmed")
    found: list[Consent] = []
    for item in texts:
        text, about = str(said.answers[item]), given[item]
        if about.version != version:
            raise NotShared("A text was shared under another notice.", "text_notice")
        if masker.mask(text).text != text:
            raise NotShared("A text is not as masks leave it.", "text_unmasked")
        found += agreements(subject_of(store, said.week, said.exercise, item, text), version, quote=about.quote)
    return found
