"""Scripts and styles of the pages, under an address that changes with their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kit.curriculum.practices import PRACTICES
from kit.design import drawings
from kit.design.tokens import pages
from kit.live.pages.packed import Packed, pack
from kit.results.pictures import STYLE
from kit.widgets.bundler import Read, css, joined, module

STATIC = Path(__file__).parents[1] / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# Each page loads one script: on a slow phone every further request costs more than its bytes.
_SCRIPTS = ("page", "join", "screen", "enter")
# What every page loads first, and what a file that is taken home has.
_WITH_TOKENS = ("page.css", "home.css")


class Assets:
    """Every file by name."""

    def __init__(self) -> None:
        read: Read = {}
        # Each text is packed at once: all of them beside their bytes would stay in the host's memory as holes.
        files = {path.name: path.read_bytes() for path in sorted(STATIC.glob("*.css"))}
        files["results.css"] += STYLE.encode()
        for name in _WITH_TOKENS:
            files[name] = (pages() + drawings.style()).encode() + files[name]
        packed = {name: pack(data) for name, data in files.items()}
        packed |= {f"{name}.js": pack(joined(STATIC / f"{name}.js", read).encode()) for name in _SCRIPTS}
        packed["exercise.css"] = pack(css("exercise").encode())
        packed |= {f"practice_{name}.js": pack(module(name, read).encode()) for name in PRACTICES}
        packed["practices.css"] = pack(css(*PRACTICES, without="exercise").encode())
        self._files = packed
        digest = hashlib.sha256()
        for name in sorted(self._files):
            digest.update(name.encode() + b"\0" + self[name])
        self.digest = digest.hexdigest()[:16]

    @property
    def path(self) -> str:
        """Where the files are served."""
        return f"/static/{self.digest}"

    def __getitem__(self, name: str) -> bytes:
        """The file called *name*; KeyError where there is none."""
        return self._files[name].plain

    def packed(self, name: str) -> Packed:
        """Return the file called *name*, also compressed. Raises KeyError where there is none."""
        return self._files[name]


def kind_of(name: str) -> str:
    """Return the content type of a file."""
    return _TYPES[Path(name).suffix]
