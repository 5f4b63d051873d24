"""A result as a table of ranges, for people who read rather than look: accessible HTML, and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.results.bins import Result, as_published, catalogue, labels, leading, range_of, range_words, week_words
from kit.results.over_weeks import Series
from kit.results.pictures import bar
from kit.results.releases import Release

LEADS = ' class="kit-leads"'


@dataclass(frozen=True, kw_only=True)
class RangeRow:
    """An answer, the range of people who gave it, of how many, and that range in words: ``4 to 7 of 14``.

    ``leads`` where it is certain that more people gave it than any other.
    """

    label: str
    low: int
    high: int
    people: int
    leads: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class RangeTable:
    """A result's ranges, a row for each answer: in declared order, but an answer that leads comes first.

    On a scale the order always stays, for there the place of an answer says something.
    """

    caption: str
    note: str
    answer_heading: str
    people_heading: str
    rows: tuple[RangeRow, ...]

    def html(self, *, below_heading: bool = False, bars: bool = True) -> str:
        """An HTML table with caption and header cells, and *bars* that show the ranges; all words escaped.

        *below_heading*: the question stands above already, so the caption says it to a screen reader alone.
        """
        caption = _caption(self.caption, self.note, unseen=below_heading)
        rows = "".join(
            f'<tr{LEADS if row.leads else ""}><th scope="row">{escape(row.label)}</th>'
            f"<td>{bar(row.low, row.high, row.people) if bars else ''}{_of(row.words)}</td></tr>"
            for row in self.rows
        )
        return _html(caption, (self.answer_heading, self.people_heading), rows)

    def text(self) -> str:
        """The same as plain text in two columns, without a new line at the end."""
        width = max(len(row.label) for row in self.rows)
        lines = [f"  {row.label:<{width}}  {row.words}" for row in self.rows]
        return "\n".join([self.caption, self.note, *lines])


def table(item: Item, release: Result, messages: Messages | None = None) -> RangeTable:
    """The table of *release*. Without *messages* the packaged words are used."""
    words, item = catalogue(messages), as_published(item, release)
    return RangeTable(
        caption=item.prompt,
        note=words("chart.note_any" if item.form == "any" else "chart.note", people=release.people),
        answer_heading=words("chart.answer"),
        people_heading=words("chart.people"),
        rows=_rows(item, release, words),
    )


def _rows(item: Item, release: Result, messages: Messages) -> tuple[RangeRow, ...]:
    leads, people = leading(release), release.people
    rows = [
        RangeRow(
            label=label,
            low=part.low,
            high=part.high,
            people=people,
            leads=position in leads,
            words=range_of(part.low, part.high, people, messages),
        )
        for position, (label, part) in enumerate(zip(labels(item, messages), release.bins, strict=True))
    ]
    return tuple(rows if item.ordered else sorted(rows, key=lambda row: not row.leads))


@dataclass(frozen=True, kw_only=True)
class WeekCell:
    """What a week says of one answer, in words, and as a bar where there is a result."""

    words: str
    bar: str = ""


@dataclass(frozen=True, kw_only=True)
class WeeksTable:
    """The ranges of a series.

    A column for each week in which it was asked; a row for how many answered, then a row for each answer in order.
    """

    caption: str
    note: str
    answer_heading: str
    weeks: tuple[str, ...]
    rows: tuple[tuple[str, tuple[WeekCell, ...]], ...]

    def html(self, *, below_heading: bool = False) -> str:
        """As ``RangeTable.html``."""
        caption = _caption(self.caption, self.note, unseen=below_heading, all_unseen=below_heading)
        rows = "".join(
            f'<tr><th scope="row">{escape(label)}</th>'
            + "".join(f"<td>{_cell_html(cell)}</td>" for cell in cells)
            + "</tr>"
            for label, cells in self.rows
        )
        return _html(caption, (self.answer_heading, *self.weeks), rows, more=" kit-weeks")

    def text(self) -> str:
        """The same as plain text, a line for each week of each answer, without a new line at the end."""
        width = max(len(week) for week in self.weeks)
        lines = [self.caption, self.note]
        for label, cells in self.rows:
            lines += [
                f"  {label}",
                *(f"    {week:<{width}}  {cell.words}" for week, cell in zip(self.weeks, cells, strict=True)),
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


def _people(result: Result | None, messages: Messages) -> WeekCell:
    return WeekCell(words=messages("chart.no_result") if result is None else str(result.people))


def _cell(result: Result | None, position: int, messages: Messages) -> WeekCell:
    if result is None:
        return WeekCell(words=messages("chart.no_result"))
    part = result.bins[position]
    words = range_words(part.low, part.high, result.people, messages)
    return WeekCell(words=words, bar=bar(part.low, part.high, result.people))


def _caption(question: str, note: str, *, unseen: bool, all_unseen: bool = False) -> str:
    if all_unseen:  # a page of many such tables says once how to read them
        return f'<caption><span class="kit-unseen">{escape(question)} {escape(note)}</span></caption>'
    shown = f'<span class="kit-unseen">{escape(question)}</span>' if unseen else escape(question)
    return f"<caption>{shown} <span>{escape(note)}</span></caption>"


def _of(words: str) -> str:
    return f'<span class="kit-of">{escape(words)}</span>'


def _cell_html(cell: WeekCell) -> str:
    # Eight ranges side by side leave no room for words; a reader who does not see the bar hears them.
    return f'{cell.bar}<span class="kit-unseen">{escape(cell.words)}</span>' if cell.bar else _of(cell.words)


def _html(caption: str, headings: Iterable[str], rows: str, *, more: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    return f'<table class="kit-ranges{more}">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


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
