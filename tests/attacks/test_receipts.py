"""Attacks with the proof of an earlier reply, which takes a lost answer again whatever became of its exercise."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.answers.backup import backups_in
from kit.answers.database import FILE_NAME
from kit.live.process.session import new_session
from tests.attacks.exact.audit import read_members
from tests.attacks.one_person import comes, session
from tests.live.serving import Served, again, put_back
from tests.weeks import SMALL_WEEK

REFUSED = (403, 409, 410)  # never opened, another session, closed


@contextmanager
def week(folder: Path, number: int, people: int) -> Iterator[Served]:
    """A session of week *number* of the cohort in *folder*."""
    root = folder / "spring"
    if root.exists():
        (root / "curriculum" / "week_02.yaml").write_text(SMALL_WEEK.replace("number: 1", "number: 2"), "utf-8")
    running = {"session": new_session(root, number, people=people)} if number > 1 else {"people": people}
    with session(folder, **running) as served:
        yield served


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("people", [8, 14])
def test_a_proof_lets_its_own_answer_in_and_nothing_else(tmp_path: Path, people: int, number: int) -> None:
    root = tmp_path / "spring"
    with week(tmp_path, 1, people) as served:
        everyone = [comes(served) for _ in range(people)]
    kept = shutil.copy(backups_in(root / "private")[-1], tmp_path / "older.db")
    with week(tmp_path, 1, people) as served:
        holder = again(served, everyone[0])
        served.open()
        sent = str(uuid.uuid4())
        proof = holder.put({"energy": 9}, id=sent, session=served.session.id).json["proof"]
        before = served.session.id
    put_back(root, kept)
    with week(tmp_path, number, people) as served:
        holder, other = (again(served, one) for one in everyone[:2])
        shown = dict(served.host.room.statuses)
        for client, values in (
            (other, {"answers": {"energy": 9}, "id": sent}),
            (holder, {"answers": {"energy": 8}, "id": sent}),
            (holder, {"answers": {"energy": 9}, "id": str(uuid.uuid4())}),
            (holder, {"answers": {"energy": 9}, "id": sent, "revision": 2}),
        ):
            for written in (before, served.session.id, None):
                more = {} if written is None else {"session": written}
                assert client.put(proof=proof, **more, **values).status in REFUSED, values
        assert holder.put({"energy": 9}, id=sent, proof=proof, session=before).status == 201
        # It opens nothing: neither for others nor for what the same person has not sent.
        assert served.host.store.status(1, "check-in") == "closed"
        assert served.host.room.statuses == shown
        for client in (other, holder):
            for more in ({}, {"session": served.session.id}, {"session": before}):
                assert client.put({"energy": 1}, **more).status in REFUSED
        assert (len(holder.mine()), len(other.mine())) == (1, 0)


def test_an_answer_that_is_taken_again_counts_once(tmp_path: Path) -> None:
    root, people = tmp_path / "spring", 18
    with week(tmp_path, 1, people) as served:
        everyone = [comes(served) for _ in range(people)]
        served.open()
        first = [(client, str(uuid.uuid4())) for client in everyone[:9]]
        proofs = [client.put({"energy": 9}, id=sent).json["proof"] for client, sent in first]
        served.reveal()
    kept = shutil.copy(backups_in(root / "private")[-1], tmp_path / "older.db")
    with week(tmp_path, 1, people) as served:
        served.open()
        later = [(again(served, client), str(uuid.uuid4())) for client in everyone[9:]]
        proofs += [client.put({"energy": 1}, id=sent).json["proof"] for client, sent in later]
    put_back(root, kept)
    with week(tmp_path, 1, people) as served:
        ids = [sent for _, sent in first + later]
        for client, sent, proof, energy in zip(everyone, ids, proofs, [9] * 9 + [1] * 9, strict=True):
            here = again(served, client)
            for _ in range(2):
                assert here.put({"energy": energy}, id=sent, proof=proof, session="gone").status in (200, 201)
            fresh = str(uuid.uuid4())
            assert here.put({"energy": energy}, id=fresh, proof=proof, session="gone").status == 409
        served.reveal()
        found = read_members(root / "private" / FILE_NAME)
        members = [batch for (_, family), batch in sorted(found.items()) if family.endswith("energy")]
        assert [len(one) for one in members] == [9, 9]
        assert not members[0] & members[1]
