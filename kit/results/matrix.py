"""The questions of an exercise over the weeks, as one table without scripts: rows are answers, columns weeks.

A cell shows a range as a bar: what there is at least as ink, what there may be as stripes and outline. Its words are
there for whoever does not see it; the numbers stand once, in the plain tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kit.curriculum.registers import Messages
from kit.results.bins import Result, labels, leading, range_of, week_words
from kit.results.over_weeks import Series
from kit.results.pictures import bar


def matrix(questions: Sequence[Series], messages: Messages) -> str:
    """The HTML table of *questions*, all of one exercise, a strip for each; there must be at least one."""
    weeks = sorted({point.week for one in questions for point in one.points})
    head = "".join(_week(week, messages) for week in weeks)
    caption = f"{questions[0].title}. {messages('chart.note_weeks')}"
    strips = "".join(_strip(one, weeks, messages) for one in questions)
    return (
        f'<table class="kit-weeks"><caption><span class="kit-unseen">{escape(caption)}</span></caption>'
        f'<thead><tr><th scope="col">{escape(messages("chart.weeks"))}</th>{head}</tr></thead>{strips}</table>'
    )


def _week(week: int, messages: Messages) -> str:
    """The head of a week's column: as short as a column is narrow, and whole for whoever hears it."""
    short = str(week) if week else messages("chart.start")
    return (
        f'<th scope="col"><span aria-hidden="true">{escape(short)}</span>'
        f'<span class="kit-unseen">{escape(week_words(week, messages))}</span></th>'
    )


def _strip(question: Series, weeks: Sequence[int], messages: Messages) -> str:
    results = {point.week: point.result for point in question.points}
    span, prompt = len(weeks) + 1, escape(question.item.prompt)
    title = f'<tr class="kit-strip"><th scope="rowgroup" colspan="{span}">{prompt}</th></tr>'
    rows = (
        f'<tr><th scope="row">{escape(label)}</th>{"".join(_cells(results, weeks, position, messages))}</tr>'
        for position, label in enumerate(labels(question.item, messages))
    )
    return f"<tbody>{title}{''.join(rows)}</tbody>"


def _cells(results: dict[int, Result | None], weeks: Sequence[int], position: int, messages: Messages) -> Iterator[str]:
    for week in weeks:
        result = results.get(week)
        if result is None:
            # In a week in which it was not asked there is nothing to say; else that there is no result.
            yield f"<td>{_gap(messages) if week in results else ''}</td>"
            continue
        part = result.bins[position]
        words = escape(range_of(part.low, part.high, result.people, messages))
        leads = ' class="kit-leads"' if position in leading(result) else ""
        yield f'<td{leads}>{bar(part.low, part.high, result.people)}<span class="kit-unseen">{words}</span></td>'


def _gap(messages: Messages) -> str:
    return f'<span aria-hidden="true">–</span><span class="kit-unseen">{escape(messages("chart.no_result"))}</span>'  # noqa: RUF001
