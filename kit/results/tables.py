"""A result as a table of ranges, for people who read rather than look: accessible HTML, and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.results.bins import Result, as_published, catalogue, labels, range_of, range_words, week_words
from kit.results.over_weeks import Series
from kit.results.releases import Release


@dataclass(frozen=True, kw_only=True)
class RangeRow:
    """An answer, the range of people who gave it, and that range in words: ``4 to 7 of 14``."""

    label: str
    low: int
    high: int
    words: str


@dataclass(frozen=True, kw_only=True)
class RangeTable:
    """A result's ranges, a row for each answer in declared order."""

    caption: str
    note: str
    answer_heading: str
    people_heading: str
    rows: tuple[RangeRow, ...]

    def html(self, *, below_heading: bool = False) -> str:
        """An HTML table with caption and header cells; all words escaped.

        *below_heading*: the question stands above already, so the caption says it to a screen reader alone.
        """
        rows = [(row.label, (row.words,)) for row in self.rows]
        caption = _caption(self.caption, self.note, unseen=below_heading)
        return _html(caption, (self.answer_heading, self.people_heading), rows)

    def text(self) -> str:
        """The same as plain text in two columns, without a new line at the end."""
        width = max(len(row.label) for row in self.rows)
        lines = [f"  {row.label:<{width}}  {row.words}" for row in self.rows]
        return "\n".join([self.caption, self.note, *lines])


def table(item: Item, release: Result, messages: Messages | None = None) -> RangeTable:
    """The table of *release*. Without *messages* the packaged words are used."""
    words, item = catalogue(messages), as_published(item, release)
    shown = zip(labels(item, words), release.bins, strict=True)
    return RangeTable(
        caption=item.prompt,
        note=words("chart.note_any" if item.form == "any" else "chart.note", people=release.people),
        answer_heading=words("chart.answer"),
        people_heading=words("chart.people"),
        rows=tuple(
            RangeRow(
                label=label,
                low=part.low,
                high=part.high,
                words=range_of(part.low, part.high, release.people, words),
            )
            for label, part in shown
        ),
    )


@dataclass(frozen=True, kw_only=True)
class WeeksTable:
    """The ranges of a series.

    A column for each week in which it was asked; a row for how many answered, then a row for each answer in order.
    """

    caption: str
    note: str
    answer_heading: str
    weeks: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def html(self, *, below_heading: bool = False) -> str:
        """As ``RangeTable.html``."""
        caption = _caption(self.caption, self.note, unseen=below_heading)
        return _html(caption, (self.answer_heading, *self.weeks), self.rows)

    def text(self) -> str:
        """The same as plain text, a line for each week of each answer, without a new line at the end."""
        width = max(len(week) for week in self.weeks)
        lines = [self.caption, self.note]
        for label, cells in self.rows:
            lines += [
                f"  {label}",
                *(f"    {week:<{width}}  {cell}" for week, cell in zip(self.weeks, cells, strict=True)),
            ]
        return "\n".join(lines)


def weeks_table(series: Series, messages: Messages | None = None) -> WeeksTable:
    """The table of a series; a week without a result says so."""
    words = catalogue(messages)
    return WeeksTable(
        caption=series.item.prompt,
        note=words("chart.note_weeks"),
        answer_heading=words("chart.answer"),
        weeks=tuple(week_words(point.week, words) for point in series.points),
        rows=(
            (words("chart.answered"), tuple(_people(point.result, words) for point in series.points)),
            *(
                (label, tuple(_cell(point.result, position, words) for point in series.points))
                for position, label in enumerate(labels(series.item, words))
            ),
        ),
    )


def _people(result: Result | None, messages: Messages) -> str:
    return messages("chart.no_result") if result is None else str(result.people)


def _cell(result: Result | None, position: int, messages: Messages) -> str:
    if result is None:
        return messages("chart.no_result")
    part = result.bins[position]
    return range_words(part.low, part.high, messages)


def _caption(question: str, note: str, *, unseen: bool) -> str:
    shown = f'<span class="kit-unseen">{escape(question)}</span>' if unseen else escape(question)
    return f"<caption>{shown} <span>{escape(note)}</span></caption>"


def _html(caption: str, headings: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for label, cells in rows
    )
    return f'<table class="kit-ranges">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


# Shared texts as a list: what a release of texts shows instead of a figure.


@dataclass(frozen=True, kw_only=True)
class TextList:
    """Texts under a sentence that says where they come from, in the order in which they were published."""

    sentence: str
    texts: tuple[str, ...]

    def html(self) -> str:
        """An HTML list, every word escaped; empty where there is no text."""
        items = "".join(f"<li>{escape(text)}</li>" for text in self.texts)
        return f'<ul class="kit-texts">{items}</ul>' if items else ""

    def text(self) -> str:
        """The same as plain text, without a new line at the end."""
        return "\n".join([self.sentence, *(f"- {text}" for text in self.texts)])


def text_list(batches: Sequence[Release], messages: Messages, *, quotes_only: bool = False) -> TextList:
    """The texts of *batches*; with *quotes_only* those alone whose authors agreed to be quoted outside the group."""
    shared = [one for release in batches for one in release.texts]
    if not quotes_only:
        return TextList(sentence=messages("chart.texts"), texts=tuple(one.text for one in shared))
    quoted = tuple(one.text for one in shared if one.quote)
    return TextList(sentence=messages("chart.texts_quoted" if quoted else "chart.texts_inside"), texts=quoted)
