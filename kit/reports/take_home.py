"""What participants take home: a folder for any address with HTTPS, and the same as one file for a computer.

The practices in it are those of the sessions, with their scripts and styles; it holds nothing about anybody, and asks
nobody for anything.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices import Practice
from kit.curriculum.practices.guided import Guided
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.design.tokens import LIGHT, pages
from kit.errors import KitError
from kit.notebook.cards import home, practice
from kit.reports.markup import clean_html
from kit.reports.standalone import digest, environment
from kit.settings import Cohort
from kit.system.opening import bytes_of
from kit.widgets.bundler import STATIC, css, entry, joined, together
from kit.widgets.specs import practices_with_sentences
from kit.widgets.words_of_copies import sheets_of

LARGEST = 400_000  # bytes of the folder without recordings
RECORDINGS = "recordings"
_SOUNDS = (".m4a", ".mp3", ".ogg", ".opus", ".wav", ".webm")
_OWN = ("journal", "commitment", "letter", "everything")
_HOME = STATIC / "home"
_NOWHERE = "base-uri 'none'; form-action 'none'; connect-src 'none'"

Files = dict[str, bytes]


@dataclass(frozen=True)
class _Home:
    """What a page is made of: its practices under their headings, all they hold as JSON values, and texts as HTML."""

    groups: list[tuple[str, list[Practice]]]
    data: dict[str, object]
    handout: list[tuple[str, str]]
    scripts: list[str]


def take_home_folder(cohort: Cohort) -> Files:
    """The files of the folder by name, with the recordings of the cohort. Raises ContentError or KitError."""
    made, messages = _home(cohort), messages_in(cohort.curriculum)
    sounds = _recordings(cohort.root / RECORDINGS, {one.id for _, group in made.groups for one in group})
    recordings = {Path(name).stem: name for name in sounds}
    data = {**made.data, "recordings": recordings, "worker": "offline.js"}
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        f"manifest-src 'self'; worker-src 'self'; {_NOWHERE}"
    )
    files: Files = {
        "index.html": _page(made, data, messages, policy=policy, alone=False).encode(),
        "home.js": _script(made).encode(),
        "home.css": _style(made).encode(),
        "icon.svg": _icon().encode(),
        "manifest.webmanifest": _manifest(messages).encode(),
    }
    size = sum(map(len, files.values()))
    if size > LARGEST:
        raise KitError(
            f"What is taken home takes {size // 1000} kB, and phones on a slow network get at most {LARGEST // 1000}; "
            "shorten the guided practices of this cohort."
        )
    files |= sounds
    return {**files, "offline.js": _worker(files).encode()}


def take_home_file(cohort: Cohort) -> str:
    """The same as one page, without recordings, that a computer opens from its disk. Raises ContentError."""
    made, messages = _home(cohort), messages_in(cohort.curriculum)
    data = {**made.data, "recordings": {}, "worker": ""}
    policy = (
        f"default-src 'none'; script-src {digest(_script(made))}; style-src {digest(_style(made))}; img-src data:; "
        f"{_NOWHERE}"
    )
    return _page(made, data, messages, policy=policy, alone=True)


def _home(cohort: Cohort) -> _Home:
    curriculum = cohort.curriculum
    weeks, messages, shelf = load_curriculum(curriculum), messages_in(curriculum), load_practices(curriculum)
    guided = dict(_guided(weeks))
    for known in shelf.values():
        if isinstance(known, Guided) and known.id not in guided:
            guided[known.id] = (known, "")
    own = [(shelf[name], "") for name in _OWN if name in shelf]
    held = practices_with_sentences([*guided.values(), *own], messages)
    for kept in held["practices"].values():
        if kept["module"] == "everything":
            kept["sheets"] = sheets_of(curriculum, messages)
    first: list[Practice] = [one for one, _ in guided.values()]
    return _Home(
        groups=[("guided", first), ("own", [one for one, _ in own])],
        data={"cohort": cohort.identity, "words": messages.section("take_home"), **held},
        handout=[(_titled(week, messages), _lifted(home(week, messages).html)) for week in weeks.values()],
        scripts=[_lifted(practice(one, safety, messages).html) for one, safety in guided.values()],
    )


def _guided(weeks: Mapping[int, Week]) -> Iterator[tuple[str, tuple[Guided, str]]]:
    """Each guided practice of the weeks once, by id, with the safety line of where it stands first."""
    seen: set[str] = set()
    for week in weeks.values():
        for block in week.blocks:
            for asked in block.practices:
                if isinstance(asked, Guided) and asked.id not in seen:
                    seen.add(asked.id)
                    yield asked.id, (asked, week.safety_beside(block))


def _titled(week: Week, messages: Messages) -> str:
    return messages("paper.title" if week.number else "paper.title_start", number=week.number, title=week.title)


def _lifted(html: str) -> str:
    return re.sub(r"<(/?)h3>", r"<\1h3>", clean_html(html))


def _page(made: _Home, data: Mapping[str, object], messages: Messages, *, policy: str, alone: bool) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        environment()
        .get_template("take_home.html.j2")
        .render(
            messages=messages,
            policy=policy,
            theme=LIGHT["accent"],
            alone=alone,
            groups=made.groups,
            handout=made.handout,
            scripts=made.scripts,
            data=text,
            style=_style(made) if alone else "",
            script=_script(made) if alone else "",
        )
    )


def _modules(made: _Home) -> list[str]:
    return list(dict.fromkeys(one.module for _, group in made.groups for one in group))


def _script(made: _Home) -> str:
    scripts = {name: entry(name, ".js") for name in _modules(made)} | {"home": _HOME / "home.js"}
    # Within a function, so that no name of it meets one that the browser has.
    return f'(() => {{\n"use strict";\n{together(scripts)}MODULES.home.begin(MODULES);\n}})();\n'


def _style(made: _Home) -> str:
    return pages() + (_HOME / "home.css").read_text("utf-8") + "\n" + css(*_modules(made))


def _manifest(messages: Messages) -> str:
    icon = {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    shown = {"display": "standalone", "background_color": LIGHT["ground"], "theme_color": LIGHT["accent"]}
    names = {"name": messages("take_home.title"), "short_name": messages("take_home.short")}
    return json.dumps({**names, "id": "./", "start_url": "./", "scope": "./", **shown, "icons": [icon]}, indent=1)


def _icon() -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" '
        f'fill="{LIGHT["accent"]}"/><g stroke="{LIGHT["ground"]}" stroke-width="28" fill="none">'
        f'<circle cx="256" cy="256" r="136"/><circle cx="256" cy="256" r="50"/></g></svg>\n'
    )


def _worker(files: Files) -> str:
    """The script that keeps *files*; it differs where any of them does, so that browsers notice."""
    known = hashlib.sha256()
    for name, data in sorted(files.items()):
        known.update(name.encode() + b"\0" + data)
    names = json.dumps(["./", *sorted(set(files) - {"index.html"})])
    text = joined(_HOME / "offline.js")
    return text.replace('["HOME_FILES"]', names).replace('HOME_VERSION"', f'{known.hexdigest()[:16]}"')


def _recordings(folder: Path, known: set[str]) -> Files:
    """The recordings in *folder*, each called by the id of its practice. Raises KitError for one that is not."""
    if not folder.is_dir():
        return {}
    recordings: Files = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.suffix.lower() not in _SOUNDS or path.stem not in known:
            raise KitError(
                f"{path}: a recording is called by the id of its practice, such as pause.m4a; the ids are "
                f"{', '.join(sorted(known - set(_OWN)))}. Rename it, or move it elsewhere."
            )
        if any(Path(name).stem == path.stem for name in recordings):
            raise KitError(f"{path}: there are two recordings of {path.stem}; keep one of them.")
        recordings[f"{RECORDINGS}/{path.name}"] = bytes_of(path)
    return recordings
