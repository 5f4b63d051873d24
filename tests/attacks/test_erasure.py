"""What was deleted is gone: planted marks are looked for in every file of the folder, and in all that was put back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kit.answers import open_store
from kit.answers import withdrawals as module
from kit.answers.backup import back_up
from kit.answers.bundles import take_bundle
from kit.curriculum.loader import load_curriculum
from kit.erasure.purge import purge
from kit.erasure.withdraw import find_participant, leave
from kit.publishing.audit import audit
from kit.sending.outbox import Outbox
from kit.sending.submissions import Submission, new_id
from kit.settings import Cohort, load_cohort
from kit.system.text_search import every_file
from tests.attacks.marks import LONG, MARK, key_places, marked, opened, stretches, together, trails, wrapped
from tests.cohorts import small_cohort
from tests.erasure.examples import DEVICE, sealed
from tests.live.serving import Client, serving

OTHER = "long walks along the river with the dog"
AGAIN = ("first", "then", "later", "again", "once more", "still", "at last", "finally")
BESIDE = "b-98765-43210-fghjk-abcde"
HEADER = 64  # bytes with which bundles of one cohort may begin alike, and a few more


@pytest.fixture
def root(tmp_path) -> Path:
    return small_cohort(tmp_path / "spring", names=("Kanaria Zwitscherling",)).root


def words_of(client: Client, served) -> list[str]:
    """Join with this device, agree, and return the four words."""
    words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    client.agree()
    return words


def say_again_and_again(client: Client, root: Path) -> None:
    """Somebody sends a long text, and others in its place, with a copy of the answers after each; none is in plain."""
    for revision, word in enumerate(AGAIN, start=1):
        sent = {"energy": revision, "note": f"{word} {LONG}"}
        assert client.put(sent, revision=revision).status == 201
        back_up(root / "private")
        assert marked(root) == []


def session(root: Path) -> tuple[list[str], bytes]:
    """A session in which somebody marked and somebody else answer, revise and are published; words and figures."""
    with serving(root) as served:
        served.open()
        mine, other = served.device(), served.joined()
        words = words_of(mine, served)
        say_again_and_again(mine, root)
        other.put({"energy": 5, "note": OTHER})
        for _ in range(6):
            served.joined().put({"energy": 4})
        served.reveal()
        return words, (root / "published" / "releases.json").read_bytes()


def the_others(said: dict[str, list[dict[str, Any]]], participant: str) -> dict[str, list[dict[str, Any]]]:
    """What is *said* by everybody but *participant*, of whom something is there too."""
    assert said[participant]
    return {who: answers for who, answers in said.items() if who != participant}


def only_key_destroyed(cohort: Cohort, before: list[bytes]) -> bytes:
    """The wrapped key that was there *before* and is destroyed now, the only one; all others are as they were."""
    ((old, new),) = [(old, new) for old, new in zip(before, key_places(cohort), strict=True) if old != new]
    assert wrapped(old) != b""
    assert wrapped(new) == b""
    return wrapped(old)


def tables_naming(cohort: Cohort, participant: str) -> set[str]:
    """The tables of the answers with a row about *participant*."""
    with closing(sqlite3.connect(cohort.private / "answers.db")) as reading:
        names = [name for (name,) in reading.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names if any(participant in row for row in reading.execute(f"SELECT * FROM {name}"))}


def test_who_withdraws_on_the_page_is_in_no_file_while_the_host_still_runs(root):
    cohort = load_cohort(root)
    with serving(root) as served:
        served.open()
        mine, other = served.joined(), served.joined()
        say_again_and_again(mine, root)
        (trail,) = trails(cohort).values()
        assert len(trail.sealed) == len(AGAIN)
        assert other.put({"note": OTHER}).status == 201
        assert {"answers.db-wal", "answers-000008.db"} <= trail.files(root)
        others, keys = the_others(opened(cohort), trail.participant), key_places(cohort)
        assert mine.ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        assert trail.files(root) == set()
        assert stretches([only_key_destroyed(cohort, keys)], root) == []
        assert opened(cohort) == others
        assert [answers for (answers,) in others.values()] == [{"note": OTHER}]
        assert marked(root) == marked(root, mark=OTHER) == []
    assert trail.files(root) == set()
    assert marked(root) == []


def test_who_withdraws_by_the_four_words_is_in_no_file_and_figures_stand_to_the_byte(root, tmp_path):
    words, published = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    stick = tmp_path / "stick.db"
    with open_store(cohort, weeks=weeks) as store:
        shutil.copy(back_up(cohort.private), stick)
        participant = find_participant(store, " ".join(words)).participant
        trail, others = trails(cohort)[participant], the_others(opened(cohort, stick), participant)
        keys = key_places(cohort)
        assert len(others) == 7
        assert {"answers.db", "answers-000008.db"} <= trail.files(root)
        done = leave(store, participant, " ".join(words), outbox=tmp_path / "outbox")
        assert done.left == ()
        assert trail.files(root) == set()
        # The record of whose answers are in which result keeps the pseudonym, or nobody could be kept from being
        # counted twice; and the log keeps it, so that no old copy brings anybody back.
        assert marked(root, mark=participant) == ["answers.db", "answers-000011.db", "withdrawals.log"]
        assert tables_naming(cohort, participant) == {"present", "batch_members"}
        assert stretches([only_key_destroyed(cohort, keys)], root) == []
        assert opened(cohort) == others
    assert marked(root) == []
    assert (root / "published" / "releases.json").read_bytes() == published
    assert audit(cohort, weeks).problems == ()
    # A copy that was made before has the envelopes, and what opens them is gone.
    assert trail.files(stick.parent) == {"stick.db"}
    assert opened(cohort, stick) == others
    # Where it is put back, the log beside it sees to it once more.
    for name in ("answers.db-wal", "answers.db-shm"):
        (cohort.private / name).unlink(missing_ok=True)
    shutil.copy(stick, cohort.private / "answers.db")
    assert trail.files(root) == {"answers.db"}
    open_store(cohort, weeks=weeks).close()
    assert trail.files(root) == set()
    assert opened(cohort) == others
    assert marked(root) == []
    assert (root / "published" / "releases.json").read_bytes() == published


def test_bundle_outbox_and_store_forget_together(root, tmp_path):
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    outbox = tmp_path / "outbox" / "spring"
    said, theirs = (
        Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers={"note": note})
        for note in (LONG, OTHER)
    )
    Outbox(outbox).put(said)
    with open_store(cohort, weeks=weeks) as store:
        bundle, kept = sealed(cohort, "inbox.bundle", said), sealed(cohort, "kept.bundle", theirs, participant=BESIDE)
        for path, device in ((bundle, DEVICE), (kept, BESIDE)):
            store.enrol(store.participant(device))
            take_bundle(path, store, consent=None)
        back_up(cohort.private)
        participant, other = find_participant(store, DEVICE).participant, find_participant(store, BESIDE).participant
        trail, in_bundle, keys = trails(cohort)[participant], bundle.read_bytes()[HEADER:], key_places(cohort)
        assert {"answers.db-wal", "answers-000001.db", f"{said.id}.json"} <= trail.files(root, outbox)
        assert stretches([in_bundle], root, outbox) == ["inbox.bundle"]
        # The outbox is on the sender's own computer; everywhere else it is sealed.
        assert (marked(root), marked(outbox)) == ([], [f"{said.id}.json"])
        leave(store, participant, DEVICE, outbox=outbox)
        assert trail.files(root, outbox) == set()
        assert stretches([in_bundle, only_key_destroyed(cohort, keys)], root, outbox) == []
        assert marked(root, outbox) == []
        assert not bundle.exists()
        assert opened(cohort) == {other: [{"note": OTHER}]}
        assert not take_bundle(kept, store, consent=None).new


@pytest.mark.parametrize(
    ("skipped", "left"), [("scrub", {"answers.db"}), ("replace_backups", {"answers-000001.db", "answers-000008.db"})]
)
def test_the_search_notices_an_erasure_that_leaves_something_behind(root, tmp_path, monkeypatch, skipped, left):
    words, _ = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    monkeypatch.setattr(module, skipped, lambda *_: None)
    with open_store(cohort, weeks=weeks) as store:
        # As on a computer whose database does not wipe what it deletes.
        raw = store.engine.raw_connection()
        raw.cursor().execute("PRAGMA secure_delete = OFF")
        raw.close()
        participant = find_participant(store, " ".join(words)).participant
        trail = trails(cohort)[participant]
        done = leave(store, participant, " ".join(words), outbox=tmp_path / "outbox")
        assert left <= {path.name for path in done.left} == trail.files(root)
        assert left <= set(stretches([envelope for _, envelope in trail.sealed], root))
        # What is left is of no use to anybody.
        assert not any(participant in opened(cohort, path) for path in cohort.private.rglob("*.db"))


def test_after_the_end_no_mark_of_anybody_is_in_any_file(root, tmp_path):
    _, published = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    connection = sqlite3.connect(cohort.private / "answers.db")
    pseudonyms = [name for (name,) in connection.execute("SELECT id FROM participants")]
    connection.close()
    secret = (cohort.private / "secret.key").read_bytes()
    everyone, keys = together(trails(cohort).values()), [key for place in key_places(cohort) if (key := wrapped(place))]
    assert (len(everyone.sealed), len(keys)) == (len(AGAIN) + 7, 8)
    assert {"answers.db", "answers-000008.db"} <= everyone.files(root)
    assert stretches(keys, root) == ["participant.keys"]
    _, left = purge(cohort, weeks, tmp_path / "outbox", today=date(2027, 6, 1))
    assert left == ()
    for mark in (MARK, OTHER, "Zwitscherling", secret.hex(), *pseudonyms):
        assert marked(root, mark=mark) == []
    assert everyone.files(root) == set()
    assert stretches(keys, root) == []
    assert not any(secret in path.read_bytes() for path in every_file([root]))
    assert (root / "published" / "releases.json").read_bytes() == published
    assert audit(cohort, weeks).problems == ()


def test_wrong_swapped_and_cut_off_words_are_refused_alike_and_tell_nothing(root):
    with serving(root) as served:
        served.open()
        first, second = served.device(), served.device()
        mine, theirs = words_of(first, served), words_of(second, served)
        tries = [mine[:3], [*mine[:2], *theirs[2:]], mine[::-1], ["zzz", *mine[1:]]]
        replies = [served.device().ask("POST", "/api/return", {"words": words}) for words in tries]
        assert len({(reply.status, reply.body) for reply in replies}) == 1
        assert replies[0].status == 403
        (token,) = first.cookies.values()
        cut = [token[:-1], token[1:], token.swapcase(), token + "A", ""]
        said = set()
        for one in cut:
            stranger = served.device()
            stranger.cookies["kit_participant_spring"] = one
            reply = stranger.ask("GET", "/api/mine/export")
            said.add((reply.status, reply.body))
        assert len(said) == 1
        assert next(iter(said))[0] == 401
