"""Cohorts for tests: a small one with weeks of its own, a whole one as the kit makes it, one that has no folder.

All three take what cohort.toml may say by name: ``small_cohort(tmp_path / "spring", size=9, policy={"minimum": 6})``.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kit.answers.bundles import make_key
from kit.new_cohort import make_cohort
from kit.session.meetings import WEEKDAYS
from kit.settings import COHORT_FILE, Cohort, load_cohort, packaged_material
from kit.text.slugs import slug_of
from tests.processes import free_port
from tests.weeks import write_weeks

NAMES = ("Benno Smith", "Zoë van Dijk")


def unwritten_cohort(root: Path = Path("somewhere"), **settings: Any) -> Cohort:
    """A cohort of which only its settings are there; nothing is written."""
    return Cohort(**{"root": root, "slug": "spring", "size": 40, "policy": {}, **settings})


def small_cohort(
    root: Path, *, weeks: Iterable[int] = (1,), names: Iterable[str] | None = NAMES, **settings: Any
) -> Cohort:
    """A cohort in the new folder *root* whose *weeks* are all the small week; *names* are on its roster.

    With ``names=None`` it has no private folder yet, as a copy that somebody unpacked.
    """
    for name in (*packaged_material(), "published"):
        (root / name).mkdir(parents=True)
    write_weeks(root / "curriculum", *weeks)
    if names is not None:
        (root / "private").mkdir(mode=0o700)
        write_roster(root, *names)
    return write_settings(root, **{"slug": "spring", "size": 40, **settings})


def whole_cohort(root: Path, *, first_session: str = "", keys: bool = False, **settings: Any) -> Cohort:
    """A cohort in the new folder *root* exactly as ``make_cohort`` makes it, written from what was made once.

    With *keys*, bundles can be sealed for it, as after ``kit init``.
    """
    for name, mode, data in _as_made():
        path = root / name
        if data is None:
            path.mkdir(parents=not name)
        else:
            path.write_bytes(data)
        path.chmod(mode)
    weekday = WEEKDAYS[date.fromisoformat(first_session).weekday()] if first_session else ""
    own = {"slug": slug_of(root.name), "id": secrets.token_hex(6)}
    cohort = settle(root, **{**own, "first_session": first_session, "weekday": weekday, **settings})
    if keys:
        make_key(cohort)
    return cohort


@cache
def _as_made() -> tuple[tuple[str, int, bytes | None], ...]:
    """Name, permissions and content of all in a new cohort's folder; a folder has no content and stands first."""
    with TemporaryDirectory() as place:
        root = make_cohort(Path(place) / "spring").root
        paths = [root, *sorted(root.rglob("*"))]
        return tuple(
            (
                "" if path == root else str(path.relative_to(root)),
                path.stat().st_mode & 0o777,
                None if path.is_dir() else path.read_bytes(),
            )
            for path in paths
        )


def write_roster(root: Path, *names: str) -> None:
    """Put *names* on the roster of the cohort in *root*; "Ann,Ben" is Ann, who is kept apart from Ben."""
    path = root / "private" / "roster.csv"
    rows = [name if "," in name else f"{name}," for name in names]
    path.write_text("\n".join(["name,apart_from", *rows, ""]), "utf-8")
    path.chmod(0o600)


def write_settings(root: Path, **settings: Any) -> Cohort:
    """Write a cohort.toml that says *settings* and nothing else."""
    tables = {name: value for name, value in settings.items() if isinstance(value, Mapping)}
    lines = [_line(name, value) for name, value in settings.items() if name not in tables]
    for name, table in tables.items():
        lines += [f"[{name}]", *(_line(key, value) for key, value in table.items())]
    (root / COHORT_FILE).write_text("\n".join([*lines, ""]), "utf-8")
    return load_cohort(root)


def give_ports(root: Path, *names: str) -> None:
    """Let what runs for the cohort in *root* listen on ports of its own; *names* are "host" and "lab"."""
    run = root / "private" / "run"
    run.mkdir(exist_ok=True)
    (run / "ports.json").write_text(json.dumps({name: free_port() for name in names}))


def settle(root: Path, **settings: Any) -> Cohort:
    """Change *settings* in the cohort.toml that is there, line by line, as a facilitator would."""
    path = root / COHORT_FILE
    text = path.read_text("utf-8")
    for name, value in settings.items():
        if isinstance(value, Mapping):
            rows = "".join(f"{_line(key, entry)}\n" for key, entry in value.items())
            text, changed = re.subn(rf"(?m)^(\[{name}\].*\n)", lambda found, rows=rows: found[1] + rows, text)
        else:
            line = _line(name, value)
            text, changed = re.subn(rf'(?m)^(# )?{name} = ("[^"]*"|\d+)', lambda _, line=line: line, text)
        assert changed == 1, f"{path.name} has no place for {name}"
    path.write_text(text, "utf-8")
    return load_cohort(root)


def _line(name: object, value: object) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def without_id(root):
    """The same folder as 0.1.0 would have made it."""
    path = root / "cohort.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("id = ")), "utf-8")
    return root
