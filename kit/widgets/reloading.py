"""Reloading scripts and styles in an open notebook while they are being written.

Loaded only where ANYWIDGET_HMR is 1, so that nothing here runs for whoever uses the kit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from weakref import WeakSet

from anywidget._file_contents import VirtualFileContents

from kit.errors import ContentError

_LOG = logging.getLogger(__name__)
_EVERY = 0.3  # seconds


class Followed(VirtualFileContents):
    """A text joined from files, which tells its widgets when a change of one of them has made another text of it."""

    def __init__(self, join: Callable[[], str], parts: Callable[[], Iterable[Path]]) -> None:
        super().__init__(join())
        self._join, self._parts = join, parts
        self._seen = _stamps(parts())
        self._problem = ""

    def look(self) -> None:
        """Join the text again if one of its files has changed.

        A script that is half written stays as it was; what is wrong with it is logged once.
        """
        if _stamps(self._seen) == self._seen and not self._problem:
            return
        try:
            self._seen = _stamps(self._parts())
            text, self._problem = self._join(), ""
        except (ContentError, OSError) as error:
            if str(error) != self._problem:
                _LOG.warning("%s", error)
            self._problem = str(error)
            return
        if text != self.contents:
            self.contents = text


def followed(join: Callable[[], str], parts: Callable[[], Iterable[Path]]) -> Followed:
    """Return the text that *join* makes of the files *parts*; a thread keeps looking after it."""
    text = Followed(join, parts)
    _watched().add(text)
    return text


@cache
def _watched() -> WeakSet[Followed]:
    """The texts that the one thread looks after, which begins with the first of them."""
    texts: WeakSet[Followed] = WeakSet()

    def watch() -> None:
        pause = threading.Event()
        while not pause.wait(_EVERY):
            for text in list(texts):
                text.look()

    threading.Thread(target=watch, name="kit-reloading", daemon=True).start()
    return texts


def _stamps(paths: Iterable[Path]) -> dict[Path, int]:
    """When each file was changed; 0 for one that is not there, as while an editor replaces it."""
    return {path: path.stat().st_mtime_ns if path.exists() else 0 for path in paths}
