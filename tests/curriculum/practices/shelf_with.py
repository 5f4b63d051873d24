"""A shelf with one practice changed, to hear what is said about it."""

from __future__ import annotations

from pathlib import Path

from kit.curriculum.practices.shelf import FILE, load_practices
from kit.errors import ContentError
from kit.settings import packaged_curriculum


def said_of(folder: Path, old: str, new: str) -> str:
    """The sentence about the packaged shelf in which *old* became *new*; empty where all is well."""
    text = (packaged_curriculum() / FILE).read_text("utf-8")
    assert text.count(old) >= 1, old
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")
    try:
        load_practices(folder)
    except ContentError as error:
        return str(error)
    return ""
