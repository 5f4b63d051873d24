"""What may stand in a report: Markdown and HTML through one allowlist, and headings in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "blockquote", "details", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "b", "i", "s", "sub", "sup", "small", "code", "pre", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption"),
}
_ATTRIBUTES = {
    "*": {"class", "lang", "dir"},
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# What the kit draws a range with; nobody's Markdown draws anything.
_DRAWN = {
    "svg": {"aria-hidden", "focusable"},
    "rect": {"x", "y", "width", "height"},
    "line": {"x1", "x2", "y1", "y2"},
}
# The kit's own classes; any other could take on the look of a part of the page.
_CLASS = "kit-"


def _attribute(_: str, name: str, value: str) -> str | None:
    if name != "class":
        return value
    return " ".join(one for one in value.split() if one.startswith(_CLASS)) or None


def _cleaner(drawn: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS | drawn.keys(),
        attributes=_ATTRIBUTES | drawn,
        attribute_filter=_attribute,
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https"},
        url_relative="deny",
    )


_CLEANER, _WITH_BARS = _cleaner({}), _cleaner(_DRAWN)


def clean_html(fragment: str) -> str:
    """*fragment* with only what the allowlist has: no script, style, handler, image, or link but http(s)."""
    return str(_WITH_BARS.clean(fragment))


def _picture_words(_: RendererHTML, tokens: Sequence[Token], index: int, *_more: object) -> str:
    # A picture would be fetched from somewhere when the report is opened; its words are kept.
    return escape(tokens[index].content)


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_MARKDOWN.add_render_rule("image", _picture_words)


def markdown(text: str) -> str:
    """HTML of Markdown, through the allowlist; pictures are replaced by their words."""
    return str(_CLEANER.clean(_MARKDOWN.render(text)))


_HEADING = re.compile(r"<(/?)h([1-6])((?:\s[^>]*)?)>")
_TABLE = re.compile(r"<table(?:\s[^>]*)?>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption(?:\s[^>]*)?>(.*?)(?:<span|</caption>)", re.DOTALL)
_WIDE = 4  # columns that a phone cannot show side by side
_BEGINS = re.compile(r"\s*<h([1-6])(?:\s[^>]*)?>.*?</h\1>", re.DOTALL)
_FIRST = re.compile(r"<h1(?:\s[^>]*)?>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Headings:
    """Keeps the headings of one page in order: one h1, which comes first, no level skipped, equals stay equal."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []  # as written and as mended, outermost first
        self._first = True

    def __call__(self, fragment: str) -> str:
        """*fragment*, which is the next part of the page, with its headings' levels mended."""
        return _HEADING.sub(self._mend, fragment)

    def _mend(self, tag: re.Match[str]) -> str:
        closing, wanted, rest = tag[1], int(tag[2]), tag[3]
        if not closing:
            while self._open and self._open[-1][0] >= wanted:
                self._open.pop()
            above = self._open[-1][1] if self._open else 0
            self._open.append((wanted, above + 1 if above or self._first else 2))
            self._first = False
        return f"<{closing}h{self._open[-1][1]}{rest}>"


def wide_tables(fragment: str) -> str:
    """*fragment*, which is already clean, with a frame around each wide table that can be scrolled by keyboard."""
    return _TABLE.sub(_framed, fragment)


def _framed(match: re.Match[str]) -> str:
    table = match[0]
    if table.count('<th scope="col"') < _WIDE:
        return table
    caption = _CAPTION.search(table)
    name = _TAG.sub("", caption[1]).strip().replace('"', "&quot;") if caption else ""
    about = f'role="region" aria-label="{name}"' if name else 'role="group"'
    return f'<div class="wide" {about} tabindex="0">{table}</div>'


def fold(fragment: str) -> str:
    """*fragment*, which is already clean and begins with its heading, behind that heading; else as it is."""
    heading = _BEGINS.match(fragment)
    if heading is None:
        return fragment
    return f"<details><summary>{heading[0].strip()}</summary>{fragment[heading.end() :]}</details>"


def first_heading(fragment: str) -> str | None:
    """The words of the first h1 in *fragment*, which is already clean, still escaped; None without one."""
    heading = _FIRST.search(fragment)
    return _TAG.sub("", heading[1]).strip() if heading else None
