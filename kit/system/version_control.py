"""What of a cohort's folder stays out of version control: secrets, and what the group has seen of itself."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kit.errors import CohortError
from kit.system.disk import write_text
from kit.system.opening import text_of

IGNORED = ".gitignore"
# As git writes patterns: with a leading slash at the top of the folder alone, else anywhere below it.
SECRETS = ("/private/", "/peer_groups/", "/debrief/", "[Rr]oster*.csv", "*_answers.csv", "*.bundle", "secret.key")
_GROUPS_OWN = ("/published/", "/reports/")
# The folder or file by which each of them knows its checkouts.
_SYSTEMS = {
    ".git": "git",
    **{".hg": "Mercurial", ".sl": "Sapling", ".jj": "Jujutsu", ".svn": "Subversion", "CVS": "CVS", ".bzr": "Bazaar"},
    **{".fslckout": "Fossil", "_FOSSIL_": "Fossil", "_darcs": "Darcs", ".pijul": "Pijul"},
}
_PATIENCE = 30
_HEAD = "# Answers, keys, names and notes of this cohort: none of it belongs into version control."
_BELOW = "# Results of the group, with sentences that people shared with their group alone. Take these lines out only\n"
_BELOW += "# where everyone who can see the repository may see them."


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """What version control has of a cohort's secrets: files that it keeps, and files that it would take up next."""

    system: str
    tracked: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    looked: bool = True


def keep_out(root: Path) -> bool:
    """See that the .gitignore of the cohort's folder *root* names its secrets; whether it did not.

    What stands in it stays. Raises CohortError where it cannot be read or written.
    """
    path = root / IGNORED
    try:
        there = text_of(path)
    except FileNotFoundError:
        there = ""
    except (OSError, UnicodeDecodeError):
        raise CohortError(f"{path}: can't be read; check its permissions, and that it's text in UTF-8.") from None
    lines = {line.strip() for line in there.splitlines()}
    missing = [line for line in SECRETS if line not in lines]
    if not missing:
        return False
    more = "\n".join([_HEAD, *missing])
    if _HEAD not in there:
        more += "\n\n" + "\n".join([_BELOW, *(line for line in _GROUPS_OWN if line not in lines)])
    write_text(path, f"{there.rstrip()}\n\n{more}\n" if there.strip() else f"{more}\n")
    return True


def look(root: Path) -> list[Checkout]:
    """What each version control around *root* has of its secrets; none where there is none. Nothing is changed."""
    there = (root, *root.parents)
    systems = [name for mark, name in _SYSTEMS.items() if any(os.path.lexists(one / mark) for one in there)]
    return [_git(root) if name == "git" else Checkout(system=name, looked=False) for name in dict.fromkeys(systems)]


def places_of(names: Iterable[str]) -> list[str]:
    """The fewest places that hold all these secrets: folders of which nothing belongs there, and single files."""
    folders = {line.strip("/") for line in SECRETS if line.startswith("/")}
    tops = ((name.partition("/")[0], name) for name in names)
    return list(dict.fromkeys(top if top.casefold() in folders and top != name else name for top, name in tops))


def _git(root: Path) -> Checkout:
    tracked, untracked = _files(root, "--cached"), _files(root, "--others", "--exclude-standard")
    if tracked is None or untracked is None:
        return Checkout(system="git", looked=False)
    return Checkout(system="git", tracked=tracked, open=untracked)


def _files(root: Path, *which: str) -> tuple[str, ...] | None:
    """The secrets that git has in this state; None where git cannot be asked."""
    program = shutil.which("git")
    if program is None:
        return None
    # Variables of a hook or a shell would lead to another repository, and a setting could start a program.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [program, "-c", "core.fsmonitor=false", "-C", str(root), "ls-files", "-z", *which]
    try:
        done = subprocess.run(command, env=clean, capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(sorted(name for name in map(os.fsdecode, done.stdout.split(b"\0")) if name and _is_secret(name)))


def _is_secret(name: str) -> bool:
    """Whether a file below the cohort's folder is one of ``SECRETS``, however its letters are written."""
    first, _, rest = name.casefold().partition("/")
    last = rest.rpartition("/")[2] if rest else first
    return any(
        bool(rest) and first == line.strip("/") if line.startswith("/") else fnmatch.fnmatchcase(last, line.casefold())
        for line in SECRETS
    )
