"""The parts of the guide's pages that are made: a week's minutes, the numbers of the policy, the registers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from textwrap import shorten

from kit.curriculum.formats import Format
from kit.curriculum.policy import Policy
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Claim, Element, Messages, Reference, coverage
from kit.curriculum.weeks import Block, Exercise, Week
from kit.errors import ContentError
from kit.session.plan import plan

# What stands in a guide page between two marks is made, not written: minutes, numbers of the policy, registers.

Makers = Mapping[str, Callable[[], str]]

_MARK = re.compile(r"<!--\s*(/?)([a-z]+)\s*-->")
_TITLE = re.compile(r"\A(\s*# )[^\n]*")
# What is no letter: a table whose numbers changed says the same.
_NO_LETTERS = re.compile(r"[\W\d_]+")
# The nearest heading above a block's mark; words may stand between the two.
_HEADED_BLOCK = re.compile(
    r"^(#+ )[^\n]*(\n(?:(?!#|<!--\s*block:)[^\n]*\n)*<!--\s*block:\s*(\S+?)\s*-->)", re.MULTILINE
)


def renewed(text: str, makers: Makers, *, page: str) -> str:
    """*text* with what its marks ask for, made anew; a page without a mark stays as it is.

    A part goes from ``<!-- plan -->`` to ``<!-- /plan -->``, where ``plan`` is a name in *makers*; other comments are
    left alone. Raises ContentError naming *page* where one of the two marks is missing.
    """
    made, rest = [], text
    while mark := _first(rest, makers):
        name = mark[2]
        end = _first(rest[mark.end() :], makers)
        if mark[1] or end is None or end[1] != "/" or end[2] != name:
            missing = f"<!-- {name} -->" if mark[1] else f"<!-- /{name} -->"
            raise ContentError(f"{page}: the mark {missing} is missing; both marks of a part that is made must stand.")
        made += [rest[: mark.end()], f"\n\n{makers[name]()}\n\n", end[0]]
        rest = rest[mark.end() + end.end() :]
    return "".join([*made, rest])


def _first(text: str, makers: Makers) -> re.Match[str] | None:
    return next((found for found in _MARK.finditer(text) if found[2] in makers), None)


def titled(text: str, title: str, blocks: Mapping[str, str]) -> str:
    """*text* with the title of its session in its first heading, and each block's above the block's mark."""

    def headed(match: re.Match[str]) -> str:
        return f"{match[1]}{blocks[match[3]]}{match[2]}" if match[3] in blocks else match[0]

    return _HEADED_BLOCK.sub(headed, _TITLE.sub(lambda found: f"{found[1]}{title}", text))


def going(text: str, new: str) -> list[str]:
    """The beginnings of the lines of *text* whose words, whatever numbers stand among them, are nowhere in *new*."""
    there = {_NO_LETTERS.sub("", line) for line in new.splitlines()}
    lines = (line for line in text.splitlines() if _NO_LETTERS.sub("", line) not in there | {""})
    return [shorten(line, 60, placeholder=" ...") for line in lines]


def table(heads: list[str], rows: list[list[str]], *, right: tuple[int, ...] = ()) -> str:
    """A Markdown table; the columns in *right* hold numbers."""
    rule = ["---:" if number in right else "---" for number in range(len(heads))]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in [heads, rule, *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def plan_table(week: Week, messages: Messages) -> str:
    """Markdown: each block's minute, length and forms; what may give way, what there is to reveal, the safety line."""
    heads = [messages(f"guide.plan_{name}") for name in ("minute", "part", "takes", "can_take", "with")]
    blocks = {block.id: block for block in week.blocks}
    rows = []
    for slot in plan(week).slots:
        stretch = messages("guide.stretch", shortest=slot.shortest, longest=slot.longest)
        done = ", ".join(met_in(blocks[slot.block]))
        rows.append([str(slot.start), slot.title, str(slot.minutes), stretch, done])
    return "\n\n".join([table(heads, rows, right=(0, 2)), *_sentences(week, messages)])


def policy_table(policy: Policy, messages: Messages) -> str:
    """Markdown: from how many answers on something is shown, for each kind of question."""
    heads = [messages("guide.numbers_what"), messages("guide.numbers_least")]
    delicate = str(max(policy.minimum, policy.sensitive))
    texts = messages("guide.numbers_texts", text=max(policy.minimum, policy.text), sharing=policy.text_sharing)
    rows = [
        [messages("guide.numbers_any"), str(policy.minimum)],
        [messages("guide.numbers_sensitive"), delicate],
        [messages("guide.numbers_text"), texts],
    ]
    return table(heads, rows)


def elements_table(elements: Mapping[str, Element], weeks: Mapping[int, Week], messages: Messages) -> str:
    """Markdown: every element of the curriculum, and the places where it is met."""
    heads = [messages(f"guide.elements_{name}") for name in ("id", "title", "where")]
    places = coverage(weeks.values())
    nowhere = messages("guide.elements_nowhere")
    rows = [[name, element.title, "; ".join(places.get(name, [nowhere]))] for name, element in elements.items()]
    return table(heads, rows)


def claims_list(claims: Mapping[str, Claim], references: Mapping[str, Reference], messages: Messages) -> str:
    """Markdown: every claim with its strength, the words for it, what it must not be turned into, and its studies."""
    return "\n".join(f"* {' '.join(_claim_parts(one, references, messages))}" for one in claims.values())


def _claim_parts(claim: Claim, references: Mapping[str, Reference], messages: Messages) -> list[str]:
    shorts = dict.fromkeys(references[name].short for name in claim.references if name in references)
    parts = [f"**{claim.claim}**", f"*({claim.strength})*", claim.wording]
    if claim.not_said:
        parts.append(messages("guide.claims_not_said", what="; ".join(claim.not_said)))
    parts.append(messages("guide.claims_source", source=claim.source))
    if shorts:
        parts.append(messages("guide.claims_studies", studies="; ".join(shorts)))
    return parts


def references_list(references: Mapping[str, Reference], messages: Messages) -> str:
    """Markdown: every study by its authors, what kind it is, and how much of it was read."""
    known = sorted(references.values(), key=lambda one: (one.short.casefold(), one.title))
    return "\n".join(f"* {' '.join(_reference_parts(one, messages))}" for one in known)


def _reference_parts(reference: Reference, messages: Messages) -> list[str]:
    title = reference.title if reference.title.endswith("?") else f"{reference.title}."
    parts = [f"{reference.authors.rstrip('.')} ({reference.year}).", title]
    if reference.published:
        parts.append(f"{reference.published}.")
    if reference.doi:
        parts.append(f"doi {reference.doi}.")
    return [*parts, messages("guide.references_read", design=reference.design, read=reference.read)]


def met_in(block: Block) -> list[str]:
    """Titles of what participants do in *block*: its practices and its exercises."""
    return [*(one.title for one in block.practices), *(one.title for one in block.exercises)]


def run_lines(block: Block, messages: Messages) -> Iterator[tuple[str, str, str]]:
    """For each part of *block*: its minutes within the block, how people are together, and what happens."""
    begins = 0
    for part in block.run:
        ends = begins + part.minutes
        yield messages("guide.run_minutes", start=begins, end=ends), messages(f"guide.how_{part.how}"), part.what
        begins = ends


def run_list(block: Block, messages: Messages) -> str:
    """HTML: what the minutes of *block* go to; nothing where that is not said."""
    lines = [
        f"<li><strong>{escape(stretch)}</strong> <em>{escape(how)}</em> {escape(what)}</li>"
        for stretch, how, what in run_lines(block, messages)
    ]
    return f'<ol class="run">{"".join(lines)}</ol>' if lines else ""


def with_waits(practice: Guided, messages: Messages) -> list[str]:
    """HTML: the lines of *practice*, each with the seconds of silence after it, where they are said."""
    waits = practice.waits or (0,) * len(practice.steps)
    pauses = [f' <small class="wait">{escape(messages("guide.wait", seconds=wait))}</small>' for wait in waits]
    lines = zip(practice.steps, waits, pauses, strict=True)
    return [escape(step) + (pause if wait else "") for step, wait, pause in lines]


def to_reveal(week: Week) -> list[Exercise]:
    """The exercises of *week* whose result the group can look at."""
    return [one for one in week.exercises if any(item.form != "text" for item in one.group_items)]


def to_look_at(week: Week) -> list[Exercise]:
    """Those of ``to_reveal`` whose result the group looks at in the session; the others are read afterwards."""
    return [one for one in to_reveal(week) if one.shown == "together"]


def formats_list(formats: Mapping[str, Format], weeks: Mapping[int, Week], messages: Messages) -> str:
    """Markdown: every other format, and what the minutes of its meetings go to."""
    return "\n\n".join(part for one in formats.values() for part in _format_parts(one, weeks, messages))


def _format_parts(plan: Format, weeks: Mapping[int, Week], messages: Messages) -> Iterator[str]:
    yield f"## {plan.title}"
    yield plan.about
    yield f"**{messages('guide.formats_leaves_out')}** {plan.leaves_out}"
    heads = [messages(f"guide.formats_{name}") for name in ("minutes", "how", "what")]
    for meeting in plan.meetings:
        week = weeks.get(meeting.week) if meeting.week is not None else None
        titles = {block.id: block.title for block in week.blocks} if week else {}
        yield f"### {messages('guide.formats_meeting', title=meeting.title, minutes=meeting.minutes)}"
        if week:
            yield messages("guide.formats_host", number=week.number)
        rows, begins = [], 0
        for stretch in meeting.stretches:
            title = titles.get(stretch.block or "")
            what = messages("guide.formats_with", what=stretch.what, title=title) if title else stretch.what
            until = messages("guide.run_minutes", start=begins, end=begins + stretch.minutes)
            rows.append([until, messages(f"guide.how_{stretch.how}").rstrip(":"), what])
            begins += stretch.minutes
        yield table(heads, rows)


def late_table(week: Week, messages: Messages) -> str:
    """Markdown: what gives way in *week* when the room is five, ten and twenty minutes late, as the kit proposes it."""
    heads = [messages("guide.late_by"), messages("guide.late_do")]
    whole = {slot.block: slot for slot in plan(week).slots}
    rows = []
    for late in (5, 10, 20):
        shorter = plan(week, week.session_minutes - late).slots
        changes = [(whole[slot.block].minutes, slot) for slot in shorter if slot.minutes < whole[slot.block].minutes]
        lines = [
            messages("guide.late_dropped" if slot.dropped else "guide.late_shorter", **vars(slot), before=before)
            for before, slot in changes
        ]
        rows.append([messages("guide.late_minutes", minutes=late), "; ".join(lines)])
    return "\n\n".join([table(heads, rows), messages("guide.late_more")])


def _sentences(week: Week, messages: Messages) -> list[str]:
    least = sum(block.minutes.min for block in week.blocks)
    named = {block.id: block.title for block in week.blocks}
    sentences = [
        messages("guide.plan_sum", minutes=week.session_minutes, least=least, spare=week.session_minutes - least)
    ]
    if week.cut_order:
        sentences.append(messages("notebook.cut_order", order=", ".join(f"*{named[one]}*" for one in week.cut_order)))
    if week.talking:
        sentences.append(messages("guide.plan_talking", minutes=week.talking))
    looked_at = to_look_at(week)
    later = [one for one in to_reveal(week) if one not in looked_at]
    for name, exercises in (("plan_reveal", looked_at), ("plan_later", later)):
        if exercises:
            titles = ", ".join(f"*{exercise.title}*" for exercise in exercises)
            sentences.append(messages(f"guide.{name}", titles=titles))
    return [*sentences, f"**{messages('guide.sheet_safety')}** {week.safety}"]
