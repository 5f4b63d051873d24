"""A week's results at a glance: a few sentences, then one row a question with the answer that leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.results.bins import Result, leading, listed, quoted, together
from kit.results.findings import finding, to_talk_about
from kit.results.pictures import bar
from kit.results.releases import Releases, State
from kit.results.tables import RangeRow, table

# Of so many questions that stayed open each is named; more are counted.
MOST_NAMED = 2


@dataclass(frozen=True, kw_only=True)
class GlanceRow:
    """A question, what is said of it, and the answers that lead, in the order of the question; none where none does.

    ``talk`` is a question to talk about, where no row above has the same.
    """

    question: str
    sentence: str
    talk: str = ""
    leads: tuple[RangeRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What a week's results say in a few seconds: ``sentences``, and a row for each question that has a result."""

    sentences: tuple[str, ...]
    rows: tuple[GlanceRow, ...]

    def html(self, messages: Messages) -> str:
        """An HTML table below the sentences, every word escaped."""
        lead = "".join(f'<p class="kit-lead">{escape(sentence)}</p>' for sentence in self.sentences)
        if not self.rows:
            return lead
        head = "".join(f'<th scope="col">{escape(messages(f"glance.{name}"))}</th>' for name in ("question", "answer"))
        body = "".join(
            f'<tr><th scope="row">{escape(row.question)}{_talk(row)}</th><td>{_answer(row)}</td></tr>'
            for row in self.rows
        )
        caption = f"<caption>{escape(messages('chart.legend'))}</caption>"
        return f'{lead}<table class="kit-glance">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'

    def text(self) -> str:
        """The same as plain text."""
        rows = (" ".join(["-", row.question, row.sentence, *([row.talk] if row.talk else [])]) for row in self.rows)
        return "\n".join([*self.sentences, *rows])


def glance(week: Week, published: Releases, messages: Messages) -> Glance:
    """The results of *week* at a glance. Questions that nobody was asked are left out."""
    asked = list(_results(week, published))
    results = [(item, result) for _, item, result in asked if result is not None]
    held = [item.prompt for _, item, result in asked if result is None]
    rows = [_row(exercise, item, result, messages) for exercise, item, result in asked if result is not None]
    sentences = (*_sentences(results, messages), *_held(held, len(asked), messages))
    return Glance(sentences=sentences, rows=tuple(_said_once(rows)))


def _said_once(rows: list[GlanceRow]) -> Iterator[GlanceRow]:
    """The *rows*, a question to talk about that several of them have at the first alone."""
    mentioned: set[str] = set()
    for row in rows:
        yield replace(row, talk="") if row.talk in mentioned else row
        mentioned.add(row.talk)


def _results(week: Week, published: Releases) -> Iterator[tuple[Exercise, Item, Result | None]]:
    for exercise, item in week.group_items():
        if item.form == "text":
            continue
        state = published.state(week.number, exercise.id, item.id, share=item.share)
        if state is State.RELEASED:
            yield exercise, item, together(published.of(week.number, exercise.id, item.id))
        elif state is State.NOT_ENOUGH:
            yield exercise, item, None


def _row(exercise: Exercise, item: Item, result: Result, messages: Messages) -> GlanceRow:
    leads = tuple(row for row in table(item, result, messages).rows if row.leads)
    talk = to_talk_about(exercise, item, messages)
    return GlanceRow(question=item.prompt, sentence=finding(item, result, messages), leads=leads, talk=talk)


def _talk(row: GlanceRow) -> str:
    return f'<span class="kit-talk">{escape(row.talk)}</span>' if row.talk else ""


def _answer(row: GlanceRow) -> str:
    if not row.leads:
        return escape(row.sentence)
    return "".join(
        f"<div><strong>{escape(one.label)}</strong>{bar(one.low, one.high, one.people)}"
        f'<span class="kit-of">{escape(one.words)}</span></div>'
        for one in row.leads
    )


def _sentences(results: list[tuple[Item, Result]], messages: Messages) -> Iterator[str]:
    """The clearest result, and which questions stayed open."""
    clear = [(item, result) for item, result in results if leading(result)]
    if clear:
        item, result = max(clear, key=lambda one: max(part.low for part in one[1].bins) / one[1].people)
        yield messages("glance.clearest", question=item.prompt, finding=finding(item, result, messages))
    left = [item.prompt for item, result in results if not leading(result)]
    if left and len(left) <= MOST_NAMED:
        yield messages("glance.open", which=_named(left, messages))
    elif left:
        yield messages("glance.open_many", count=len(left), of=len(results))


def _held(prompts: list[str], asked: int, messages: Messages) -> Iterator[str]:
    """For which of the questions there are too few answers; one sentence, however many they are."""
    if prompts and len(prompts) == asked:
        yield messages("states.not_enough")
    elif prompts and len(prompts) <= MOST_NAMED:
        yield messages("glance.held", which=_named(prompts, messages))
    elif prompts:
        yield messages("glance.held_many", count=len(prompts), of=asked)


def _named(prompts: list[str], messages: Messages) -> str:
    return listed([quoted(prompt.rstrip("."), messages) for prompt in prompts], messages)
