"""What was deleted is gone: planted marks are looked for in every file of the folder, and in all that was put back."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers import withdrawals as module
from kit.answers.backup import back_up
from kit.answers.bundles import make_key, take_bundle
from kit.curriculum.loader import load_curriculum
from kit.erasure.purge import purge
from kit.erasure.withdraw import find_participant, leave
from kit.publishing.audit import audit
from kit.sending.outbox import Outbox
from kit.sending.sealed import Bundle, read_public, seal
from kit.sending.submissions import Submission, new_id
from kit.settings import load_cohort
from kit.system.text_search import every_file
from tests.attacks.marks import LONG, MARK, marked
from tests.cohorts import small_cohort
from tests.live.serving import Client, serving

OTHER = "long walks along the river with the dog"
AGAIN = ("first", "then", "later", "again", "once more", "still", "at last", "finally")
DEVICE = "b-01234-56789-abcde-fghjk"


@pytest.fixture
def root(tmp_path) -> Path:
    return small_cohort(tmp_path / "spring", names=("Kanaria Zwitscherling",)).root


def words_of(client: Client, served) -> list[str]:
    """Join with this device, agree, and return the four words."""
    words = client.ask("POST", "/api/join", {"code": served.session.code}).json["words"]
    client.agree()
    return words


def session(root: Path) -> tuple[list[str], bytes]:
    """A session in which somebody marked and somebody else answer, revise and are published; words and figures."""
    with serving(root) as served:
        served.open()
        mine, other = served.device(), served.joined()
        words = words_of(mine, served)
        for revision, word in enumerate(AGAIN, start=1):
            assert mine.put({"energy": revision, "note": f"{word} {LONG}"}, revision=revision).status == 201
            back_up(root / "private")
        other.put({"energy": 5, "note": OTHER})
        for _ in range(6):
            served.joined().put({"energy": 4})
        served.reveal()
        return words, (root / "published" / "releases.json").read_bytes()


def test_who_withdraws_on_the_page_is_in_no_file_while_the_host_still_runs(root):
    with serving(root) as served:
        served.open()
        mine, other = served.joined(), served.joined()
        for revision, word in enumerate(AGAIN, start=1):
            assert mine.put({"note": f"{word} {LONG}"}, revision=revision).status == 201
            back_up(root / "private")
        assert other.put({"note": OTHER}).status == 201
        assert len(marked(root)) > 2
        assert mine.ask("POST", "/api/withdraw", {"confirm": True}).status == 200
        assert marked(root) == []
        assert "answers.db" in marked(root, mark=OTHER)
    assert marked(root) == []


def test_who_withdraws_by_the_four_words_is_in_no_file_and_figures_stand_to_the_byte(root, tmp_path):
    words, published = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    stick = tmp_path / "stick.db"
    with open_store(cohort, weeks=weeks) as store:
        shutil.copy(back_up(cohort.private), stick)
        assert len(marked(root)) > 2
        participant = find_participant(store, " ".join(words)).participant
        done = leave(store, participant, " ".join(words), outbox=tmp_path / "outbox")
        assert done.left == ()
        assert marked(root) == []
    assert (root / "published" / "releases.json").read_bytes() == published
    assert audit(cohort, weeks).problems == ()
    # A copy that was made before is put back: the log beside it sees to it once more.
    for name in ("answers.db-wal", "answers.db-shm"):
        (cohort.private / name).unlink(missing_ok=True)
    shutil.copy(stick, cohort.private / "answers.db")
    assert marked(root) == ["answers.db"]
    open_store(cohort, weeks=weeks).close()
    assert marked(root) == []
    assert (root / "published" / "releases.json").read_bytes() == published


def test_bundle_outbox_and_store_forget_together(root, tmp_path):
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    outbox = tmp_path / "outbox" / "spring"
    said = Submission(id=new_id(), cohort="spring", week=1, exercise="check-in", answers={"note": LONG})
    Outbox(outbox).put(said)
    Outbox(outbox).mark_sent(said.id)
    with open_store(cohort, weeks=weeks) as store:
        make_key(cohort)
        made = Bundle(cohort="spring", participant=DEVICE, agreed=True, submissions=(said,))
        bundle = root / "inbox.bundle"
        bundle.write_bytes(seal(made, read_public(cohort.published, "spring")))
        store.enrol(store.participant(DEVICE))
        take_bundle(bundle, store, consent=None)
        back_up(cohort.private)
        assert len(marked(root, outbox)) >= 3
        leave(store, find_participant(store, DEVICE).participant, DEVICE, outbox=outbox)
        assert marked(root, outbox) == []
        assert not bundle.exists()


@pytest.mark.parametrize("skipped", ["scrub", "replace_backups"])
def test_the_search_notices_an_erasure_that_leaves_something_behind(root, tmp_path, monkeypatch, skipped):
    words, _ = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    monkeypatch.setattr(module, skipped, lambda *_: None)
    with open_store(cohort, weeks=weeks) as store:
        # As on a computer whose database does not wipe what it deletes.
        raw = store.engine.raw_connection()
        raw.cursor().execute("PRAGMA secure_delete = OFF")
        raw.close()
        participant = find_participant(store, " ".join(words)).participant
        done = leave(store, participant, " ".join(words), outbox=tmp_path / "outbox")
        assert done.left
        assert marked(root)


def test_after_the_end_no_mark_of_anybody_is_in_any_file(root, tmp_path):
    _, published = session(root)
    cohort, weeks = load_cohort(root), load_curriculum(root / "curriculum")
    connection = sqlite3.connect(cohort.private / "answers.db")
    pseudonyms = [name for (name,) in connection.execute("SELECT id FROM participants")]
    connection.close()
    secret = (cohort.private / "secret.key").read_bytes()
    _, left = purge(cohort, weeks, tmp_path / "outbox", today=date(2027, 6, 1))
    assert left == ()
    for mark in (MARK, OTHER, "Zwitscherling", secret.hex(), *pseudonyms):
        assert marked(root, mark=mark) == []
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
