"""A session's page in the guide: its own words, and at each block's place what the week file says about it."""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kit.curriculum.practices.boundary_script import BoundaryScript
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Claim, Messages
from kit.curriculum.weeks import Block, Week
from kit.errors import ContentError
from kit.notebook.shown import bullets, markdown
from kit.reports.markup import wide_tables
from kit.reports.paper.guide_parts import run_list, to_look_at, with_waits
from kit.session.debrief import History
from kit.session.plan import plan
from kit.system.opening import bytes_of

# A guide page's Markdown as HTML: links lead to the made pages, and pictures are carried inside.
#
# Raw HTML in a page is shown as it is typed, so nothing has to be cleaned; comments are left out.

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


class Prose:
    """Turns the Markdown of one page into HTML, piece by piece.

    *pages* are the names of all pages of the guide (``week_01.md``). Raises ContentError for a link to a page that
    is not there, and for a picture that cannot be carried along.
    """

    def __init__(self, folder: Path, page: str, pages: Collection[str]) -> None:
        self._folder, self._page, self._pages = folder, page, pages
        self._slugs: set[str] = set()

    def __call__(self, text: str) -> str:
        """The HTML of *text*, the next piece of the page."""
        tokens = _MARKDOWN.parse(_COMMENT.sub("", text))
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                token.attrSet("id", self._slug(tokens[at + 1].content))
            elif token.type == "th_open":
                token.attrSet("scope", "col")
            for inner in token.children or ():
                self._mend(inner)
        return wide_tables(str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})))

    def _mend(self, token: Token) -> None:
        if token.type == "link_open":
            token.attrSet("href", self._link(str(token.attrGet("href") or "")))
        elif token.type == "image":
            token.attrSet("src", self._picture(str(token.attrGet("src") or "")))

    def _link(self, target: str) -> str:
        name, hash_, place = target.partition("#")
        if not name or _ELSEWHERE.match(name):
            return target
        if name not in self._pages:
            near = difflib.get_close_matches(name, self._pages, 1, cutoff=0.85)
            cure = f"did you mean '{near[0]}'?" if near else "take the link out, or bring the page back."
            raise ContentError(f"{self._page}: a link leads to '{name}', which is no page of the guide; {cure}")
        return f"{Path(name).stem}.html{hash_}{place}"

    def _picture(self, source: str) -> str:
        path = (self._folder / source).resolve()
        kind = _PICTURES.get(path.suffix.lower())
        if kind is None or not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise ContentError(
                f"{self._page}: the picture '{source}' isn't in the guide's folder as PNG, JPEG or GIF; "
                "put it there, or take the line out."
            )
        return f"data:{kind};base64,{base64.b64encode(bytes_of(path)).decode()}"

    def _slug(self, words: str) -> str:
        """A name for a heading that no other heading of the page has."""
        slug = wanted = slug_of(words)
        count = 1
        while slug in self._slugs:
            count += 1
            slug = f"{wanted}-{count}"
        self._slugs.add(slug)
        return slug


def slug_of(words: str) -> str:
    """The name under which a heading can be linked to, as code hosts make it from its words."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


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
            made += [self._notes(blocks[block_id]), self._texts(blocks[block_id]), prose(words)]
        missing = [block for block in self.week.blocks if block.id not in at]
        if missing:
            made.append(prose(f"## {self.messages('guide.more')}"))
        for block in missing:
            made += [prose(f"### {block.title}"), self._notes(block), self._texts(block)]
        home = self._listed("home", self.week.home_practice, prose)
        return "\n".join([*made, home, self._ending(prose)])

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
        run = run_list(block, self.messages) + self._second(block)
        return (
            f'<section class="notes" aria-label="{escape(block.title)}"><div class="when">{aside}</div>'
            f'<div class="parts">{run}{parts}{self._claimed(block)}</div></section>'
        )

    def _second(self, block: Block) -> str:
        """What a second person does meanwhile."""
        head = escape(self.messages("guide.second"))
        return f"<p><strong>{head}</strong> {escape(block.second)}</p>" if block.second else ""

    def _done(self, block: Block) -> str:
        """What participants do in the block, and what of it there is to reveal."""
        shown = {exercise.id for exercise in to_look_at(self.week)}
        practices = [one.title for one in block.practices]
        forms = [
            self.messages("guide.revealed", title=one.title) if one.id in shown else one.title
            for one in block.exercises
        ]
        return bullets([*practices, *forms]) if practices or forms else ""

    def _claimed(self, block: Block) -> str:
        """What may be said of the evidence in the block, in the register's wording and with its strength."""
        place = f"week {self.week.number}, {block.id}"
        claims = [one for one in self.claims.values() if place in one.used_in]
        if not claims:
            return ""
        lines = "".join(f"<li>{escape(one.wording)} <em>({escape(one.strength)})</em></li>" for one in claims)
        return f'<div class="claims"><h4>{escape(self.messages("guide.claims"))}</h4><ul>{lines}</ul></div>'

    def _texts(self, block: Block) -> str:
        """What people read in *block* and its practices line by line, so that nobody has to leaf for the words."""
        scripts = [self._script(one, block) for one in block.practices if isinstance(one, Guided)]
        scripts += [self._ready(one) for one in block.practices if isinstance(one, BoundaryScript) and one.scripts]
        if not block.reading and not scripts:
            return ""
        label = escape(f"{self.messages('guide.texts')}: {block.title}")
        return f'<section class="texts" aria-label="{label}">{markdown(block.reading)}{"".join(scripts)}</section>'

    def _ready(self, practice: BoundaryScript) -> str:
        lines = "".join(f"<li>{escape(one.situation)} <q>{escape(one.says)}</q></li>" for one in practice.scripts)
        return f"<h4>{escape(practice.title)}</h4><ul>{lines}</ul>"

    def _script(self, practice: Guided, block: Block) -> str:
        title = f"<h4>{escape(practice.title)}</h4>" if practice.title != block.title else ""
        length = self.messages("notebook.practice_minutes", minutes=practice.minutes)
        steps = "".join(f"<li>{step}</li>" for step in with_waits(practice, self.messages))
        ending = f"{practice.eyes_open} {practice.stopping}"
        return f"{title}<p>{escape(f'{length}. {practice.intro}')}</p><ol>{steps}</ol><p>{escape(ending)}</p>"

    def _ending(self, prose: Prose) -> str:
        """Questions to look back with, where the week has some, and what was noted after earlier runs, newest first."""
        noted = [f"{day.isoformat()}: {note}" for day, note in self.past.notes]
        return self._listed("review", self.week.review, prose) + self._listed("noted", noted, prose)

    def _listed(self, name: str, lines: Sequence[str], prose: Prose) -> str:
        """*lines* under their heading; nothing where there are none."""
        return prose(f"## {self.messages(f'guide.{name}')}") + bullets(lines) if lines else ""
