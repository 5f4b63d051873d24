"""TOML files that people type: whether one is there, and what it says, told in words where it cannot be used."""

from __future__ import annotations

import json
import re
import stat
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kit.errors import CohortError
from kit.system.opening import bytes_of
from kit.text.parsing import toml_of

_LONGEST = 1024**2
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_there(path: Path) -> bool:
    """Whether anything of that name is there, a link that leads nowhere too. CohortError where that cannot be told."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise CohortError(
            f"{path}: whether this file is there can't be told ({error.strerror}); see that its folder is open to you."
        ) from None
    return True


def read_toml(path: Path, otherwise: str) -> dict[str, Any]:
    """What the file at *path* says. Raises CohortError: which file, where in it, and how to mend it.

    *otherwise* is what else can be done than to mend it, such as "or draw anew".
    """
    text = _text(path, _bytes(path, otherwise), otherwise)
    try:
        return toml_of(text)
    except tomllib.TOMLDecodeError as error:
        raise CohortError(_complaint(path, text, str(error), otherwise)) from None
    except ValueError as error:
        raise CohortError(f"{path}: {error}; fix that, {otherwise}.") from None


def with_values(text: str, values: Mapping[str, str], *, table: str = "") -> str:
    """The TOML in *text* with these *values* of words, in *table* or before every table; all other lines stay.

    A value that is there already is replaced, with what stands behind it on its line.
    """
    for name, value in values.items():
        text = _with_value(text, name, json.dumps(value, ensure_ascii=False), table)
    return text


def _with_value(text: str, name: str, value: str, table: str) -> str:
    lines = text.splitlines(keepends=True)
    heads = [place for place, line in enumerate(lines) if re.match(r"\s*\[", line)]
    head = next((place for place in heads if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", lines[place])), None)
    if table and head is None:
        return f"{text}{'' if text.endswith(chr(10)) else chr(10)}\n[{table}]\n{name} = {value}\n"
    start = head + 1 if table and head is not None else 0
    end = next((place for place in heads if place >= start), len(lines))
    key = re.compile(rf"""(\s*["']?{re.escape(name)}["']?\s*=\s*)(?:"[^"]*"|'[^']*'|[^#\s]*)(.*)""", re.DOTALL)
    for place in range(start, end):
        if match := key.fullmatch(lines[place]):
            lines[place] = f"{match[1]}{value}{match[2]}"
            return "".join(lines)
    if end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    # Behind the last line of its part that says something, so that the part stays together.
    at = max((place + 1 for place in range(start, end) if lines[place].strip()), default=start)
    return "".join([*lines[:at], f"{name} = {value}\n", *lines[at:]])


def _bytes(path: Path, otherwise: str) -> bytes:
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise CohortError(f"{path}: this is a folder, and a file belongs here; move it away, {otherwise}.")
        if not stat.S_ISREG(kind.st_mode) or kind.st_size > _LONGEST:
            raise CohortError(f"{path}: this is no text file; put the file back that was here, {otherwise}.")
        return bytes_of(path)
    except FileNotFoundError:
        raise CohortError(f"{path}: this link leads to nothing; put the file itself here, {otherwise}.") from None
    except OSError as error:
        raise CohortError(
            f"{path}: can't be read ({error.strerror}); check its permissions, and where it leads if it's a link."
        ) from None


def _text(path: Path, data: bytes, otherwise: str) -> str:
    if data and not data.strip(b"\0"):
        raise CohortError(
            f"{path}: nothing is left of what was in this file, as happens when a computer loses its power; put it "
            f"back from a copy, {otherwise}."
        )
    if data.startswith(_UTF_16) or b"\0" in data:
        name = "UTF-32" if b"\0\0" in data else "UTF-16"
        raise CohortError(f"{path}: saved as {name}, which the kit doesn't read; save it with the encoding UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CohortError(
            f"{path}: line {line} has a letter that isn't saved as UTF-8; save the file with the encoding UTF-8, and "
            "look at that letter afterwards."
        ) from None


def _complaint(path: Path, text: str, error: str, otherwise: str) -> str:
    """What is wrong with the TOML in *text*, of which *error* is what the library says."""
    lines = text.splitlines() or [""]
    placed = re.search(r"^(.*) \(at line (\d+)", error)
    number = min(int(placed[2]), len(lines)) if placed else len(lines)
    line, complaint = lines[number - 1], placed[1] if placed else error
    # The words behind a # are nobody's business; a # inside quotes only makes this look at less.
    code = line.partition("#")[0]
    where = f"{path}: line {number}"
    curly = next((sign for sign in code if not sign.isascii() and "QUOTATION" in unicodedata.name(sign, "")), None)
    if curly:
        return f'{where} has a curly quotation mark ({curly}); use the straight one, ".'
    odd = next((sign for sign in re.sub(r"\"[^\"]*\"|'[^']*'", "", code) if not sign.isascii()), None)
    if odd:
        name = unicodedata.name(odd, "an unknown sign").lower()
        return f"{where} has a sign that only looks right ({name}); delete it, and type that place again."
    if "overwrite" in complaint or "twice" in complaint:
        return f"{where} says something that was said above already; fix that line, {otherwise}."
    return (
        f"{where} can't be understood ({complaint[:1].lower()}{complaint[1:]}); put words, dates and times in "
        f"straight quotes and fix that line, {otherwise}."
    )
