"""Joining the small scripts and styles of the forms and practices into the one text that a front end loads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kit.curriculum.practices import PRACTICES
from kit.design.drawings import style
from kit.design.tokens import notebooks
from kit.errors import ContentError, UnknownName

if TYPE_CHECKING:
    from kit.widgets.reloading import Followed

STATIC = Path(__file__).parent / "static"
_FORMS = ("exercise", "first", "mine", "session", "take_part")

# What a script may say of others, and what it declares: each name by itself.
_IMPORT = re.compile(r'^import \{([\w,\s]+)\} from "(?P<address>\.[^"\n]+)";\n', re.M)
_DECLARES = r"(?:async )?(?:class|const|function|let) "
_DECLARED = re.compile(rf"^(?:export )?{_DECLARES}(\w+)", re.M)
_EXPORTED = re.compile(rf"^export {_DECLARES}(\w+)", re.M)
_EXPORT = re.compile(rf"^export (?={_DECLARES})", re.M)
_DEFAULT = re.compile(r"^export default .*;\n", re.M)
# What only explains costs a phone on a slow network time.
_REMARK = re.compile(r"^ *//.*\n", re.M)
_ODD = re.compile(r"^(?:import|export|var)\b.*|^(?:const|let|function) *[^\w\s].*", re.M)
# Types are for whoever reads and checks a script; they stand before a declaration, a value or a parameter.
_TYPES = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n|/\*\* @(?:(?!\*/).)*\*/ ?", re.M | re.S)
# What a style may say of others.
_STYLE_IMPORT = re.compile(r'^@import "(?P<address>\.[^"\n]+)";\n', re.M)
_ODD_STYLE = re.compile(r"^ *@(?:import|charset|namespace)\b.*", re.M)

# The text of each file that is joined, in their order.
Texts = dict[Path, str]


@dataclass(frozen=True)
class _Part:
    """A script or a style as it was read, and what is found in it once, however many it is joined into."""

    path: Path
    text: str
    imports: re.Pattern[str]

    @cached_property
    def imported(self) -> list[tuple[re.Match[str], Path]]:
        """Each import, and the file that it leads to."""
        matches = self.imports.finditer(self.text)
        return [(statement, (self.path.parent / statement["address"]).resolve()) for statement in matches]

    @cached_property
    def declared(self) -> list[str]:
        return _DECLARED.findall(self.text)

    @cached_property
    def exported(self) -> set[str]:
        return set(_EXPORTED.findall(self.text))

    @cached_property
    def bare(self) -> str:
        """A script's text without its types, imports and exports, but for a default export."""
        text = _REMARK.sub("", _EXPORT.sub("", _IMPORT.sub("", _TYPES.sub("", self.text))))
        _refuse(self.path, _ODD.search(_DEFAULT.sub("", text)), "import and declare each name by itself")
        return text


# What was read, for whoever joins several modules at once: most of what they import is the same.
Read = dict[Path, _Part]


def module(name: str, read: Read | None = None) -> str:
    """Return the ES module called *name*, whole: ``export default { render({ model, el }) }`` and no import.

    anywidget and the host's pages load the same text. Raises UnknownName listing the modules there are.
    """
    return joined(entry(name, ".js"), read)


def css(*names: str, without: str = "") -> str:
    """Return the style of the modules called *names*, each part once, and none that the one *without* has already.

    It begins with the variables that all of them use.

    Raises UnknownName listing the modules there are.
    """
    there = styles(entry(without, ".css")) if without else {}
    texts = {path: text for name in names for path, text in styles(entry(name, ".css")).items()}
    own = [_bare_style(path, text) for path, text in texts.items() if path not in there]
    return "\n".join([*([] if without else [notebooks(), style(".kit-form", "--kit-")]), *own])


def front_end(name: str) -> tuple[str | Followed, str | Followed]:
    """Return the script and the style of the module called *name*, as a widget class takes them.

    With ANYWIDGET_HMR=1 both follow their files: what is changed in one of them shows in an open notebook.
    """
    script, style = entry(name, ".js"), entry(name, ".css")
    if os.environ.get("ANYWIDGET_HMR") != "1":
        return joined(script), css(name)
    from kit.widgets.reloading import followed  # noqa: PLC0415

    script_text = followed(partial(joined, script), partial(scripts, script))
    return script_text, followed(partial(css, name), partial(styles, style))


def entry(name: str, suffix: str) -> Path:
    """Return the script (``.js``) or style (``.css``) that the module called *name* begins with.

    Raises UnknownName listing the modules there are.
    """
    if name in PRACTICES:
        return PRACTICES[name].folder() / f"{name}{suffix}"
    if name not in _FORMS:
        raise UnknownName(f"There's no module {name!r}; there are {', '.join(sorted([*PRACTICES, *_FORMS]))}.")
    return STATIC / f"{name}{suffix}"


def joined(script: Path, read: Read | None = None) -> str:
    """Return *script* and all that it imports as the text of one ES module: a Blob cannot import a neighbour.

    Each script stands in it once, after those that it needs. Raises ContentError where two of them declare the same
    name, and where a script cannot be joined; what a script may say is told by ``import { name } from "./other.js"``
    and by ``export`` before a declaration. *read* keeps what was read for the next one.
    """
    parts = _scripts(script, {} if read is None else read)
    _refuse_twice(parts)
    *before, last = parts
    return "\n".join([*(_DEFAULT.sub("", part.bare) for part in before), last.bare])


def together(scripts: Mapping[str, Path]) -> str:
    """Return *scripts* as one text in which all that they share stands once.

    What each of them exports as its default is found under its name in the constant ``MODULES``. Raises ContentError
    as ``joined`` does.
    """
    read: Read = {}
    entries = {name: path.resolve() for name, path in scripts.items()}
    parts = {part.path: part for path in entries.values() for part in _scripts(path, read)}
    shared = [part for part in parts.values() if part.path not in entries.values()]
    _refuse_twice(shared)
    apart = (f"MODULES.{name} = (() => {{\n{_returned(parts[path].bare)}}})();" for name, path in entries.items())
    return "\n".join(["const MODULES = {};", *(_DEFAULT.sub("", part.bare) for part in shared), *apart, ""])


def _returned(text: str) -> str:
    return _DEFAULT.sub(lambda found: found[0].replace("export default", "return", 1), text)


def _refuse_twice(parts: Iterable[_Part]) -> None:
    """Raise ContentError where two of *parts* declare the same name, for they become one text."""
    owners: dict[str, Path] = {}
    for part in parts:
        for name in part.declared:
            if name in owners:
                raise ContentError(
                    f"{owners[name].name} and {part.path.name} both declare {name!r}; rename one of the two."
                )
            owners[name] = part.path


def scripts(script: Path) -> Texts:
    """Return the text of *script* and of all that it imports, each after what it needs.

    Raises ContentError as ``joined`` does.
    """
    return {part.path: part.text for part in _scripts(script, {})}


def _scripts(script: Path, read: Read) -> list[_Part]:
    """As ``scripts``; what is in *read* is not read again, and what was read is added to it."""
    parts = _in_order(script, _IMPORT, read)
    for part in parts:
        for statement, other in part.imported:
            missing = set(re.findall(r"\w+", statement[1])) - read[other].exported
            if missing:
                listed = ", ".join(sorted(missing))
                raise ContentError(f"{part.path.name} imports {listed}, which {other.name} doesn't export.")
    return parts


def styles(style: Path) -> Texts:
    """Return the text of *style* and of all that it imports, each after what it builds on.

    Raises ContentError where one of them is not there, and where two of them need each other.
    """
    return {part.path: part.text for part in _in_order(style, _STYLE_IMPORT, {})}


def _in_order(first: Path, imports: re.Pattern[str], read: Read) -> list[_Part]:
    """*first* and all that it *imports*, each after what it needs."""
    parts: dict[Path, _Part] = {}

    def visit(path: Path, above: list[Path]) -> None:
        if path in above:
            raise ContentError(
                f"{above[-1].name} and {path.name} need each other; move what both use into a third file."
            )
        if path in parts:
            return
        if path not in read:
            read[path] = _Part(path, path.read_text("utf-8"), imports)
        for statement, other in read[path].imported:
            if other not in read and not other.is_file():
                raise ContentError(f"{path.name} imports {statement['address']}, which isn't there.")
            visit(other, [*above, path])
        parts[path] = read[path]

    visit(first.resolve(), [])
    return list(parts.values())


def _bare_style(path: Path, text: str) -> str:
    bare = _STYLE_IMPORT.sub("", text)
    _refuse(path, _ODD_STYLE.search(bare), 'import another style by @import "./its-name.css";')
    return bare


def _refuse(path: Path, odd: re.Match[str] | None, cure: str) -> None:
    if odd:
        raise ContentError(f"{path.name}: {odd[0]!r} can't be joined; {cure}.")
