"""Every sentence that the kit can say is said somewhere: none is kept that nothing asks for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import kit
from tests.catalogue import SECTIONS

ROOT = Path(kit.__file__).parent
KEYS = [f"{section}.{key}" for section, texts in SECTIONS.items() for key in texts]
# What is filled in within a name: {kind} in Python, ${kind} in a script.
HOLE = re.compile(r"\$?\{[^{}]*\}")
LITERAL = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\\n])*)\1""")
NAME = re.compile(r"[a-z][a-z0-9_.]*")
ANY = "[a-z0-9_]*"  # also nothing, where it is an ending that only many have


def put_together(literal: str) -> str:
    """A pattern for the names that *literal* makes with what is filled in or put beside it, or nothing."""
    parts = HOLE.split(literal)
    if len(parts) == 1:
        parts = [literal, ""] if literal.endswith("_") else ["", literal] if literal.startswith("_") else []
    # The name of a section alone makes every name in it, so it says nothing.
    said = any(len(part.rpartition(".")[2].strip("_")) > 2 for part in parts)
    return ANY.join(map(re.escape, parts)) if said and all(re.fullmatch("[a-z0-9_.]*", part) for part in parts) else ""


@cache
def asked() -> tuple[frozenset[str], re.Pattern[str], list[frozenset[str]]]:
    """Names that stand in the package, a pattern for those put together, and the words of files that join two."""
    whole: set[str] = set()
    patterns: set[str] = set()
    joining: list[frozenset[str]] = []
    for path in sorted(path for end in ("py", "js", "j2") for path in ROOT.rglob(f"*.{end}")):
        text = path.read_text("utf-8")
        names = frozenset(NAME.findall(text))
        whole |= names
        literals = [literal for _, literal in LITERAL.findall(text)]
        patterns |= {pattern for literal in literals if (pattern := put_together(literal))}
        if any(HOLE.sub("", literal).rpartition(".")[2] == "_" for literal in literals):
            joining.append(names)
    return frozenset(whole), re.compile("|".join(sorted(patterns))), joining


def is_asked_for(name: str) -> bool:
    whole, pattern, joining = asked()
    key = name.partition(".")[2]
    parts = key.split("_")
    halves = [{"_".join(parts[:at]), "_".join(parts[at:])} for at in range(1, len(parts))]
    joined = any(half <= names for names in joining for half in halves)
    return bool({name, key} & whole or pattern.fullmatch(key) or pattern.fullmatch(name) or joined)


@pytest.mark.parametrize("name", KEYS)
def test_a_sentence_is_asked_for_somewhere(name):
    assert is_asked_for(name), "nothing says this sentence; leave it out of the catalogue"


@pytest.mark.parametrize(
    "name", ["page.join_over", "form.nobody_asks", "everything.fields_begun", "live.sotred_notice"]
)
def test_a_sentence_that_nothing_asks_for_is_noticed(name):
    assert not is_asked_for(name)
