"""Joining the small JavaScript and CSS parts of ``static/`` into the one text that a front end loads."""

from __future__ import annotations

import re
from pathlib import Path

from kit.curriculum.practices import PRACTICES
from kit.errors import ContentError, UnknownName

STATIC = Path(__file__).parent / "static"

# What a script may say of others, and what it declares: each name by itself.
_IMPORT = re.compile(r'^import \{([\w,\s]+)\} from "(\.[^"\n]+)";\n', re.M)
_DECLARES = r"(?:async )?(?:class|const|function|let) "
_DECLARED = re.compile(rf"^(?:export )?{_DECLARES}(\w+)", re.M)
_EXPORTED = re.compile(rf"^export {_DECLARES}(\w+)", re.M)
_EXPORT = re.compile(rf"^export (?={_DECLARES})", re.M)
_DEFAULT = re.compile(r"^export default .*;\n", re.M)
_ODD = re.compile(r"^(?:import|export|var)\b.*|^(?:const|let|function) *[^\w\s].*", re.M)
_STYLES: dict[str, tuple[str, ...]] = {
    **{name: ("form", "controls", "practice", "practice_picks", name) for name in PRACTICES},
    "peer_group": ("form", "fields", "controls", "practice", "practice_picks", "peer_group"),
    "exercise": ("form", "fields", "controls", "sharing"),
    "mine": ("form", "mine"),
    "session": ("form", "controls", "session", "session_plan"),
}


def module(name: str) -> str:
    """The ES module called *name*, whole: ``export default { render({ model, el }) }`` and no import.

    anywidget and the host's pages load the same text. Raises UnknownName listing the modules there are.
    """
    _known(_STYLES, name)
    return joined(STATIC / f"{name}.js")


def joined(entry: Path) -> str:
    """The script *entry* and all that it imports, as the text of one ES module: a Blob cannot import a neighbour.

    Each script stands in it once, after those that it needs. Raises ContentError where two of them declare the same
    name, and where a script cannot be joined; what a script may say is told by ``import { name } from "./other.js"``
    and by ``export`` before a declaration.
    """
    texts = scripts(entry)
    owners: dict[str, Path] = {}
    for path, text in texts.items():
        for name in _DECLARED.findall(text):
            if name in owners:
                raise ContentError(f"{owners[name].name} and {path.name} both declare {name!r}; rename one of the two.")
            owners[name] = path
    last = next(reversed(texts))
    return "\n".join(_bare(path, text, is_entry=path == last) for path, text in texts.items())


def scripts(entry: Path) -> dict[Path, str]:
    """The text of *entry* and of all that it imports, each after what it needs. Raises ContentError as ``joined``."""
    texts: dict[Path, str] = {}
    _visit(entry.resolve(), texts, [])
    return texts


def _visit(path: Path, texts: dict[Path, str], above: list[Path]) -> None:
    if path in above:
        raise ContentError(f"{above[-1].name} and {path.name} need each other; move what both use into a third script.")
    if path in texts:
        return
    text = path.read_text("utf-8")
    for names, address in _IMPORT.findall(text):
        other = (path.parent / address).resolve()
        if not other.is_file():
            raise ContentError(f"{path.name} imports {address}, which is not there.")
        _visit(other, texts, [*above, path])
        missing = set(re.findall(r"\w+", names)) - set(_EXPORTED.findall(texts[other]))
        if missing:
            raise ContentError(f"{path.name} imports {', '.join(sorted(missing))}, which {other.name} does not export.")
    texts[path] = text


def _bare(path: Path, text: str, *, is_entry: bool) -> str:
    """*text* without its imports and exports, but for the default export of the entry."""
    bare = _EXPORT.sub("", _IMPORT.sub("", text))
    rest = _DEFAULT.sub("", bare)
    odd = _ODD.search(rest)
    if odd:
        raise ContentError(f"{path.name}: {odd[0]!r} cannot be joined; import and declare each name by itself.")
    return bare if is_entry else rest


def css(*names: str, without: str = "") -> str:
    """The style sheet of the modules called *names*, each part once, and none that the one *without* has already.

    Raises UnknownName listing the modules there are.
    """
    there = _known(_STYLES, without) if without else ()
    parts = dict.fromkeys(part for name in names for part in _known(_STYLES, name) if part not in there)
    return "\n".join((STATIC / f"{part}.css").read_text("utf-8") for part in parts)


def _known(table: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    if name not in table:
        raise UnknownName(f"There is no module {name!r}; there are {', '.join(sorted(table))}.")
    return table[name]
