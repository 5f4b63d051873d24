"""What stands in a guide page between two marks is made, not written: minutes, numbers of the policy, elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from textwrap import shorten

from kit.errors import ContentError

Makers = Mapping[str, Callable[[], str]]

_MARK = re.compile(r"<!--\s*(/?)([a-z]+)\s*-->")
_TITLE = re.compile(r"\A(\s*# )[^\n]*")
# What is no letter: a table whose numbers changed says the same.
_NO_LETTERS = re.compile(r"[\W\d_]+")
# The nearest heading above a block's mark; words may stand between the two.
_HEADED_BLOCK = re.compile(
    r"^(#+ )[^\n]*(\n(?:(?!#|<!--\s*block:)[^\n]*\n)*<!--\s*block:\s*(\S+?)\s*-->)", re.MULTILINE
)


def renewed(text: str, makers: Makers, *, page: str) -> str:
    """*text* with what its marks ask for, made anew; a page without a mark stays as it is.

    A part goes from ``<!-- plan -->`` to ``<!-- /plan -->``, where ``plan`` is a name in *makers*; other comments are
    left alone. Raises ContentError naming *page* where one of the two marks is missing.
    """
    made, rest = [], text
    while found := _first(rest, makers):
        name = found[2]
        end = _first(rest[found.end() :], makers)
        if found[1] or end is None or end[1] != "/" or end[2] != name:
            missing = f"<!-- {name} -->" if found[1] else f"<!-- /{name} -->"
            raise ContentError(f"{page}: the mark {missing} is missing; both marks of a part that is made must stand.")
        made += [rest[: found.end()], f"\n\n{makers[name]()}\n\n", end[0]]
        rest = rest[found.end() + end.end() :]
    return "".join([*made, rest])


def _first(text: str, makers: Makers) -> re.Match[str] | None:
    return next((found for found in _MARK.finditer(text) if found[2] in makers), None)


def titled(text: str, title: str, blocks: Mapping[str, str]) -> str:
    """*text* with the title of its session in its first heading, and each block's above the block's mark."""

    def headed(found: re.Match[str]) -> str:
        return f"{found[1]}{blocks[found[3]]}{found[2]}" if found[3] in blocks else found[0]

    return _HEADED_BLOCK.sub(headed, _TITLE.sub(lambda found: f"{found[1]}{title}", text))


def going(text: str, new: str) -> list[str]:
    """The beginnings of the lines of *text* whose words, whatever numbers stand among them, are nowhere in *new*."""
    there = {_NO_LETTERS.sub("", line) for line in new.splitlines()}
    lines = (line for line in text.splitlines() if _NO_LETTERS.sub("", line) not in there | {""})
    return [shorten(line, 60, placeholder=" ...") for line in lines]


def table(heads: list[str], rows: list[list[str]], *, right: tuple[int, ...] = ()) -> str:
    """A Markdown table; the columns in *right* hold numbers."""
    rule = ["---:" if number in right else "---" for number in range(len(heads))]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in [heads, rule, *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
