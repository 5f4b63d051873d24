"""Looking in every file of a folder for what should be gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from kit.answers.traces import Traces
from kit.system.text_search import every_file, file_may_hold, holds


def still_there(
    folders: Iterable[Path],
    traces: Traces,
    *,
    shown: Collection[Path] = (),
    apart: Collection[Path] = (),
    each: Callable[[Path], None] = lambda _: None,
) -> Iterator[Path]:
    """The files in *folders* that still hold something of *traces*; *each* hears of every file that was looked at.

    A file that cannot be looked into whole is among them, and so is an empty folder or a link with such a name. Files
    *apart* are passed over. In folders that are *shown* only ids count: words that somebody agreed to show stay where
    they were published.
    """
    places = list(folders)
    for path in every_file(places):
        if path in apart:
            continue
        each(path)
        wanted = _wanted(path, traces, shown)
        try:
            remains = holds(_name(path, places), wanted) or file_may_hold(path, wanted)
        except OSError:
            remains = True  # what cannot be looked at is not said to be clean
        if remains:
            yield path
    for path in _no_files(places):
        if _found_by_name(path, _name(path, places), _wanted(path, traces, shown)):
            yield path


def _no_files(folders: Iterable[Path]) -> list[Path]:
    """Everything in *folders* that is no file: folders and links."""
    inside = {path for folder in folders if folder.is_dir() for path in folder.rglob("*")}
    return sorted(path for path in inside if path.is_symlink() or not path.is_file())


def _found_by_name(path: Path, name: bytes, wanted: Collection[str]) -> bool:
    """Whether something of *wanted* is in the *name* of a link or an empty folder.

    In other folders the path of every file tells. One that cannot be looked into is not said to be clean.
    """
    try:
        alone = path.is_symlink() or not path.is_dir() or not any(path.iterdir())
    except OSError:
        return True
    return alone and holds(name, wanted)


def _name(path: Path, folders: Iterable[Path]) -> bytes:
    """The name of *path* with those of its folders, as far as they lie in one of *folders*."""
    below = next(path.relative_to(folder) for folder in folders if path.is_relative_to(folder))
    return str(below).encode("utf-8", "surrogateescape")


def _wanted(path: Path, traces: Traces, shown: Collection[Path]) -> Collection[str]:
    return traces.ids if any(path.is_relative_to(one) for one in shown) else traces.everything
