"""Tables for spreadsheet programs, in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

# A spreadsheet runs a cell that begins like this (OWASP: CSV injection); an apostrophe makes it text. The full-width
# forms of these signs count as well, and so does a sign behind blanks or behind what cannot be seen.
_FORMULA_STARTS = "=+-\u2212@"
_ALWAYS = "\t\r\n\0"


def inert(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    if text.startswith(tuple(_ALWAYS)):
        return f"'{text}"
    seen = next((sign for sign in unicodedata.normalize("NFKC", text) if not _is_unseen(sign)), "")
    return f"'{text}" if seen and seen in _FORMULA_STARTS else text


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with every text quoted and inert; numbers stay numbers. Write it as ``utf-8-sig``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else inert(str(value))


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")
