"""Requests for what the host holds of the participant who asks, to see and to keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from kit.answers.consents import PAGE, Consent
from kit.answers.members import Member
from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.saying import in_words, plainly
from kit.curriculum.weeks import Week
from kit.live.facts import Facts
from kit.live.http.base import STEP, Answering, as_json
from kit.live.own import Own
from kit.live.published import Published
from kit.publishing.fates import AnswerFate, Fate
from kit.sending.submissions import Submission, to_json
from kit.text.spreadsheet import sheet


class Mine(Answering):
    """``GET /api/submissions/mine``: the caller's own, with what is agreed about the texts in them.

    Beside the answers, which a page only shows, each has the sealed copy that a browser keeps.
    """

    own: Own

    async def get(self) -> None:
        member = self.member()
        rows = []
        for submission in await self.own.submissions(member):
            shared = self.own.shared(member, submission)
            again = {"proof": self.own.proof(member, submission), "sealed": self.own.sealed(member, submission)}
            row = {**receipt(submission), **again}
            rows.append({**row, "shared": shared} if shared else row)
        self.reply({"submissions": rows})


class Fates(Answering):
    """``GET /api/mine/fates``: for each of the caller's answers in which release it is, or why in none."""

    facts: Facts
    own: Own

    async def get(self) -> None:
        rows = [
            _fate_row(submission, fate, self.facts)
            for submission, fates in await self.own.fates(self.member())
            for fate in fates.values()
        ]
        self.reply({"answers": rows})


class Copy(Answering):
    """A file of everything the host holds of the caller, to keep."""

    own: Own

    async def hand_over(self, name: str, kind: str, made: Callable[[Member], Awaitable[bytes]]) -> None:
        """Reply with the file that *made* returns. Raises OneAtATime while another copy is on its way."""
        member = self.member()
        with self.own.copying(member):
            content = await made(member)
            self.set_header("Content-Type", kind)
            self.set_header("Content-Disposition", f'attachment; filename="{name}"')
            # A table cannot end in blanks, so its length is rounded up in a header.
            self.set_header("X-Padding", "." * (-len(content) % STEP))
            await self.finish(content)


class Export(Copy):
    """``GET /api/mine/export``: everything the host holds of the caller, as JSON."""

    facts: Facts
    own: Own
    published: Published

    async def get(self) -> None:
        await self.hand_over("my-answers.json", "application/json; charset=utf-8", self._everything)

    async def _everything(self, member: Member) -> bytes:
        sent = await self.own.fates(member)
        about: dict[str, Any] = {"cohort": self.facts.cohort, "participant": member.public}
        about["consents"] = [_agreement(consent, self.messages) for consent in self.own.consents(member)]
        rows = [{**receipt(submission), "became": _became(fates, self.messages)} for submission, fates in sent]
        return as_json({**about, "submissions": rows, "releases": list(self._releases(sent))})

    def _releases(self, sent: list[tuple[Submission, dict[str, AnswerFate]]]) -> Iterator[dict[str, Any]]:
        """Yield the releases that hold the caller's answers, to be found again in releases.json."""
        mine = {fate.release for _, fates in sent for fate in fates.values()}
        published = self.published.parsed()
        for release in published.releases:
            if release.sequence in mine:
                where = {"week": release.week, "exercise": release.exercise, "item": release.item}
                yield {"sequence": release.sequence, **where, "hash": release.hash}


class ExportTable(Copy):
    """``GET /api/mine/table``: the same as a table."""

    facts: Facts
    own: Own

    async def get(self) -> None:
        await self.hand_over("my-answers.csv", "text/csv; charset=utf-8", self._table)

    async def _table(self, member: Member) -> bytes:
        messages = self.messages
        rows = [
            row for submission, fates in await self.own.fates(member) for row in _rows(submission, fates, self.facts)
        ]
        rows += [_consent_row(consent, messages) for consent in self.own.consents(member)]
        head = [messages(f"own.{name}") for name in ("kind", "week", "question", "answer", "became", "result")]
        return sheet(head, rows).encode("utf-8-sig")


def receipt(submission: Submission) -> dict[str, Any]:
    """Return a submission as its owner's device knows it."""
    values = to_json(submission)
    del values["cohort"]
    return values


def _fate_row(submission: Submission, fate: AnswerFate, facts: Facts) -> dict[str, Any]:
    item = _item(facts.weeks.get(submission.week), submission.exercise, fate.item)
    question, answer = _in_words(item, fate.item, submission)
    where = {"week": submission.week, "exercise": submission.exercise, "item": fate.item}
    words = {"question": question, "answer": answer}
    return {"submission": submission.id, **where, **words, **_fate(fate, facts.messages)}


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


def _rows(submission: Submission, fates: dict[str, AnswerFate], facts: Facts) -> Iterator[list[object]]:
    messages, week = facts.messages, facts.weeks.get(submission.week)
    for name, fate in fates.items():
        question, answer = _in_words(_item(week, submission.exercise, name), name, submission)
        result = fate.release if fate.fate is Fate.COUNTED and fate.release else ""
        became = messages(f"fate.{fate.fate}", release=fate.release)
        yield [messages("own.kind_answer"), submission.week, question, answer, became, result]


def _item(week: Week | None, exercise: str, name: str) -> Item | None:
    if week is None:
        return None
    return next((item for one, item in week.group_items() if (one.id, item.id) == (exercise, name)), None)


def _in_words(item: Item | None, name: str, submission: Submission) -> tuple[str, str]:
    """Return question and answer as the participant saw them; if the question is gone, what is stored."""
    stored = submission.answers[name]
    if item is None:
        return name, plainly(stored)
    return item.prompt, in_words(item, stored)
