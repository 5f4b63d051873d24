"""A group's published result in a notebook: a heading, the finding, and the picture of its ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.notebook.shown import Piece, card, folded, joined
from kit.results.bins import Result, together
from kit.results.findings import finding
from kit.results.releases import Release, Releases, State
from kit.results.tables import table, text_list

_WORDS = {State.NOT_ASKED: "not_asked", State.NOT_ENOUGH: "not_enough", State.NOT_SHOWN: "not_shown"}


def results(
    week: Week,
    exercise: Exercise,
    published: Releases,
    messages: Messages,
    *,
    level: int = 3,
    report: bool = False,
) -> Iterator[Piece]:
    """Everything published of an exercise, item by item; where nothing is, the words that say why.

    In a *report*, which is read without scripts and may leave the group, ranges are a table with bars instead of a
    figure, and of shared texts there are those alone that may be quoted.
    The exercise's title is a heading of *level*, its questions are headings below it.
    """
    heading = f"h{level + 1}"
    items = [item for item in exercise.group_items if item.form != "text"]
    shown = [
        piece for item in items for piece in _item(week, exercise, item, published, messages, heading, report=report)
    ] or [_words("not_shown", messages)]
    if report:
        # What matters stands at a glance above; every answer is there for whoever wants to see it.
        yield joined(shown, folded_as=exercise.title, level=level)
    else:
        yield card(f"<h{level}>{escape(exercise.title)}</h{level}>", exercise.title)
        yield from shown
    # Texts are looked through before they are shown; until then there is nothing to say of them.
    for item in exercise.group_items:
        batches = published.of(week.number, exercise.id, item.id) if item.form == "text" else ()
        if batches:
            texts = text_list(batches, messages, quotes_only=report)
            yield _question(item, texts.sentence, heading)
            if texts.texts:
                yield card(texts.html(), texts.text())


def elsewhere(releases: Iterable[Release], weeks: Mapping[int, Week], messages: Messages) -> Iterator[Piece]:
    """A sentence on those of *releases* whose question stands in none of *weeks*, as after an id was changed."""
    asked = {(number, exercise.id, item.id) for number, week in weeks.items() for exercise, item in week.group_items()}
    left = sorted({(one.week, one.exercise, one.item) for one in releases} - asked)
    if left:
        which = "; ".join(
            f"{messages('notebook.arc_week' if week else 'notebook.arc_start', week=week)}, {exercise}, {item}"
            for week, exercise, item in left
        )
        words = messages("notebook.elsewhere", which=which)
        yield card(f'<p class="kit-quiet">{escape(words)}</p>', words)


def _item(
    week: Week,
    exercise: Exercise,
    item: Item,
    published: Releases,
    messages: Messages,
    heading: str,
    *,
    report: bool,
) -> Iterator[Piece]:
    state = published.state(week.number, exercise.id, item.id, share=item.share)
    if state is not State.RELEASED:
        words = messages(f"states.{_WORDS[state]}")
        yield _question(item, words, heading)
        return
    result = together(published.of(week.number, exercise.id, item.id))
    yield _question(item, finding(item, result, messages), heading)
    rows = table(item, result, messages)
    drawn = card(rows.html(below_heading=True), rows.text())
    if report:
        yield drawn
        return
    yield _figure(item, result, f"fig-w{week.number:02d}-{exercise.id}-{item.id}", messages)
    yield folded(messages("notebook.as_table"), drawn)


def _figure(item: Item, result: Result, div_id: str, messages: Messages) -> Piece:
    # Plotly is loaded only where a chart is really drawn; a form must open without it.
    from kit.results.figures import figure  # noqa: PLC0415

    return Piece(figure=figure(item, result, div_id=div_id, messages=messages).to_plotly_json(), text=item.prompt)


def _question(item: Item, words: str, heading: str) -> Piece:
    return card(f"<{heading}>{escape(item.prompt)}</{heading}><p>{escape(words)}</p>", f"{item.prompt}\n{words}")


def _words(name: str, messages: Messages) -> Piece:
    words = messages(f"states.{name}")
    return card(f"<p>{escape(words)}</p>", words)
