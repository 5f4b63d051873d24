"""A session's page in the guide: its own words, and at each block's place what the week file says about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kit.curriculum.practices import Guided
from kit.curriculum.registers import Claim, Messages
from kit.curriculum.weeks import Block, Week
from kit.errors import ContentError
from kit.notebook.shown import bullets, markdown
from kit.reports.paper.guide_parts import to_reveal
from kit.reports.paper.guide_text import Prose
from kit.session.debrief import History
from kit.session.plan import plan

_BLOCK = re.compile(r"<!--\s*block:\s*(\S+?)\s*-->")
_NOTES = {"say": "say", "do": "do", "watch_for": "watch_for", "if_it_goes_wrong": "wrong"}


@dataclass(frozen=True, kw_only=True)
class SessionPage:
    """Makes the page of *week*; what its blocks claim and what earlier runs took stands beside the notes."""

    name: str
    week: Week
    claims: Mapping[str, Claim]
    past: History
    messages: Messages

    def html(self, text: str, prose: Prose) -> str:
        """The HTML of *text*, with the notes of each block at its mark and those without a mark at the end.

        Raises ContentError where a mark names a block that the session does not have, or names one twice.
        """
        first, *rest = _BLOCK.split(text)
        blocks = {block.id: block for block in self.week.blocks}
        made, at = [prose(first)], rest[::2]
        for block_id, words in zip(at, rest[1::2], strict=True):
            if block_id not in blocks:
                known = ", ".join(blocks)
                raise ContentError(f"{self.name}: there is no block '{block_id}' in this session; it has {known}.")
            if at.count(block_id) > 1:
                raise ContentError(f"{self.name}: the block '{block_id}' has two marks; leave one of them out.")
            made += [self._notes(blocks[block_id]), prose(words)]
        missing = [block for block in self.week.blocks if block.id not in at]
        if missing:
            made.append(prose(f"## {self.messages('guide.more')}"))
        for block in missing:
            made += [prose(f"### {block.title}"), self._notes(block)]
        home = self._listed("home", self.week.home_practice, prose)
        return "\n".join([*made, home, self._ending(prose), self._texts(prose)])

    def _notes(self, block: Block) -> str:
        slot = plan(self.week)[block.id]
        when = self.messages("guide.from_to", start=slot.start, end=slot.end)
        long = self.messages("notebook.block_minutes", min=slot.shortest, target=slot.minutes, max=slot.longest)
        took = self.past.sentence(block.id, self.messages)
        lines = "".join(f"<span>{escape(line)}</span> " for line in (long, took) if line)
        aside = f"<p><strong>{escape(when)}</strong> {lines}</p>{self._done(block)}"
        heads = {name: escape(self.messages(f"notebook.{word}")) for name, word in _NOTES.items()}
        parts = "".join(
            f"<div><h4>{head}</h4>{bullets(getattr(block.facilitator, name))}</div>" for name, head in heads.items()
        )
        return (
            f'<section class="notes" aria-label="{escape(block.title)}"><div class="when">{aside}</div>'
            f'<div class="parts">{parts}{self._claimed(block)}</div></section>'
        )

    def _done(self, block: Block) -> str:
        """What participants do in the block, and what of it there is to reveal."""
        shown = {exercise.id for exercise in to_reveal(self.week)}
        practices = [one.title for one in block.practices]
        forms = [
            self.messages("guide.revealed", title=one.title) if one.id in shown else one.title
            for one in block.exercises
        ]
        return bullets([*practices, *forms]) if practices or forms else ""

    def _claimed(self, block: Block) -> str:
        """What may be claimed in the block, in the register's words and with its strength."""
        place = f"week {self.week.number}, {block.id}"
        found = [one for one in self.claims.values() if place in one.used_in]
        if not found:
            return ""
        said = [(escape(one.claim), escape(one.strength), escape(one.wording)) for one in found]
        lines = "".join(f"<li>{claim} <em>({strength})</em> {wording}</li>" for claim, strength, wording in said)
        return f'<div class="claims"><h4>{escape(self.messages("guide.claims"))}</h4><ul>{lines}</ul></div>'

    def _texts(self, prose: Prose) -> str:
        """What people read in each block and every practice line by line, for whoever holds the session from paper."""
        made = []
        for block in self.week.blocks:
            scripts = [self._script(one, block) for one in block.practices if isinstance(one, Guided)]
            if block.reading or scripts:
                made.append(f"<h3>{escape(block.title)}</h3>{markdown(block.reading)}{''.join(scripts)}")
        if not made:
            return ""
        head = f"## {self.messages('guide.texts')}\n\n{self.messages('guide.texts_about')}"
        return f'<section class="texts">{prose(head)}{"".join(made)}</section>'

    def _script(self, practice: Guided, block: Block) -> str:
        title = f"<h4>{escape(practice.title)}</h4>" if practice.title != block.title else ""
        length = self.messages("notebook.practice_minutes", minutes=practice.minutes)
        steps = "".join(f"<li>{escape(step)}</li>" for step in practice.steps)
        ending = f"{practice.eyes_open} {practice.stopping}"
        return f"{title}<p>{escape(f'{length}. {practice.intro}')}</p><ol>{steps}</ol><p>{escape(ending)}</p>"

    def _ending(self, prose: Prose) -> str:
        """Questions to look back with, where the week has some, and what was noted after earlier runs, newest first."""
        noted = [f"{day.isoformat()}: {note}" for day, note in self.past.notes]
        return self._listed("review", self.week.review, prose) + self._listed("noted", noted, prose)

    def _listed(self, name: str, lines: Sequence[str], prose: Prose) -> str:
        """*lines* under their heading; nothing where there are none."""
        return prose(f"## {self.messages(f'guide.{name}')}") + bullets(lines) if lines else ""
