"""The place of this account in a cohort elsewhere: at which host, under which key, and whose it is.

One file beside the outbox, readable by its owner alone. The key opens what is this person's own and nothing else, and
goes to the address it was given at and to no other.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, ValidationError

from kit.errors import OutboxError
from kit.settings import JOINED, cohort_of_identity
from kit.system.disk import OWN, flush_folder, write_whole
from kit.system.opening import text_of
from kit.text.checked import Strict
from kit.text.parsing import json_of

FILE_NAME = "place.kit"
# What the name of a host's key begins with for whoever comes through a proxy: browsers let no other page set that.
FROM_OUTSIDE = "__Host-"
ASIDE = "aside"  # where the places of others who share this account wait, each with what they sent
LONGEST_NAME = 60
_PUBLIC = "[0-9a-f]{32}"
_TOKEN = re.compile(r"[\w-]{20,128}")


class _Written(Strict):
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^/\s#?@]+$", max_length=300)]
    cookie: Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,128}$")]
    token: Annotated[str, StringConstraints(pattern=f"^{_TOKEN.pattern}$")]
    public: Annotated[str, StringConstraints(pattern=f"^{_PUBLIC}$")]
    identity: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]{1,80}$")]
    who: Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
    since: str
    pem: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A participant's place: *who* is what they are called on this computer, which is told to nobody.

    *identity* is the cohort's, *public* the id under which the host knows the place, *pem* the certificate that this
    person has compared and trusts.
    """

    address: str
    cookie: str
    token: str = field(repr=False)
    public: str
    identity: str
    who: str
    since: str
    pem: str = field(default="", repr=False)


def is_token(text: str) -> bool:
    """Whether *text* can be a device's key."""
    return bool(_TOKEN.fullmatch(text))


def read_place(folder: Path) -> Place | None:
    """The place kept beside the outbox in *folder*, None where nobody has joined. Raises OutboxError.

    A file that others on this computer could read is closed to them first.
    """
    path = folder / FILE_NAME
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(OWN)
        return Place(**vars(_Written.model_validate(json_of(text_of(path)))))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError, TypeError, RecursionError):
        raise OutboxError("place_changed", file=path) from None


def keep_place(folder: Path, place: Place) -> None:
    """Keep *place* beside the outbox in *folder*; notebooks without a cohort's folder are about it from now on.

    Raises OutboxError.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        write_whole(folder / FILE_NAME, json.dumps(asdict(place)).encode(), mode=OWN)
        write_whole(folder.parent / JOINED, f"{place.identity}\n".encode(), mode=OWN)
    except OSError as error:
        raise OutboxError("not_noted", folder=folder, reason=error.strerror) from None


def forget_place(folder: Path) -> None:
    """Let go of the key and of the results that came with it; what waits stays. Raises OutboxError."""
    try:
        (folder / FILE_NAME).unlink(missing_ok=True)
        shutil.rmtree(folder / "published", ignore_errors=True)
        with contextlib.suppress(FileNotFoundError, UnicodeDecodeError):
            if text_of(folder.parent / JOINED).strip() == folder.name:
                (folder.parent / JOINED).unlink()
    except OSError as error:
        raise OutboxError("not_noted", folder=folder, reason=error.strerror) from None


def set_aside(folder: Path, place: Place) -> None:
    """Move *place* and all that was sent from it out of the way of somebody else on this account. Raises OutboxError.

    It goes on being sent from there, and comes back with ``bring_back``.
    """
    put_aside(folder, place.public)


def put_aside(folder: Path, name: str) -> None:
    """Move all that the outbox in *folder* holds into a folder of that *name* beside it. Raises OutboxError."""
    _move_all(folder, folder / ASIDE / name)


def bring_back(folder: Path, public: str) -> None:
    """Bring back what was set aside for the place *public*, where there is anything. Raises OutboxError."""
    aside = folder / ASIDE / public
    if re.fullmatch(_PUBLIC, public) and aside.is_dir():
        _move_all(aside, folder)
        shutil.rmtree(aside, ignore_errors=True)


def places_aside(folder: Path) -> list[Path]:
    """The folders of those who share this account, each an outbox with its own place."""
    return sorted(path for path in (folder / ASIDE).glob("*") if (path / FILE_NAME).is_file())


def cohort_of(place: Place) -> tuple[str, str]:
    """Slug and id of the cohort of *place*."""
    return cohort_of_identity(place.identity)


def _move_all(start: Path, to: Path) -> None:
    """Move what an outbox holds, the place last of all: until then it is found where it was."""
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = [path.relative_to(start) for path in _parts(start)]
        for name in sorted(names, key=lambda name: name.name == FILE_NAME):
            (to / name).parent.mkdir(mode=0o700, exist_ok=True)
            (start / name).replace(to / name)
        flush_folder(to)
    except OSError as error:
        raise OutboxError("not_noted", folder=start, reason=error.strerror) from None


def _parts(folder: Path) -> list[Path]:
    mine = [path for path in folder.glob("*") if path.is_file()]
    return mine + [path for name in ("sent", "rejected") for path in (folder / name).glob("*") if path.is_file()]
