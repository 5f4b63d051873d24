"""Where things are: the packaged content, a notebook's places, and a facilitator's cohort folder.

Environment variables are read here and nowhere else, once, at the edge; the result is passed in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from kit.errors import CohortError
from kit.settings.limits import COHORT_ID, KEEP_DAYS, SLUG
from kit.system.disk import PUBLIC, write_whole
from kit.system.opening import text_of
from kit.text.parsing import json_of
from kit.text.toml_files import is_there, read_toml

# cohort.toml: whether a folder has one, what it says, and writing it.
#
# There are three outcomes and no fourth: it is there, it is not there, or it is there and cannot be used
# (CohortError). No other module looks for the file, so that nothing broken is ever taken for "no cohort".

COHORT_FILE = "cohort.toml"
# What editors make of the name where a system hides the ends of names, or minds capitals.
_MISNAMED = ("cohort.toml.txt", "Cohort.toml", "COHORT.TOML", "Cohort.toml.txt")
_FRESH = "or copy the file of a fresh 'kit init'"


def has_cohort(folder: Path) -> bool:
    """Whether *folder* has a cohort.toml, whatever is in it.

    Raises CohortError where that cannot be told, or where the file has another name than it should.
    """
    if is_there(folder / COHORT_FILE):
        return True
    for name in _MISNAMED:
        if is_there(folder / name):
            raise CohortError(f"{folder / name}: this file is to be called {COHORT_FILE}; rename it.")
    return False


def read_cohort_file(folder: Path) -> dict[str, Any]:
    """What the cohort.toml in *folder* says. Raises CohortError: which file, where in it, and how to mend it."""
    if not has_cohort(folder):
        raise CohortError(f"{folder}: this is no cohort folder, it has no {COHORT_FILE}; make one with: kit init DIR")
    return read_toml(folder / COHORT_FILE, _FRESH)


def cohort_file_text(folder: Path) -> str:
    """The text of the cohort.toml of *folder*. Raises OSError, or ValueError where it is not in UTF-8."""
    return text_of(folder / COHORT_FILE)


def write_cohort_file(folder: Path, text: str) -> None:
    """Write *text* as the cohort.toml of a *folder* that is being made. Raises OSError."""
    write_whole(folder / COHORT_FILE, text.encode(), mode=PUBLIC)


APP = "compassionate-intelligence-kit"
SAMPLE = "sample"
SECTORS = "sectors"  # the folder of a curriculum in which each kind of work has its file
MADE_UP = "made_up.txt"  # in published/ of the sample and of its demo; goes along with every copy of that folder
MADE_UP_TEXT = "The people of this cohort are made up.\n"
_WEEK_FILE = re.compile(r"week_\d+|orientation|\.")
JOINED = "joined.cohort"  # beside the outboxes: the cohort that notebooks without a cohort's folder take part in
PUBLIC_FILE = "cohort.pub"  # in published/: what participants seal their bundles to, and which cohort it is
PUBLIC_KEY, PUBLIC_ID = "kit-public-key 1 ", "kit-cohort-id "  # how its lines begin


def content_root() -> Path:
    """The folder with data/, notebooks/ and facilitator_guide/: the checkout, or the copy in the wheel."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent
    return checkout if (checkout / "data" / "curriculum").is_dir() else package / "_content"


def packaged_curriculum() -> Path:
    """The folder of the kit's own week files."""
    return content_root() / "data" / "curriculum"


def content_file(folder: Path, name: str) -> Path:
    """The file or folder *name* of the curriculum in *folder*; the kit's own where that curriculum has none.

    What is there is never passed over, whatever is wrong with it: reading it says what.
    """
    return folder / name if os.path.lexists(folder / name) else packaged_curriculum() / name


def sector_of(curriculum: Path) -> str:
    """Whose kind of work the week files in *curriculum* speak of: the ``sector`` of the cohort.toml beside it.

    ``KIT_SECTOR`` says so of a copy that has none beside it. Empty where nothing does. Raises CohortError.
    """
    root = curriculum.parent
    sector = read_cohort_file(root).get("sector", "") if has_cohort(root) else os.environ.get("KIT_SECTOR", "")
    return str(sector)


def left_to_the_kit(folder: Path) -> list[str]:
    """What the curriculum in *folder* has no file of its own for, so that the kit's own holds."""
    names = sorted(path.name for path in packaged_curriculum().iterdir() if not _WEEK_FILE.match(path.name))
    # Tables are the outcome of a proof, so no curriculum has its own.
    return [name for name in names if not name.endswith(".csv") and not os.path.lexists(folder / name)]


def packaged_guide() -> Path:
    """The folder of the kit's own guide for the facilitator."""
    return content_root() / "facilitator_guide"


def packaged_material() -> dict[str, Path]:
    """The folders of the kit's own material, by the names that they have in a cohort's folder."""
    return {
        "notebooks": content_root() / "notebooks",
        "curriculum": packaged_curriculum(),
        "facilitator_guide": packaged_guide(),
    }


@dataclass(frozen=True, kw_only=True)
class Places:
    """All that a notebook knows of the disk: content, published results, and the own outbox.

    ``cohort`` is empty where nothing but the published results can tell whose they are. ``policy`` holds what the
    cohort's cohort.toml makes stricter, so that a form can say so beforehand, and ``debriefs`` is where it is noted how
    long earlier sessions took. ``id`` tells cohorts of one name apart.
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

    @property
    def sample(self) -> bool:
        """Whether this is the sample cohort, whose people are made up."""
        return is_made_up(self.cohort, self.published)

    def of(self, cohort: str) -> Places:
        """The same places, known to be those of *cohort*."""
        return self if cohort == self.cohort else replace(self, cohort=cohort, outbox=outbox_of(cohort))


def is_made_up(slug: str, published: Path) -> bool:
    """Whether the cohort *slug*, whose *published* folder this is, is the sample or a demo of it.

    The name alone doesn't say so: 0.1.0 took it for cohorts of real people, too.
    """
    return slug == SAMPLE and (published / MADE_UP).is_file()


def identity_of(slug: str, cohort_id: str) -> str:
    """What this cohort alone is called, to keep its things apart from those of another with the same *slug*.

    The slug itself where there is no id, as in the folders of 0.1.0: what they have kept is found as before.
    A dot stands in no slug, so no two cohorts can share one.
    """
    return f"{slug}.{cohort_id}" if cohort_id else slug


def cohort_of_identity(identity: str) -> tuple[str, str]:
    """Slug and id of the cohort called *identity*. Raises CohortError where nothing is called so."""
    slug, _, cohort_id = identity.partition(".")
    if not SLUG.fullmatch(slug) or (cohort_id and not COHORT_ID.fullmatch(cohort_id)):
        raise CohortError(f"{identity!r} names no cohort.")
    return slug, cohort_id


def find_places(start: Path | None = None, *, joined: bool = False) -> Places:
    """The places of a notebook that runs in *start* (default: the working folder).

    ``KIT_PUBLISHED`` and ``KIT_CURRICULUM`` come first, then the nearest parent that is a cohort's folder, or a
    participant's copy of one: there, published/cohort.pub says which cohort it is. Then comes, for a participant, the
    cohort that this account has *joined* from a notebook, and then the sample cohort.
    ``KIT_COHORT`` says whose both are where no folder can tell. ``KIT_OUTBOX`` moves the outbox from the user's own
    data folder. Raises CohortError where what is there cannot be used, or a variable leads to no folder.
    """
    published, curriculum = _folder_in("KIT_PUBLISHED"), _folder_in("KIT_CURRICULUM")
    told = os.environ.get("KIT_COHORT", "")
    if told and (published is None or curriculum is None):
        raise CohortError("KIT_COHORT says whose KIT_PUBLISHED and KIT_CURRICULUM are; set all three, or leave it out.")
    near = None if told else _places_near(published or start or Path.cwd())
    if near is not None:
        return replace(near, published=published or near.published, curriculum=curriculum or near.curriculum)
    elsewhere = _joined_places(curriculum) if joined and not (told or published) else None
    if elsewhere is not None:
        return elsewhere
    slug = told or ("" if published else SAMPLE)
    return Places(
        cohort=slug,
        curriculum=curriculum or packaged_curriculum(),
        published=published or content_root() / "data" / "sample_cohort" / "published",
        outbox=outbox_of(slug),
    )


def places_in(cohort: Cohort) -> Places:
    """The places of a notebook in *cohort*'s folder, whatever else the environment says."""
    return Places(
        cohort=cohort.slug,
        id=cohort.id,
        curriculum=cohort.curriculum,
        published=cohort.published,
        outbox=outbox_of(cohort.identity),
        policy=cohort.policy,
        debriefs=cohort.debriefs,
    )


def outbox_of(identity: str) -> Path:
    """Where what is sent from notebooks of the cohort called *identity* waits on this computer."""
    return Path(os.environ.get("KIT_OUTBOX") or platformdirs.user_data_path(APP) / "outbox") / identity


def _joined_places(curriculum: Path | None) -> Places | None:
    """The places of the cohort that a notebook of this account takes part in, at a host elsewhere; None without any."""
    root = outbox_of("")
    try:
        identity = text_of(root / JOINED).strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        identity = ""
    try:
        slug, cohort_id = cohort_of_identity(identity)
    except CohortError:
        raise CohortError(f"{root / JOINED}: this file was changed; delete it, and join again.") from None
    outbox = root / identity
    return Places(
        cohort=slug,
        id=cohort_id,
        curriculum=curriculum or packaged_curriculum(),
        published=outbox / "published",
        outbox=outbox,
    )


def keys_folder() -> Path:
    """Where the keys to the answers of this computer's cohorts are kept that are in no keyring."""
    return Path(os.environ.get("KIT_KEYS") or platformdirs.user_data_path(APP) / "keys")


def passphrase_file() -> Path | None:
    """The file with the passphrase for the answers that ``KIT_PASSPHRASE_FILE`` names, for scripts; None without it."""
    named = os.environ.get("KIT_PASSPHRASE_FILE")
    return Path(named) if named else None


def keyring_allowed() -> bool:
    """Whether keys may be put into the keyring of the operating system: not where ``KIT_KEYS`` names a folder."""
    return not os.environ.get("KIT_KEYS")


def _folder_in(variable: str) -> Path | None:
    """The folder that an environment variable names, None where it is not set. Raises CohortError where it is none."""
    named = os.environ.get(variable)
    if not named:
        return None
    if not Path(named).is_dir():
        raise CohortError(f"{variable} leads to {named}, and no folder is there; fix it, or leave it out.")
    return Path(named)


def debugging() -> bool:
    """Whether ``KIT_DEBUG`` asks for the details of an error inside the kit."""
    return bool(os.environ.get("KIT_DEBUG"))


def find_host() -> tuple[str, str] | None:
    """Address and facilitator's key of the live session beside which this notebook runs, or None.

    ``kit host`` puts both into the environment of the JupyterLab it starts; of a session that was begun in JupyterLab
    they stand in the folder that ``KIT_DESK`` names. The key opens, closes and reveals;
    nothing that it opens gives out an answer.
    """
    address, key = os.environ.get("KIT_HOST", ""), os.environ.get("KIT_FACILITATOR", "")
    return (address, key) if address and key else _host_at_desk()


def find_desk() -> Path | None:
    """The folder in which a page can ask for a session, where the command that opened JupyterLab would hold it."""
    named = os.environ.get("KIT_DESK")
    return Path(named) if named else None


def _host_at_desk() -> tuple[str, str] | None:
    desk = find_desk()
    if desk is None:
        return None
    try:
        claim = json_of(text_of(desk / "host.json"))
        return str(claim["address"]), str(claim["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no session runs that was begun there


def find_audience() -> str:
    """Whom this notebook speaks to if a command of the kit opened its JupyterLab: a facilitator; else nothing."""
    return os.environ.get("KIT_AUDIENCE", "")


def cohort_at(start: Path) -> Cohort | None:
    """The nearest cohort at or above the folder *start*; None where no cohort.toml is at or above it.

    Raises CohortError where there is one that cannot be used: which file, what is wrong with it, and how to mend it.
    """
    root = _nearest(start, has_cohort)
    return load_cohort(root) if root else None


def _places_near(start: Path) -> Places | None:
    """The places of the nearest cohort, or participant's copy of one, at or above *start*; None where there is none."""
    root = _nearest(start, lambda folder: has_cohort(folder) or os.path.lexists(folder / "published" / PUBLIC_FILE))
    if root is None:
        return None
    if has_cohort(root):
        return places_in(load_cohort(root))
    slug, cohort_id = read_public_name(root / "published")
    return Places(
        cohort=slug,
        id=cohort_id,
        # Notebooks and published results are enough at a participant's, where the kit's own week files then hold.
        curriculum=material_in(root, "curriculum") if os.path.lexists(root / "curriculum") else packaged_curriculum(),
        published=root / "published",
        outbox=outbox_of(identity_of(slug, cohort_id)),
    )


def _nearest(start: Path, is_one: Callable[[Path], bool]) -> Path | None:
    """The nearest folder at or above *start* that *is_one*."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if is_one(folder)), None)


def read_public_name(published: Path) -> tuple[str, str]:
    """Slug and id of the cohort whose *published* folder this is, as its cohort.pub says. Raises CohortError."""
    path = published / PUBLIC_FILE
    try:
        first, *below = text_of(path, "ascii").strip().splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        first, below = "", []
    slug = first.removeprefix(PUBLIC_KEY).partition(" ")[0] if first.startswith(PUBLIC_KEY) else ""
    cohort_id = below[0].removeprefix(PUBLIC_ID).strip() if below and below[0].startswith(PUBLIC_ID) else ""
    if not SLUG.fullmatch(slug) or (below and not COHORT_ID.fullmatch(cohort_id)):
        raise CohortError(f"{path}: this file was changed or cut short; ask your facilitator for it again.")
    return slug, cohort_id


def has_material(root: Path) -> bool:
    """Whether a cohort's folder holds material of its own; a folder without any uses the kit's."""
    return any(os.path.lexists(root / name) for name in packaged_material())


def material_in(root: Path, name: str) -> Path:
    """The folder of a cohort's material called *name*, such as ``curriculum``.

    Raises CohortError where it is missing while other material of the cohort's own is there: the kit's own is never
    taken for it.
    """
    own = root / name
    if own.is_dir():
        return own
    if not has_material(root):
        return packaged_material()[name]
    what = "this is no folder" if os.path.lexists(own) else "this folder is missing"
    raise CohortError(f"{own}: {what}; put it back, or copy {name} of a fresh 'kit init' to that place.")


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
    sector: str = ""
    moved: dict[int, str] = field(default_factory=dict)
    debrief: str = ""
    keep_days: int = KEEP_DAYS
    policy: dict[str, int] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Under which a computer, a browser and a calendar keep what belongs to this cohort."""
        return identity_of(self.slug, self.id)

    @property
    def curriculum(self) -> Path:
        """The week files, as ``material_in`` finds them. Raises CohortError where a sector has none to speak in."""
        if self.sector and not has_material(self.root):
            raise CohortError(
                f"{self.root / COHORT_FILE}: 'sector' needs week files in this folder; copy curriculum of a fresh "
                "'kit init' here, or leave it empty."
            )
        return material_in(self.root, "curriculum")

    @property
    def notebooks(self) -> Path:
        """The notebooks, as ``material_in`` finds them."""
        return material_in(self.root, "notebooks")

    @property
    def guide(self) -> Path:
        """The facilitator's guide, as ``material_in`` finds it."""
        return material_in(self.root, "facilitator_guide")

    @property
    def private(self) -> Path:
        """The folder that only the host and the command line open."""
        return self.root / "private"

    @property
    def is_demo(self) -> bool:
        """Whether its people are made up, so that simulated ones may take part and ``kit demo`` may remove it."""
        return is_made_up(self.slug, self.published)

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
    """The cohort in the folder *root*. Raises CohortError saying all there is to mend in cohort.toml, and how."""
    from kit.settings.written import written  # noqa: PLC0415 - help, and whoever opens no cohort, carries no pydantic

    return Cohort(root=root, **written(root / COHORT_FILE, read_cohort_file(root)))
