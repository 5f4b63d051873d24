"""A guide page's Markdown as HTML: links lead to the made pages, and pictures are carried inside.

Raw HTML in a page is shown as it is typed, so nothing has to be cleaned; comments are left out.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kit.errors import ContentError
from kit.reports.markup import wide_tables
from kit.system.opening import bytes_of

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


class Prose:
    """Turns the Markdown of one page into HTML, piece by piece.

    *pages* are the names of all pages of the guide (``week_01.md``). Raises ContentError for a link to a page that
    is not there, and for a picture that cannot be carried along.
    """

    def __init__(self, folder: Path, page: str, pages: Collection[str]) -> None:
        self._folder, self._page, self._pages = folder, page, pages
        self._slugs: set[str] = set()

    def __call__(self, text: str) -> str:
        """The HTML of *text*, the next piece of the page."""
        tokens = _MARKDOWN.parse(_COMMENT.sub("", text))
        for at, token in enumerate(tokens):
            if token.type == "heading_open":
                token.attrSet("id", self._slug(tokens[at + 1].content))
            elif token.type == "th_open":
                token.attrSet("scope", "col")
            for inner in token.children or ():
                self._mend(inner)
        return wide_tables(str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})))

    def _mend(self, token: Token) -> None:
        if token.type == "link_open":
            token.attrSet("href", self._link(str(token.attrGet("href") or "")))
        elif token.type == "image":
            token.attrSet("src", self._picture(str(token.attrGet("src") or "")))

    def _link(self, target: str) -> str:
        name, hash_, place = target.partition("#")
        if not name or _ELSEWHERE.match(name):
            return target
        if name not in self._pages:
            known = ", ".join(sorted(self._pages))
            raise ContentError(
                f"{self._page}: a link leads to '{name}', which is no page of the guide; it has {known}."
            )
        return f"{Path(name).stem}.html{hash_}{place}"

    def _picture(self, source: str) -> str:
        path = (self._folder / source).resolve()
        kind = _PICTURES.get(path.suffix.lower())
        if kind is None or not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise ContentError(
                f"{self._page}: the picture '{source}' is not in the guide's folder as PNG, JPEG or GIF; "
                "put it there, or take the line out."
            )
        return f"data:{kind};base64,{base64.b64encode(bytes_of(path)).decode()}"

    def _slug(self, words: str) -> str:
        """A name for a heading that no other heading of the page has."""
        slug = wanted = slug_of(words)
        count = 1
        while slug in self._slugs:
            count += 1
            slug = f"{wanted}-{count}"
        self._slugs.add(slug)
        return slug


def slug_of(words: str) -> str:
    """The name under which a heading can be linked to, as code hosts make it from its words."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
