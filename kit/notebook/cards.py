"""The quiet pages around the exercises: aims, readings, practices, notes, plan, home practice."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Block, Week
from kit.notebook.shown import Piece, bullet_text, bullets, card, folded, markdown
from kit.results.glance import glance
from kit.results.releases import Releases
from kit.session.debrief import History


def opening(week: Week, messages: Messages) -> Piece:
    """Lead and aims of a week, and how long the session takes."""
    length = messages("notebook.length", minutes=week.session_minutes)
    aims = messages("notebook.aims")
    html = (
        f'<p class="kit-lead">{escape(week.lead)}</p><p><strong>{escape(aims)}</strong></p>{bullets(week.aims)}'
        f'<p class="kit-quiet">{escape(length)} {escape(messages("notebook.passing"))}</p>'
    )
    return card(html, f"{week.lead}\n\n{aims}\n{bullet_text(week.aims)}\n\n{length}")


def of_cohort(whose: str) -> Piece:
    """Which cohort something is about."""
    return card(f"<p><strong>{escape(whose)}</strong></p>", whose)


def report_opening(week: Week, published: Releases, whose: str, messages: Messages) -> Piece:
    """Whose report this is, and what the results of a week say at a glance."""
    shown = glance(week, published, messages)
    html = f"<p><strong>{escape(whose)}</strong></p>{shown.html(messages)}"
    return card(html, f"{whose}\n\n{shown.text()}")


def report_close(week: Week, messages: Messages) -> Piece:
    """What the session was for, and how the results are to be read, folded away below them."""
    reading = messages("notebook.how_to_read")
    html = f'<p>{escape(week.lead)}</p>{bullets(week.aims)}<p class="kit-quiet">{escape(reading)}</p>'
    return folded(messages("glance.aims"), card(html, f"{week.lead}\n{bullet_text(week.aims)}\n\n{reading}"))


def reading(block: Block) -> Piece:
    """What participants read in a block."""
    return card(markdown(block.reading), block.reading)


def practice(guided: Guided, safety: str, messages: Messages, *, titled: bool = True) -> Piece:
    """A guided practice as a script: how long, each step, the eyes-open way, and leave to stop."""
    minutes = messages("notebook.practice_minutes", minutes=guided.minutes)
    steps = "".join(f"<li>{escape(step)}</li>" for step in guided.steps)
    ends = [guided.eyes_open, guided.stopping, *([safety] if safety else [])]
    html = (
        f"{f'<h3>{escape(guided.title)}</h3>' if titled else ''}<p class='kit-quiet'>{escape(minutes)}</p>"
        f"{markdown(guided.intro)}<ol>{steps}</ol>" + "".join(f"<p>{escape(line)}</p>" for line in ends)
    )
    numbered = "\n".join(f"{n}. {step}" for n, step in enumerate(guided.steps, start=1))
    return card(html, "\n".join([f"{guided.title} ({minutes})", guided.intro, numbered, *ends]))


def in_words(guided: Guided, safety: str, messages: Messages) -> Piece:
    """The script of a guided practice, folded away below the module that does the same."""
    whole = practice(guided, safety, messages, titled=False)
    return folded(messages("practice.in_words"), whole)


def notes(block: Block, messages: Messages) -> Piece:
    """A block's facilitator notes, folded away until wanted."""
    title = messages("notebook.notes", title=block.title)
    return card(f"<details><summary>{escape(title)}</summary>{_notes_html(block, messages)}</details>", title)


def session(week: Week, messages: Messages, *, notes: bool, past: History | None = None) -> Piece:
    """The blocks with their minutes; with *notes* also what to say, do and watch for, and the cut order.

    What earlier runs took stands beside the minutes, where *past* knows of any.
    """
    rows: list[tuple[str, ...]] = [(block.title, _minutes(block, messages)) for block in week.blocks]
    heads = [messages("notebook.block"), messages("notebook.minutes")]
    if past and past.runs:
        rows = [(*row, past.took_words(block.id, messages)) for row, block in zip(rows, week.blocks, strict=True)]
        heads.append(messages("notebook.before"))
    body = "".join(f'<tr><th scope="row">{escape(row[0])}</th>{_cells(row[1:])}</tr>' for row in rows)
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    caption = messages("notebook.plan", minutes=week.session_minutes)
    html = f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    if notes:
        titles = {block.id: block.title for block in week.blocks}
        order = ", ".join(titles[block] for block in week.cut_order)
        html += f"<p>{escape(messages('notebook.cut_order', order=order))}</p><p>{escape(week.safety)}</p>"
        html += "".join(
            f"<details><summary>{escape(block.title)}</summary>{_notes_html(block, messages)}</details>"
            for block in week.blocks
        )
    return card(html, "\n".join([caption, *(f"{row[0]}: {', '.join(filter(None, row[1:]))}" for row in rows)]))


def home(week: Week, messages: Messages, *, report: bool = False) -> Piece:
    """Home practice, with leave to do part of it or none; what a *report* says in its footer is left out there."""
    level = 2 if report else 3
    kind = messages("notebook.home_kind")
    if not report:
        kind += " " + messages("notebook.advice")
    title = messages("notebook.home")
    html = f"<h{level}>{escape(title)}</h{level}>{bullets(week.home_practice)}<p class='kit-quiet'>{escape(kind)}</p>"
    return card(html, f"{title}\n{bullet_text(week.home_practice)}\n{kind}")


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)


def _minutes(block: Block, messages: Messages) -> str:
    time = block.minutes
    return messages("notebook.block_minutes", min=time.min, target=time.target, max=time.max)


def _notes_html(block: Block, messages: Messages) -> str:
    notes = block.facilitator
    parts = {"say": notes.say, "do": notes.do, "watch_for": notes.watch_for, "wrong": notes.if_it_goes_wrong}
    time = f"<p>{escape(_minutes(block, messages))}</p>"
    return time + "".join(
        f"<h4>{escape(messages('notebook.' + key))}</h4>{bullets(lines)}" for key, lines in parts.items()
    )
