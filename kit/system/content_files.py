"""Which files in a folder are content: the one rule, used wherever a folder of content is read.

What systems, editors, synchronisers and version control leave behind is passed over everywhere. A copy beside its
original is passed over too, and ``kit check`` names it, so that nobody edits the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

# Whole names, in small letters. Whatever begins with a dot is hidden on purpose: .DS_Store, ._week_01.yaml, .git,
# .ipynb_checkpoints, .~lock.week_01.yaml#, .week_01.yaml.swp, .#week_01.yaml, .fuse_hidden0001, .nfs0001, .x.icloud
_NAMES = frozenset(
    {
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "$recycle.bin", "system volume information"),
        *("__macosx", "__pycache__", "node_modules", "lost+found", "@eadir", "#recycle", "4913", "cvs"),
    }
)
_BEGINNINGS = (".", "~$", "~wrl", "#")
_ENDINGS = (
    *("~", ".bak", ".backup", ".old", ".orig", ".rej", ".swp", ".swo", ".tmp", ".temp", ".part", ".partial"),
    *(".crdownload", ".download", ".lnk", ".lock", ".save", ".autosave", ".sb-conflict"),
)
# "Copy" as file managers say it.
_COPY = (
    "copy|copie|copia|cópia|còpia|kopie|kopia|kopi|kopio|kópia|kopija|kopya|másolat|eksemplar|"
    "копия|копія|копие|αντίγραφο|העתק|نسخة|複製|复制|副本|コピー|복사본|사본"
)
_OF = "of|von|de|di|da|van|af|av|z|из|от"
_CONFLICT = "conflict|conflit|conflicto|conflito|conflitto|konflikt|konflikte|conflicted|конфликт|冲突|衝突|競合"
_DECORATIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:{_COPY})(?:[ _-]?\(?\d+\)?)?[ _-](?:(?:{_OF})[ _-])?(?P<base>.+)$",
        rf"^(?P<base>.+?)[ _.\-\u2013\u2014]+(?:の|的)?\(?(?:{_COPY})\)?(?:[ _-]?\(?\d+\)?)?\)?$",
        r"^(?P<base>.+?) ?\(\d+\)$",
        r"^(?P<base>.+?) \d+$",
        rf"^(?P<base>.+?)[ _.-]*\([^()]*(?:{_CONFLICT})[^()]*\)$",
        rf"^(?P<base>.+?)[ _.-](?:sync-)?(?:{_CONFLICT})(?:ed)?(?:[ _.-].*)?$",
        r"^(?P<base>.+?)_conf\(\d+\)$",
        r"^(?P<base>.+?)[_.](?:BACKUP|BASE|LOCAL|REMOTE)[_.]\d+$",
        r"^(?P<base>.+?)-(?:DESKTOP|LAPTOP|PC|WIN)-\w+$",
        r"^(?P<base>.+?)-[A-Za-z0-9]+s?-(?:MacBook|iMac|Mac|iPad|PC|Laptop)[\w-]*$",
        r"^(?P<base>.+?)[_.-](?:orig|bak|old|backup|save|mine|theirs|ours|r\d+)$",
    )
)


def is_leftover(name: str) -> bool:
    """Whether a file or folder of that name was left by a system, an editor or another program."""
    small = name.casefold()
    return small in _NAMES or small.startswith(_BEGINNINGS) or small.endswith(_ENDINGS)


def content_files(folder: Path, ending: str) -> list[Path]:
    """The files of content in *folder* whose names end in *ending*, in order; none where there is no folder."""
    there = _there(folder, ending)
    return [there[stem] for stem in sorted(there) if original(stem, there) is None]


def copies(folder: Path, ending: str) -> Iterator[tuple[Path, Path]]:
    """Each file in *folder* that is a copy and not read, and the file of which it is one."""
    there = _there(folder, ending)
    for stem in sorted(there):
        base = original(stem, there)
        if base is not None:
            yield there[stem], there[base]


def original(stem: str, stems: dict[str, Path]) -> str | None:
    """The one of *stems* of which *stem* is a copy by its name, or None. A copy of a copy leads to the first."""
    for decoration in _DECORATIONS:
        decorated = decoration.fullmatch(stem)
        if decorated:
            base = decorated["base"].strip()
            if base in stems:
                return original(base, stems) or base
            beyond = original(base, stems)
            if beyond is not None:
                return beyond
    return None


def misnamed(folder: Path, ending: str) -> Iterator[Path]:
    """Files in *folder* that are not read for their ending alone, such as week_01.yml or week_01.yaml.txt."""
    meant = {ending, ".yml"} if ending == ".yaml" else {ending}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        small = path.name.casefold().removesuffix(".txt")
        if not path.name.endswith(ending) and small.endswith(tuple(meant)) and not is_leftover(path.name):
            yield path


def is_empty(folder: Path) -> bool:
    """Whether nothing but leftovers is in *folder*. Raises OSError where it cannot be looked into."""
    return all(is_leftover(path.name) for path in folder.iterdir())


def _there(folder: Path, ending: str) -> dict[str, Path]:
    """By their names without the *ending*. What is no file, or a link that leads nowhere, is content that is broken."""
    if not folder.is_dir():
        return {}
    return {
        path.name.removesuffix(ending): path
        for path in folder.iterdir()
        if path.name.endswith(ending) and not is_leftover(path.name)
    }
