"""Joining the small scripts and styles of the forms and practices into the one text that a front end loads."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kit.curriculum.practices import PRACTICES
from kit.errors import ContentError, UnknownName

if TYPE_CHECKING:
    from kit.widgets.reloading import Followed

STATIC = Path(__file__).parent / "static"
_FORMS = ("exercise", "mine", "session")

# What a script may say of others, and what it declares: each name by itself.
_IMPORT = re.compile(r'^import \{([\w,\s]+)\} from "(?P<address>\.[^"\n]+)";\n', re.M)
_DECLARES = r"(?:async )?(?:class|const|function|let) "
_DECLARED = re.compile(rf"^(?:export )?{_DECLARES}(\w+)", re.M)
_EXPORTED = re.compile(rf"^export {_DECLARES}(\w+)", re.M)
_EXPORT = re.compile(rf"^export (?={_DECLARES})", re.M)
_DEFAULT = re.compile(r"^export default .*;\n", re.M)
_ODD = re.compile(r"^(?:import|export|var)\b.*|^(?:const|let|function) *[^\w\s].*", re.M)
# Types are for whoever reads and checks a script; they stand before a declaration, a value or a parameter.
_TYPES = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n|/\*\* @(?:(?!\*/).)*\*/ ?", re.M | re.S)
# What a style may say of others.
_STYLE_IMPORT = re.compile(r'^@import "(?P<address>\.[^"\n]+)";\n', re.M)
_ODD_STYLE = re.compile(r"^ *@(?:import|charset|namespace)\b.*", re.M)

# The text of each file that is joined, in their order.
Texts = dict[Path, str]


def module(name: str) -> str:
    """Return the ES module called *name*, whole: ``export default { render({ model, el }) }`` and no import.

    anywidget and the host's pages load the same text. Raises UnknownName listing the modules there are.
    """
    return joined(entry(name, ".js"))


def css(*names: str, without: str = "") -> str:
    """Return the style of the modules called *names*, each part once, and none that the one *without* has already.

    Raises UnknownName listing the modules there are.
    """
    there = styles(entry(without, ".css")) if without else {}
    texts = {path: text for name in names for path, text in styles(entry(name, ".css")).items()}
    return "\n".join(_bare_style(path, text) for path, text in texts.items() if path not in there)


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
        raise UnknownName(f"There is no module {name!r}; there are {', '.join(sorted([*PRACTICES, *_FORMS]))}.")
    return STATIC / f"{name}{suffix}"


def joined(script: Path) -> str:
    """Return *script* and all that it imports as the text of one ES module: a Blob cannot import a neighbour.

    Each script stands in it once, after those that it needs. Raises ContentError where two of them declare the same
    name, and where a script cannot be joined; what a script may say is told by ``import { name } from "./other.js"``
    and by ``export`` before a declaration.
    """
    texts = scripts(script)
    owners: dict[str, Path] = {}
    for path, text in texts.items():
        for name in _DECLARED.findall(text):
            if name in owners:
                raise ContentError(f"{owners[name].name} and {path.name} both declare {name!r}; rename one of the two.")
            owners[name] = path
    last = next(reversed(texts))
    return "\n".join(_bare(path, text, is_entry=path == last) for path, text in texts.items())


def scripts(script: Path) -> Texts:
    """Return the text of *script* and of all that it imports, each after what it needs.

    Raises ContentError as ``joined`` does.
    """
    texts: Texts = {}
    _visit(script.resolve(), _IMPORT, texts, [])
    for path, text in texts.items():
        for names, address in _IMPORT.findall(text):
            other = (path.parent / address).resolve()
            missing = set(re.findall(r"\w+", names)) - set(_EXPORTED.findall(texts[other]))
            if missing:
                listed = ", ".join(sorted(missing))
                raise ContentError(f"{path.name} imports {listed}, which {other.name} does not export.")
    return texts


def styles(style: Path) -> Texts:
    """Return the text of *style* and of all that it imports, each after what it builds on.

    Raises ContentError where one of them is not there, and where two of them need each other.
    """
    texts: Texts = {}
    _visit(style.resolve(), _STYLE_IMPORT, texts, [])
    return texts


def _visit(path: Path, imports: re.Pattern[str], texts: Texts, above: list[Path]) -> None:
    """Add to *texts* what *path* imports, and then *path* itself; *above* is the way that led here."""
    if path in above:
        raise ContentError(f"{above[-1].name} and {path.name} need each other; move what both use into a third file.")
    if path in texts:
        return
    text = path.read_text("utf-8")
    for statement in imports.finditer(text):
        other = (path.parent / statement["address"]).resolve()
        if not other.is_file():
            raise ContentError(f"{path.name} imports {statement['address']}, which is not there.")
        _visit(other, imports, texts, [*above, path])
    texts[path] = text


def _bare(path: Path, text: str, *, is_entry: bool) -> str:
    """*text* without its types, imports and exports, but for the default export of the entry."""
    bare = _EXPORT.sub("", _IMPORT.sub("", _TYPES.sub("", text)))
    rest = _DEFAULT.sub("", bare)
    _refuse(path, _ODD.search(rest), "import and declare each name by itself")
    return bare if is_entry else rest


def _bare_style(path: Path, text: str) -> str:
    bare = _STYLE_IMPORT.sub("", text)
    _refuse(path, _ODD_STYLE.search(bare), 'import another style by @import "./its-name.css";')
    return bare


def _refuse(path: Path, odd: re.Match[str] | None, cure: str) -> None:
    if odd:
        raise ContentError(f"{path.name}: {odd[0]!r} cannot be joined; {cure}.")
