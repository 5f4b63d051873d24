"""The facilitator's guide as HTML that needs nothing else: every page, each session's two sheets, and an index."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from kit.curriculum.formats import Format, load_formats
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import Policy
from kit.curriculum.registers import (
    Claim,
    Element,
    Messages,
    Reference,
    load_claims,
    load_elements,
    load_references,
    messages_in,
)
from kit.curriculum.weeks import Week, week_number_of
from kit.errors import ContentError
from kit.reports.markup import Headings, first_heading
from kit.reports.paper.guide_pages import Prose, SessionPage
from kit.reports.paper.guide_parts import (
    Makers,
    claims_list,
    elements_table,
    formats_list,
    going,
    late_table,
    plan_table,
    policy_table,
    references_list,
    renewed,
    titled,
)
from kit.reports.paper.sheets import handout, run_sheet
from kit.reports.standalone import fill
from kit.session.debrief import Run, history
from kit.system.content_files import content_files
from kit.system.disk import keep_copy, write_text
from kit.system.opening import text_of
from kit.text.parsing import MERGED, merge_line

INDEX = "index.html"
KEPT = ".before_write"  # where pages are kept as they were, beside them
# The order in which a guide is read: what comes before the sessions, the sessions, what comes after them, and what
# an organisation asks for.
_FIRST = (
    *("ten_minutes", "README", "own_practice", "safety", "cards", "everyone", "privacy", "running_live"),
    *("online_people", "online", "practices", "asking"),
)
_LAST, _ORGANISATION = (
    ("reading_results", "take_away", "formats", "adapting", "commands"),
    ("sponsor", "evidence", "data_protection", "it"),
)


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a guide is made from. *begins* is the time of day of a session, or empty."""

    folder: Path
    weeks: Mapping[int, Week]
    elements: Mapping[str, Element]
    claims: Mapping[str, Claim]
    references: Mapping[str, Reference]
    formats: Mapping[str, Format]
    policy: Policy
    messages: Messages
    runs: Sequence[Run] = ()
    begins: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page of the guide: the stem of its file, its title and, for a session, the week it is about."""

    stem: str
    title: str
    content: str
    week: Week | None = None

    @property
    def file(self) -> str:
        """Name of the page's file."""
        return f"{self.stem}.html"


def gather(folder: Path, curriculum: Path, policy: Policy, *, runs: Sequence[Run] = (), begins: str = "") -> Material:
    """What the guide in *folder* is made from, beside the week files in *curriculum*. Raises ContentError."""
    return Material(
        folder=folder,
        weeks=load_curriculum(curriculum),
        elements=load_elements(curriculum) if os.path.lexists(curriculum / "elements.yaml") else {},
        claims=load_claims(curriculum) if os.path.lexists(curriculum / "claims.yaml") else {},
        references=load_references(curriculum),
        formats=load_formats(curriculum),
        policy=policy,
        messages=messages_in(curriculum),
        runs=runs,
        begins=begins,
    )


def make_guide(material: Material) -> dict[str, str]:
    """HTML by file name: a page for each Markdown file and each week, their sheets, and an index.

    A week without a page of its own gets one of its week file alone. Raises ContentError naming page and place.
    """
    messages = material.messages
    if not content_files(material.folder, ".md"):
        raise ContentError(f"{material.folder.name}: there is no guide here; a guide has pages such as week_01.md.")
    pages = _names(material)
    entries = [_entry(name, pages, material) for name in pages]
    made = {}
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        fields: dict[str, Any] = {"title": entry.title, "entry": entry, "before": before, "after": after}
        made[entry.file] = fill("guide_page.html.j2", "guide.css", messages, **fields)
        if entry.week:
            past = history(entry.week, material.runs)
            made[f"{entry.stem}_run_sheet.html"] = run_sheet(entry.week, past, messages, begins=material.begins)
            made[f"{entry.stem}_handout.html"] = handout(entry.week, messages)
    groups = [group for group in _groups(entries) if group[1]]
    made[INDEX] = fill("guide_index.html.j2", "guide.css", messages, title=messages("guide.title"), groups=groups)
    return made


def page_problems(material: Material) -> Iterator[str]:
    """One sentence for each page that cannot be made."""
    pages = _names(material)
    for name in pages:
        try:
            _entry(name, pages, material)
        except ContentError as error:
            yield str(error)


def pages_behind(material: Material) -> Iterator[str]:
    """One sentence for each week without a page, and each page whose made parts are out of date, with what would go.

    That is nobody's fault: an update of the kit may say the same in other words. A page that cannot be read is passed
    over here; ``page_problems`` names it.
    """
    for name in _names(material):
        try:
            text = _text(material.folder / name)
            new = _renewed(text or _bare(_week_of(name, material), material), name, material)
        except ContentError:
            continue
        if not text:
            yield material.messages("guide.none", page=name)
        elif text != new:
            gone = going(text, new)
            form = "guide.behind_words" if gone else "guide.behind"
            yield material.messages(form, page=name, words=gone[0] if gone else "", kept=KEPT)


def renew(material: Material) -> list[str]:
    """Write the made parts of the guide's pages anew where they are out of date; a sentence for each that changed.

    A week without a page gets one, with a place for the facilitator's own words at each of its blocks. A page that
    loses words by it is kept as it was, for some of them may be somebody's own. Raises ContentError for a page that
    cannot be read or has half a mark, KitError where one cannot be written.
    """
    changed = []
    for name in _names(material):
        path = material.folder / name
        text = _text(path)
        new = _renewed(text or _bare(_week_of(name, material), material), name, material)
        if new != text:
            changed.append((path, new, text))
    return [_written(path, new, before, material.messages) for path, new, before in changed]


def page_of_today(name: str, material: Material) -> str:
    """The page *name* with what is made in it made anew. Raises ContentError as ``renew``."""
    return _renewed(_text(material.folder / name), name, material)


def _written(path: Path, new: str, before: str, messages: Messages) -> str:
    if not going(before, new):
        write_text(path, new)
        return messages("guide.renewed" if before else "guide.begun", page=path.name)
    copy = keep_copy(path, KEPT)
    write_text(path, new)
    return messages("guide.renewed_words", page=path.name, copy=f"{KEPT}/{copy.name}")


def _renewed(text: str, name: str, material: Material) -> str:
    """The page *name* with everything in it that is made from something else, and its headings among it."""
    week = _week_of(name, material)
    if week:
        text = titled(text, _title(week, material), {block.id: block.title for block in week.blocks})
    return renewed(text, _makers(name, material), page=name)


def _title(week: Week, material: Material) -> str:
    name = "guide.week" if week.number else "guide.start"
    return material.messages(name, number=week.number, title=week.title)


def _makers(name: str, material: Material) -> Makers:
    """What the marks of a page stand for: minutes on a session's page, numbers and registers on any."""
    week = _week_of(name, material)
    makers = {
        "numbers": lambda: policy_table(material.policy, material.messages),
        "elements": lambda: elements_table(material.elements, material.weeks, material.messages),
        "claims": lambda: claims_list(material.claims, material.references, material.messages),
        "references": lambda: references_list(material.references, material.messages),
        "formats": lambda: formats_list(material.formats, material.weeks, material.messages),
    }
    if week is None:
        return makers
    minutes = {
        "plan": lambda: plan_table(week, material.messages),
        "late": lambda: late_table(week, material.messages),
    }
    return {**makers, **minutes}


def _week_of(name: str, material: Material) -> Week | None:
    number = week_number_of(Path(name).stem)
    return material.weeks.get(number) if number is not None else None


def _names(material: Material) -> list[str]:
    """File names of all pages in reading order, those of weeks without a file among them."""
    own = [week.file_name for week in material.weeks.values()]
    there = sorted({path.stem for path in content_files(material.folder, ".md")} | set(own))
    sessions = sorted(
        (stem for stem in there if week_number_of(stem) is not None), key=lambda stem: (stem != "orientation", stem)
    )
    known = (*_FIRST, *sessions, *_LAST, *_ORGANISATION)
    others = [stem for stem in there if stem not in known]
    return [f"{stem}.md" for stem in (*_FIRST, *sessions, *_LAST, *others, *_ORGANISATION) if stem in there]


def _groups(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries of the index under their headings, each heading the end of a message's name."""
    before = [entry for entry in entries if entry.stem in _FIRST]
    sessions = [entry for entry in entries if entry.week]
    papers = [entry for entry in entries if entry.stem in _ORGANISATION]
    after = [entry for entry in entries if not any(entry in group for group in (before, sessions, papers))]
    return [("before", before), ("sessions", sessions), ("after", after), ("organisation", papers)]


def _entry(name: str, pages: Collection[str], material: Material) -> Entry:
    stem, week = Path(name).stem, _week_of(name, material)
    text = _renewed(_text(material.folder / name) or _bare(week, material), name, material)
    prose = Prose(material.folder, name, pages)
    if week:
        past = history(week, material.runs)
        page = SessionPage(name=name, week=week, claims=material.claims, past=past, messages=material.messages)
        content = Headings()(page.html(text, prose))
    else:
        content = Headings()(prose(text))
    title = first_heading(content)
    return Entry(stem=stem, title=unescape(title) if title else stem, content=content, week=week)


def _bare(week: Week | None, material: Material) -> str:
    """The page of a week for which nobody has written one."""
    if week is None:
        return ""
    blocks = "".join(f"\n## {block.title}\n\n<!-- block: {block.id} -->\n" for block in week.blocks)
    return f"# {_title(week, material)}\n\n<!-- plan -->\n<!-- /plan -->\n{blocks}"


def _text(path: Path) -> str:
    """The text of a page; empty where there is no such file."""
    try:
        text = text_of(path, "utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise ContentError(f"{path.name}: this is no text in UTF-8; save the file as UTF-8 and try again.") from None
    except OSError as error:
        raise ContentError(f"{path.name}: can't be read ({error.strerror}); check the file and its folder.") from None
    line = merge_line(text)
    if line is not None:
        raise ContentError(f"{path.name}, line {line}: {MERGED}.")
    return text
