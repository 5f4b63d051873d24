"""The pieces of work that are killed: what there is before, how it is done (again), and what must be so afterwards."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kit.answers import Store, open_store, schema
from kit.answers.backup import back_up
from kit.answers.bundle_keys import has_keys
from kit.answers.bundles import make_key
from kit.answers.handed_over import is_handed_over
from kit.answers.importing import Told, import_csv
from kit.answers.recording import Row
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import Policy
from kit.curriculum.versions import version_of
from kit.erasure.purge import purge
from kit.erasure.withdraw import find_participant, go_on, leave
from kit.errors import StoreError
from kit.handing_over.handover import Receiver, hand_over, take_back
from kit.handing_over.takeover import take_over
from kit.new_cohort import make_cohort
from kit.publishing.audit import audit
from kit.publishing.gate import publish
from kit.sending.submissions import Submission, new_id
from kit.settings import Cohort, load_cohort, packaged_material
from kit.system.version import VERSION
from kit.upgrading.upgrade import undo, upgrade
from tests.answers.plain import make_plain
from tests.attacks.scene import EXERCISE, scene, week
from tests.cohorts import write_settings
from tests.upgrading.adapted_folder import all_files, folder_of_0_1_0, worked_in

PASSPHRASE = "lullaby cleaner height breeze violet zinnia clerk"
KEYS = "keys of cohorts"
WORDS = "a sentence that nobody else would ever write"
TABLE = "participant,week,exercise,item,answer\n" + "".join(
    f"sheet{who},1,check-in,calm,2\nsheet{who},1,check-in,words,{WORDS}\n" for who in range(9)
)
FROM_ONE = Told(points_from=1)
WEEKS = {number: week(number) for number in range(1, 3)}


@dataclass(frozen=True)
class Work:
    """How it is done in a folder, and what is checked there once it was done to its end."""

    do: Callable[[Path], object]
    check: Callable[[Path], None]


def cohort_in(place: Path) -> Cohort:
    return Cohort(root=place / "spring", slug="spring", size=40, policy={})


def opened(place: Path) -> Store:
    return open_store(cohort_in(place), weeks=WEEKS)


def answered(place: Path, *, published: bool = True) -> None:
    """A cohort with answers, a backup, names and keys."""
    with scene(place / "spring", weeks=WEEKS) as here:
        here.all_say(range(9), calm=3, words=WORDS)
        if published:
            here.publish()
        back_up(here.store.cohort.private)
    (here.store.cohort.private / "roster.csv").write_text("name,apart_from\nAda Zwicky,\n", "utf-8")
    make_key(here.store.cohort)


def clean(place: Path, *words: str) -> None:
    for path in place.rglob("*"):
        if path.is_file():
            assert not any(one.encode() in path.read_bytes() for one in words), path
            assert not path.name.endswith((".tmp", ".new", ".ledger")), path


def purging(place: Path) -> Work:
    answered(place)

    def do(now: Path) -> None:
        purge(cohort_in(now), WEEKS, now / "outbox", today=date(2027, 6, 1))

    def check(now: Path) -> None:
        clean(now, WORDS, "Zwicky")
        assert audit(cohort_in(now), WEEKS).problems == ()
        assert (now / "spring" / "deletion.json").is_file()
        assert list((now / KEYS).iterdir()) == []

    return Work(do, check)


def withdrawing(place: Path) -> Work:
    with scene(place / "spring", weeks=WEEKS) as here:
        here.all_say(range(9), calm=3)
        here.publish()
    with opened(place) as store:
        (place / "one.csv").write_text(TABLE.splitlines()[0] + "\nAB,1,check-in,calm,2\n", "utf-8")
        import_csv(place / "one.csv", store, WEEKS, consent="on paper", told=FROM_ONE)
        (place / "one.csv").unlink()
        # No table brings texts in, so the words to search for come as from a device.
        said = Submission(id=new_id(), cohort="spring", week=2, exercise=EXERCISE, answers={"words": WORDS}, revision=1)
        found = find_participant(store, "AB")
        assert found is not None
        store.record_all([Row(submission=said, participant=found.participant, consent="yes", source="live")])
        back_up(store.cohort.private)

    def do(now: Path) -> None:
        with opened(now) as store:
            found = find_participant(store, "AB")
            if found is not None:
                assert leave(store, found.participant, "AB", outbox=now / "outbox").left == ()
            else:
                go_on(store, "AB", outbox=now / "outbox")

    def check(now: Path) -> None:
        clean(now, WORDS)
        with opened(now) as store:
            assert find_participant(store, "AB") is None
            assert store.envelopes.keys.of(store.participant("ab")) is None
            assert len(store.participants()) == 9
        assert audit(cohort_in(now), WEEKS).problems == ()

    return Work(do, check)


def importing(place: Path) -> Work:
    place.mkdir(parents=True, exist_ok=True)
    (place / "spring").mkdir()
    (place / "table.csv").write_text(TABLE, "utf-8")

    def do(now: Path) -> None:
        with opened(now) as store:
            import_csv(now / "table.csv", store, WEEKS, consent="on paper", told=FROM_ONE)

    def check(now: Path) -> None:
        with opened(now) as store:
            assert len(store.contributions(1, "check-in", "calm")) == 9
            with store.reading() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM submissions").scalar() == 9

    return Work(do, check)


def publishing(place: Path) -> Work:
    answered(place, published=False)

    def do(now: Path) -> None:
        with opened(now) as store:
            publish(store, WEEKS, Policy(), week=1)

    def check(now: Path) -> None:
        found = audit(cohort_in(now), WEEKS)
        assert found.problems == ()
        with scene(now / "spring", weeks=WEEKS) as here:
            assert [one.item for one in here.published.releases] == ["calm"]
        assert not list((now / "spring" / "published").glob(".*.tmp"))

    return Work(do, check)


def upgrading(place: Path) -> Work:
    answered(place)
    make_plain(cohort_in(place))
    # What version 1 had not: agreements in a table of their own.
    connection = sqlite3.connect(place / "spring" / "private" / "answers.db")
    connection.executescript("DROP TABLE consents; DROP TABLE taken_back; PRAGMA user_version = 1;")
    connection.close()

    def do(now: Path) -> None:
        opened(now).close()

    def check(now: Path) -> None:
        clean(now, WORDS)
        with opened(now) as store, store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA user_version").scalar() == schema.VERSION
            connection.exec_driver_sql("SELECT count(*) FROM consents").scalar_one()
            assert len(store.contributions(1, "check-in", "calm")) == 9

    return Work(do, check)


def joining(place: Path) -> Work:
    answered(place)

    def do(now: Path) -> None:
        with opened(now) as store:
            for label in ("Ida", "Jo", "Kim"):
                store.enrol(store.participant(label))

    def check(now: Path) -> None:
        with opened(now) as store:
            assert len(store.participants()) == 12
            said = Submission(id=new_id(), cohort="spring", week=1, exercise=EXERCISE, answers={"calm": 1}, revision=1)
            rows = [Row(submission=said, participant=store.participant("Ida"), consent="yes", source="live")]
            assert store.record_all(rows).stored == 1
            assert len(store.contributions(1, EXERCISE, "calm")) == 10

    return Work(do, check)


def beginning(place: Path) -> Work:
    place.mkdir(parents=True, exist_ok=True)

    def do(now: Path) -> None:
        if not (now / "spring").exists():
            make_cohort(now / "spring", slug="spring")
        make_key(load_cohort(now / "spring"))

    def check(now: Path) -> None:
        cohort = load_cohort(now / "spring")
        assert has_keys(cohort)
        assert len(list(cohort.curriculum.glob("week_*.yaml"))) == 8
        opened(now).close()

    return Work(do, check)


def keys(place: Path) -> Work:
    (place / "spring" / "private").mkdir(parents=True)

    def do(now: Path) -> None:
        make_key(cohort_in(now))

    def check(now: Path) -> None:
        assert has_keys(cohort_in(now))
        opened(now).close()
        clean(now)

    return Work(do, check)


def renewing(place: Path) -> Work:
    """A whole folder of 0.1.0, with somebody's own words in it, is brought to this version."""
    before = all_files(worked_in(folder_of_0_1_0(place, whole=False)).root)
    shutil.copytree(place, place.with_name("opened"))
    there = load_cohort(place.with_name("opened") / "state_0_1_0" / "harbour-2027")
    with open_store(there, weeks=load_curriculum(there.curriculum)) as store:
        answers = store.contributions(3, "pulse", "energy")
    assert answers

    def cohort(now: Path) -> Cohort:
        return load_cohort(now / "state_0_1_0" / "harbour-2027")

    def do(now: Path) -> None:
        upgrade(cohort(now))

    def check(now: Path) -> None:
        root = cohort(now).root
        assert version_of(root) == VERSION
        clean(root)
        assert not list(root.glob(".kit-upgrade-*")) + list(root.glob("upgrades/.record-*"))
        undo(cohort(now))
        assert all_files(root) == before
        with open_store(cohort(now), weeks=load_curriculum(cohort(now).curriculum)) as store:
            assert store.contributions(3, "pulse", "energy") == answers

    return Work(do, check)


def handing_over(place: Path) -> Work:
    answered(place)
    for name in (*packaged_material(), "published"):
        (place / "spring" / name).mkdir(exist_ok=True)
    write_settings(place / "spring", slug="spring", size=40)

    def do(now: Path) -> None:
        cohort, file = load_cohort(now / "spring"), now / "spring.handover"
        if is_handed_over(cohort) and not file.exists():
            take_back(cohort, date(2027, 6, 1))
        if not is_handed_over(cohort):
            hand_over(cohort, file, PASSPHRASE, Receiver(name="Kim", today=date(2027, 6, 1)))

    def check(now: Path) -> None:
        with pytest.raises(StoreError):
            opened(now)
        taken = take_over(now / "spring.handover", now / "new", PASSPHRASE)
        with open_store(taken.cohort, weeks=WEEKS) as store:
            assert len(store.contributions(1, "check-in", "calm")) == 9
        clean(now / "spring")
        assert not list(now.glob(".*"))

    return Work(do, check)


def taking_over(place: Path) -> Work:
    work = handing_over(place)
    work.do(place)

    def do(now: Path) -> None:
        if not (now / "new").exists():
            take_over(now / "spring.handover", now / "new", PASSPHRASE)

    def check(now: Path) -> None:
        cohort = load_cohort(now / "new")
        with open_store(cohort, weeks=WEEKS) as store:
            assert len(store.contributions(1, "check-in", "calm")) == 9
        assert audit(cohort, WEEKS).problems == ()
        clean(now / "new")
        # Killed after the folder had its name: the empty one in which it was made is taken away by the next one.
        assert {path.name for one in now.glob(".*") for path in one.rglob("*")} <= {"held.by-kit", "held.by-kit.new"}

    return Work(do, check)


WORKS: dict[str, Callable[[Path], Work]] = {
    "purge": purging,
    "withdraw": withdrawing,
    "import": importing,
    "publish": publishing,
    "store of version 1": upgrading,
    "join": joining,
    "upgrade": renewing,
    "handover": handing_over,
    "takeover": taking_over,
    "init": beginning,
    "keys": keys,
}
