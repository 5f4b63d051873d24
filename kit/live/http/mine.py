"""What one participant may see and take along of what the host holds of them, for their own eyes alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from kit.answers.consents import PAGE, Consent
from kit.answers.members import Member
from kit.answers.shared_texts import shared_in
from kit.curriculum.items import Item, in_words, plainly
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.live.http.base import STEP, STUCK, Answering, as_json
from kit.publishing.fates import AnswerFate, Fate, fates_of
from kit.results.releases import from_text
from kit.sending.submissions import Submission, to_json
from kit.text.spreadsheet import sheet


class Mine(Answering):
    """``GET /api/submissions/mine``: receipts of the caller alone, with what is agreed about the texts in them."""

    async def get(self) -> None:
        member = self.member()
        given = self.host.people.consents(member)
        rows = [
            ({**receipt(one), "proof": self.host.proof(member, one)}, shared_in(self.host.store, one, given))
            for one in await self.host.own(member)
        ]
        self.reply({"submissions": [{**row, "shared": shared} if shared else row for row, shared in rows]})


class Own(Answering):
    """What the caller sent, agreed to, and what became of it."""

    async def found(self, member: Member) -> list[tuple[Submission, dict[str, AnswerFate]]]:
        """Every submission of *member*, with what became of each of its answers."""
        submissions = await self.host.own(member)
        fates = await self.host.read(fates_of, self.host.store, self.host.store.weeks, member.participant)
        by_id: dict[str, dict[str, AnswerFate]] = {}
        for one in fates:
            by_id.setdefault(one.submission, {})[one.item] = one
        return [(one, by_id.get(one.id, {})) for one in submissions]

    @contextlib.contextmanager
    def alone(self, member: Member) -> Iterator[None]:
        """One copy at a time for each participant: the host holds it until it has been taken. Refuses with 429."""
        making = self.host.exporting
        if member.participant in making:
            raise self.refused(429, "one_at_a_time", retry=int(STUCK))
        making.add(member.participant)
        try:
            yield
        finally:
            making.discard(member.participant)

    async def hand_over(self, name: str, kind: str, content: bytes) -> None:
        """Reply with a file to keep; a device that does not take it is let go."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        # A table cannot end in blanks, so its length is rounded up in a header.
        self.set_header("X-Padding", "." * (-len(content) % STEP))
        await self.finish(content)


class Fates(Own):
    """``GET /api/mine/fates``: for each of the caller's answers in which release it is, or why in none."""

    async def get(self) -> None:
        found = await self.found(self.member())
        rows = [_told(said, fate, self.host) for said, fates in found for fate in fates.values()]
        self.reply({"answers": rows})


class Export(Own):
    """``GET /api/mine/export``: everything the host holds of the caller, as a file to keep."""

    async def get(self) -> None:
        member = self.member()
        with self.alone(member):
            content = as_json(await self._everything(member))
            await self.hand_over("my-answers.json", "application/json; charset=utf-8", content)

    async def _everything(self, member: Member) -> dict[str, Any]:
        found = await self.found(member)
        about: dict[str, Any] = {"cohort": self.host.store.cohort.slug, "participant": member.public}
        about["consents"] = [_agreement(one, self.host.messages) for one in self.host.people.consents(member)]
        rows = [{**receipt(said), "became": _became(fates, self.host.messages)} for said, fates in found]
        return {**about, "submissions": rows, "releases": list(self._releases(found))}

    def _releases(self, found: list[tuple[Submission, dict[str, AnswerFate]]]) -> Iterator[dict[str, Any]]:
        """The releases that the caller's answers are in, by which they can be found again in what is published."""
        mine = {fate.release for _, fates in found for fate in fates.values()}
        for one in from_text(self.host.releases.decode()).releases:
            if one.sequence in mine:
                where = {"week": one.week, "exercise": one.exercise, "item": one.item}
                yield {"sequence": one.sequence, **where, "hash": one.hash}


class ExportTable(Own):
    """``GET /api/mine/table``: the same as a table."""

    async def get(self) -> None:
        member = self.member()
        with self.alone(member):
            content = await self._table(member)
            await self.hand_over("my-answers.csv", "text/csv; charset=utf-8", content)

    async def _table(self, member: Member) -> bytes:
        found = await self.found(member)
        messages, weeks = self.host.messages, self.host.store.weeks
        rows = [row for said, fates in found for row in _rows(said, fates, weeks.get(said.week), messages)]
        rows += [_consent_row(one, messages) for one in self.host.people.consents(member)]
        head = [messages(f"own.{name}") for name in ("kind", "week", "question", "answer", "became", "result")]
        return sheet(head, rows).encode("utf-8-sig")


def receipt(submission: Submission) -> dict[str, Any]:
    """A submission as its owner's device knows it."""
    values = to_json(submission)
    del values["cohort"]
    return values


def _told(said: Submission, fate: AnswerFate, host: Any) -> dict[str, Any]:
    item = _item(host.store.weeks.get(said.week), said.exercise, fate.item)
    question, answer = _in_words(item, fate.item, said)
    where = {"submission": said.id, "week": said.week, "exercise": said.exercise, "item": fate.item}
    return {**where, "question": question, "answer": answer, **_fate(fate, host.messages)}


def _became(fates: dict[str, AnswerFate], messages: Messages) -> dict[str, Any]:
    return {item: _fate(fate, messages) for item, fate in fates.items()}


def _fate(fate: AnswerFate, messages: Messages) -> dict[str, Any]:
    return {"fate": str(fate.fate), "release": fate.release, "say": messages(f"fate.{fate.fate}", release=fate.release)}


def _agreement(given: Consent, messages: Messages) -> dict[str, Any]:
    return {**vars(given), "say": _agreed_words(given, messages)}


def _agreed_words(given: Consent, messages: Messages) -> str:
    how = messages("own.how_page") if given.how == PAGE else given.how
    return messages(f"own.agreed_{given.purpose}", how=how, version=given.version or messages("own.no_version"))


def _consent_row(given: Consent, messages: Messages) -> list[object]:
    return [messages("own.kind_agreement"), "", "", "", _agreed_words(given, messages), ""]


def _rows(
    said: Submission, fates: dict[str, AnswerFate], week: Week | None, messages: Messages
) -> Iterator[list[object]]:
    for name, fate in fates.items():
        question, answer = _in_words(_item(week, said.exercise, name), name, said)
        result = fate.release if fate.fate is Fate.COUNTED and fate.release else ""
        became = messages(f"fate.{fate.fate}", release=fate.release)
        yield [messages("own.kind_answer"), said.week, question, answer, became, result]


def _item(week: Week | None, exercise: str, name: str) -> Item | None:
    if week is None:
        return None
    return next((item for one, item in week.group_items() if (one.id, item.id) == (exercise, name)), None)


def _in_words(item: Item | None, name: str, said: Submission) -> tuple[str, str]:
    """Question and answer as the participant met them; of a question that is gone, what is stored."""
    stored = said.answers[name]
    if item is None:
        return name, plainly(stored)
    return item.prompt, in_words(item, stored)
