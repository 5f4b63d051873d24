"""Where things are: the packaged content, a notebook's places, and a facilitator's cohort folder.

Environment variables are read here and nowhere else, once, at the edge; the result is passed in.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from kit.errors import CohortError
from kit.parsing import toml_of

APP = "compassionate-intelligence-kit"
MOST_PLACES = 1000  # of a cohort
COHORT_FILE = "cohort.toml"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COHORT_ID = re.compile(r"[a-z0-9]{8,32}")  # drawn by kit init; a folder of 0.1.0 has none
SAMPLE = "sample"
PUBLIC_FILE = "cohort.pub"  # in published/: what participants seal their bundles to, and which cohort it is
PUBLIC_KEY, PUBLIC_ID = "kit-public-key 1 ", "kit-cohort-id "  # how its lines begin
KEEP_DAYS = 30  # for which raw answers are kept after the last session; a cohort can only make them fewer


def content_root() -> Path:
    """The folder with data/, notebooks/ and facilitator_guide/: the checkout, or the copy in the wheel."""
    package = Path(__file__).resolve().parent
    checkout = package.parent
    return checkout if (checkout / "data" / "curriculum").is_dir() else package / "_content"


def packaged_curriculum() -> Path:
    """The folder of the kit's own week files."""
    return content_root() / "data" / "curriculum"


def packaged_guide() -> Path:
    """The folder of the kit's own guide for the facilitator."""
    return content_root() / "facilitator_guide"


@dataclass(frozen=True, kw_only=True)
class Places:
    """All that a notebook knows of the disk: content, published results, and the own outbox.

    ``policy`` holds what the cohort's cohort.toml makes stricter, so that a form can say so beforehand, and
    ``debriefs`` is where it is noted how long earlier sessions took. ``id`` tells cohorts of one name apart.
    """

    cohort: str
    id: str = ""
    curriculum: Path
    published: Path
    outbox: Path
    policy: dict[str, int] = field(default_factory=dict, hash=False)
    debriefs: Path | None = None

    @property
    def identity(self) -> str:
        """Under which a computer and a browser keep what belongs to this cohort."""
        return identity_of(self.cohort, self.id)


def identity_of(slug: str, cohort_id: str) -> str:
    """What this cohort alone is called, to keep its things apart from those of another with the same *slug*.

    The slug itself where there is no id, as in the folders of 0.1.0: what they have kept is found as before.
    A dot stands in no slug, so no two cohorts can share one.
    """
    return f"{slug}.{cohort_id}" if cohort_id else slug


def find_places(start: Path | None = None) -> Places:
    """The places of a notebook that runs in *start* (default: the working folder).

    ``KIT_PUBLISHED`` and ``KIT_CURRICULUM`` come first, then the nearest parent that is a cohort's folder, or a
    participant's copy of one: there, published/cohort.pub says which cohort it is. Then comes the sample cohort.
    ``KIT_OUTBOX`` moves the outbox from the user's own data folder. Raises CohortError where a file is damaged.
    """
    root = _nearest(start or Path.cwd(), COHORT_FILE, f"published/{PUBLIC_FILE}")
    sample = content_root() / "data" / "sample_cohort"
    published = os.environ.get("KIT_PUBLISHED")
    curriculum = os.environ.get("KIT_CURRICULUM")
    own = root / "curriculum" if root else None
    cohort = load_cohort(root) if root and (root / COHORT_FILE).is_file() else None
    copied = read_public_name(root / "published") if root and not cohort else (SAMPLE, "")
    slug, cohort_id = (cohort.slug, cohort.id) if cohort else copied
    outbox = os.environ.get("KIT_OUTBOX") or platformdirs.user_data_path(APP) / "outbox"
    return Places(
        cohort=slug,
        id=cohort_id,
        curriculum=Path(curriculum) if curriculum else own if own and own.is_dir() else packaged_curriculum(),
        published=Path(published) if published else (root or sample) / "published",
        outbox=Path(outbox) / identity_of(slug, cohort_id),
        policy=cohort.policy if cohort else {},
        debriefs=cohort.debriefs if cohort else None,
    )


def debugging() -> bool:
    """Whether ``KIT_DEBUG`` asks for the details of an error inside the kit."""
    return bool(os.environ.get("KIT_DEBUG"))


def find_host() -> tuple[str, str] | None:
    """Address and facilitator's key of the live session beside which this notebook runs, or None.

    ``kit host`` puts both into the environment of the JupyterLab it starts. The key opens, closes and reveals;
    nothing that it opens gives out an answer.
    """
    address, key = os.environ.get("KIT_HOST", ""), os.environ.get("KIT_FACILITATOR", "")
    return (address, key) if address and key else None


def nearest_cohort(start: Path) -> Path | None:
    """The nearest folder at or above *start* that holds a cohort.toml, or None."""
    return _nearest(start, COHORT_FILE)


def _nearest(start: Path, *files: str) -> Path | None:
    """The nearest folder at or above *start* that holds one of *files*, or None."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if any((folder / file).is_file() for file in files)), None)


def read_public_name(published: Path) -> tuple[str, str]:
    """Slug and id of the cohort whose *published* folder this is, as its cohort.pub says. Raises CohortError."""
    path = published / PUBLIC_FILE
    try:
        first, *below = path.read_text("ascii").strip().splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        first, below = "", []
    slug = first.removeprefix(PUBLIC_KEY).partition(" ")[0] if first.startswith(PUBLIC_KEY) else ""
    cohort_id = below[0].removeprefix(PUBLIC_ID).strip() if below and below[0].startswith(PUBLIC_ID) else ""
    if not SLUG.fullmatch(slug) or (below and not COHORT_ID.fullmatch(cohort_id)):
        raise CohortError(f"{path}: this file was changed or cut short; ask your facilitator for it again.")
    return slug, cohort_id


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """A facilitator's cohort folder and what its cohort.toml says."""

    root: Path
    slug: str
    id: str = ""
    size: int
    first_session: str = ""
    time_zone: str = "UTC"
    weekday: str = ""
    time: str = ""
    session_minutes: int = 90
    moved: dict[int, str] = field(default_factory=dict)
    debrief: str = ""
    keep_days: int = KEEP_DAYS
    policy: dict[str, int]

    @property
    def identity(self) -> str:
        """Under which a computer, a browser and a calendar keep what belongs to this cohort."""
        return identity_of(self.slug, self.id)

    @property
    def curriculum(self) -> Path:
        """The cohort's own copy of the week files, or the packaged ones where there is none."""
        own = self.root / "curriculum"
        return own if own.is_dir() else packaged_curriculum()

    @property
    def notebooks(self) -> Path:
        """The cohort's own copy of the notebooks, or the packaged ones where there is none."""
        own = self.root / "notebooks"
        return own if own.is_dir() else content_root() / "notebooks"

    @property
    def guide(self) -> Path:
        """The cohort's own copy of the facilitator's guide, or the packaged one where there is none."""
        own = self.root / "facilitator_guide"
        return own if own.is_dir() else packaged_guide()

    @property
    def private(self) -> Path:
        """The folder that only the host and the command line open."""
        return self.root / "private"

    @property
    def debriefs(self) -> Path:
        """Where the logs of what sessions took lie: ``debrief/``, or a folder that several cohorts share."""
        return self.root / Path(self.debrief or "debrief").expanduser()

    @property
    def published(self) -> Path:
        """The folder that notebooks and reports read."""
        return self.root / "published"

    @property
    def reports(self) -> Path:
        """Where reports are written."""
        return self.root / "reports"


def load_cohort(root: Path) -> Cohort:
    """The cohort in *root*. Raises CohortError saying which key of cohort.toml to mend."""
    path = root / COHORT_FILE
    try:
        raw = toml_of(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise CohortError(
            f"{root}: this is no cohort folder, it has no {COHORT_FILE}; make one with: kit init DIR"
        ) from None
    except OSError as error:
        raise CohortError(f"{path}: cannot be read ({error.strerror}); check its permissions.") from None
    except UnicodeDecodeError:
        raise CohortError(f"{path}: cannot be read as text; save it in your editor with the encoding UTF-8.") from None
    except ValueError as error:
        raise CohortError(f"{path}: {error}; mend that line, or copy the file of a fresh 'kit init'.") from None
    return _cohort(root, raw)


_TEXTS = ("first_session", "time_zone", "weekday", "time", "debrief")


def _cohort(root: Path, raw: dict[str, Any]) -> Cohort:
    unknown = sorted(set(raw) - {"slug", "id", "size", "session_minutes", "keep_days", "moved", "policy", *_TEXTS})
    if unknown:
        raise CohortError(f"{COHORT_FILE}: unknown key '{unknown[0]}'; remove it or mend its spelling.")
    slug, size, policy = raw.get("slug"), raw.get("size"), raw.get("policy", {})
    if not isinstance(slug, str) or not SLUG.fullmatch(slug) or len(slug) > 40:
        raise CohortError(f"{COHORT_FILE}: 'slug' must be small letters, digits and hyphens, for example spring-2027.")
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MOST_PLACES:
        raise CohortError(f"{COHORT_FILE}: 'size' must be the number of participants, for example 14.")
    if not isinstance(policy, dict) or not all(type(value) is int for value in policy.values()):
        raise CohortError(f"{COHORT_FILE}: [policy] holds whole numbers, for example minimum = 8.")
    minutes = raw.get("session_minutes", 90)
    if not isinstance(minutes, int) or not 5 <= minutes <= 240:
        raise CohortError(f"{COHORT_FILE}: 'session_minutes' must be a number of minutes, for example 90.")
    cohort_id = raw.get("id", "")
    if cohort_id != "" and (not isinstance(cohort_id, str) or not COHORT_ID.fullmatch(cohort_id)):
        raise CohortError(
            f"{COHORT_FILE}: 'id' is not as kit init wrote it; put it back from a copy of this file, because by it "
            "computers know which waiting answers are this cohort's."
        )
    texts: dict[str, Any] = {key: str(raw.get(key, "UTC" if key == "time_zone" else "")) for key in _TEXTS}
    more: dict[str, Any] = {
        "moved": _moved(raw.get("moved", {})),
        "keep_days": _keep_days(raw.get("keep_days", KEEP_DAYS)),
    }
    more |= {"id": cohort_id, "session_minutes": minutes}
    return Cohort(root=root, slug=slug, size=size, policy=dict(policy), **more, **texts)


def _keep_days(raw: Any) -> int:
    """For how many days after the last session raw answers are kept."""
    if type(raw) is not int or not 1 <= raw <= KEEP_DAYS:
        raise CohortError(
            f"{COHORT_FILE}: 'keep_days' must be a number of days from 1 to {KEEP_DAYS}: raw answers may be deleted "
            "sooner after the last session, and not later."
        )
    return raw


def _moved(raw: Any) -> dict[int, str]:
    """When else the session of a week takes place, by the week's number."""
    if not isinstance(raw, dict) or not all(number.isascii() and number.isdigit() for number in raw):
        raise CohortError(
            f'{COHORT_FILE}: [moved] holds a date and a time by week, for example 4 = "2027-03-25 14:00".'
        )
    return {int(number): str(when) for number, when in raw.items()}
