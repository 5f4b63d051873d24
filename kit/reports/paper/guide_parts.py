"""The parts of the guide's pages that are made: a week's minutes, the numbers of the policy, the elements."""

from __future__ import annotations

from collections.abc import Mapping

from kit.curriculum.policy import Policy
from kit.curriculum.registers import Element, Messages, coverage
from kit.curriculum.weeks import Block, Exercise, Week
from kit.reports.paper.guide_marks import table
from kit.session.plan import plan


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


def met_in(block: Block) -> list[str]:
    """Titles of what participants do in *block*: its practices and its exercises."""
    return [*(one.title for one in block.practices), *(one.title for one in block.exercises)]


def to_reveal(week: Week) -> list[Exercise]:
    """The exercises of *week* whose result the group can look at."""
    return [one for one in week.exercises if any(item.form != "text" for item in one.group_items)]


def _sentences(week: Week, messages: Messages) -> list[str]:
    least = sum(block.minutes.min for block in week.blocks)
    titles = {block.id: block.title for block in week.blocks}
    said = [messages("guide.plan_sum", minutes=week.session_minutes, least=least, spare=week.session_minutes - least)]
    if week.cut_order:
        said.append(messages("notebook.cut_order", order=", ".join(f"*{titles[one]}*" for one in week.cut_order)))
    shown = [f"*{exercise.title}*" for exercise in to_reveal(week)]
    if shown:
        said.append(messages("guide.plan_reveal", titles=", ".join(shown)))
    return [*said, f"**{messages('guide.sheet_safety')}** {week.safety}"]
