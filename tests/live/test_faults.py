"""Faults of disks, networks and clocks: what was confirmed is stored, once, and the host lives on."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit.answers import database
from kit.answers.backup import back_up
from kit.answers.evenness import ROOM
from kit.errors import CohortError, StoreBusy, StoreError, UnknownName
from kit.live.process.session import new_session
from tests.live.serving import serving


def rows(root) -> int:
    with sqlite3.connect(root / "private" / "answers.db") as connection:
        (count,) = connection.execute("SELECT count(*) FROM submissions").fetchone()
    connection.close()
    return count


def test_the_same_id_with_other_content_or_of_another_participant_changes_nothing(served):
    served.open()
    client, other, id = served.joined(), served.joined(), str(uuid.uuid4())
    assert client.put({"energy": 3}, id=id).status == 201
    for sent in (client.put({"energy": 4}, id=id), client.put({"energy": 3}, id=id, revision=2)):
        assert (sent.status, sent.json["code"]) == (409, "clash")
    assert other.put({"energy": 3}, id=id).status == 409
    assert [one["answers"] for one in client.mine()] == [{"energy": 3}]


def test_a_double_click_in_two_tabs_is_one_row(served, root):
    served.open()
    client, id, barrier = served.joined(), str(uuid.uuid4()), threading.Barrier(4)

    def click(_) -> int:
        barrier.wait(10)
        return client.put(id=id).status

    with ThreadPoolExecutor(4) as tabs:
        statuses = sorted(tabs.map(click, range(4)))
    assert statuses == [200, 200, 200, 201]
    assert rows(root) == 1


def test_a_full_disk_is_told_stores_nothing_half_and_recovers(served, root):
    served.open()
    client, id = served.joined(), str(uuid.uuid4())

    def pages(limit: str):
        def job() -> None:
            with served.host.store.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")
                connection.rollback()

        return job

    def take_the_room() -> None:
        with served.host.store.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE taken (filled BLOB)")
            connection.exec_driver_sql("INSERT INTO taken VALUES (zeroblob(?))", (2 * ROOM,))

    served.do(take_the_room)
    served.do(pages("1"))
    long = {"note": " ".join(["word"] * 90)}
    refused = [client.put(long) for _ in range(12)] + [client.put(long, id=id)]
    assert refused[-1].status == 503
    assert int(refused[-1].headers["Retry-After"]) >= 1
    stored = sum(reply.status == 201 for reply in refused)
    assert rows(root) == stored
    assert client.ask("GET", "/api/state").status == 200
    served.do(pages("1000000"))
    assert client.put(long, id=id).status == 201
    assert rows(root) == stored + 1


def test_a_database_locked_by_another_program_is_told_and_holds_up_nobody_who_reads(root, monkeypatch):
    monkeypatch.setattr(database, "_WAIT_MS", 100)
    with serving(root) as served:
        served.open()
        client, id = served.joined(), str(uuid.uuid4())
        other = sqlite3.connect(root / "private" / "answers.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        reply = client.put(id=id)
        assert (reply.status, reply.headers["Retry-After"]) == (503, "2")
        assert client.mine() == []
        assert client.ask("GET", "/api/state").status == 200
        other.execute("ROLLBACK")
        other.close()
        assert client.put(id=id).status == 201


def test_a_slow_disk_never_holds_up_what_only_reads(served):
    served.open()
    client, gate, entered = served.joined(), threading.Event(), threading.Event()

    def slow() -> None:
        entered.set()
        assert gate.wait(20)

    blocking = threading.Thread(target=lambda: served.do(slow))
    waiting = threading.Thread(target=client.put)
    blocking.start()
    assert entered.wait(10)
    waiting.start()
    try:
        assert client.ask("GET", "/api/state").status == 200
        assert client.mine() == []
        assert waiting.is_alive()
    finally:
        gate.set()
        blocking.join(20)
        waiting.join(20)
    assert len(client.mine()) == 1


def test_many_answers_at_once_share_commits_and_each_is_judged_alone(served, root):
    served.open()
    clients = [served.joined() for _ in range(12)]
    gate, entered = threading.Event(), threading.Event()
    commits, together = [], served.host.store.together

    def counted(jobs):
        commits.append(len(jobs))
        return together(jobs)

    served.host.store.together = counted
    blocking = threading.Thread(target=lambda: served.do(lambda: entered.set() or gate.wait(20)))
    blocking.start()
    assert entered.wait(10)
    taken, id = clients[0], str(uuid.uuid4())
    with ThreadPoolExecutor(13) as pool:
        found = [pool.submit(client.put, id=id) for client in clients]
        # All but the first to be stored clash with it; each reply is its own.
        while served.host.writer._jobs.qsize() < 12:
            assert taken.ask("GET", "/api/state").status == 200
        gate.set()
        statuses = sorted(one.result(20).status for one in found)
    blocking.join(20)
    assert statuses == [201] + [409] * 11
    assert max(commits) > 1
    assert rows(root) == 1


def test_a_damaged_store_is_refused_with_the_name_of_the_newest_backup(root):
    with serving(root) as served:
        served.open()
        served.joined().put()
    path = root / "private" / "answers.db"
    copy = back_up(root / "private")
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(StoreError, match=copy.name), serving(root):
        pass


def test_a_store_of_a_newer_kit_is_refused(root):
    with serving(root):
        pass
    with sqlite3.connect(root / "private" / "answers.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version"), serving(root):
        pass


def test_a_folder_that_is_copied_to_other_computers_is_refused(make_root, tmp_path):
    root = make_root(parent=tmp_path / "Dropbox")
    with pytest.raises(CohortError, match="outside"), serving(root):
        pass
    assert [path.name for path in (root / "private").iterdir()] == ["roster.csv"]


def test_a_second_host_is_refused_and_told_who_holds_the_store(served, root):
    with pytest.raises(StoreBusy, match="kit host 1"), serving(root):
        pass
    assert served.joined().ask("GET", "/api/state").status == 200


def test_a_taken_port_is_told_and_leaves_the_store_free(served, make_root):
    other = make_root("autumn")
    with pytest.raises(CohortError, match="taken"), serving(other, port=served.port):
        pass
    with serving(other) as autumn:
        assert autumn.port != served.port


def test_a_week_that_is_not_there_is_told(root):
    with pytest.raises(UnknownName, match="there are weeks 1"), serving(root, session=new_session(root, 7)):
        pass


def test_a_room_that_lost_its_network_delivers_everything_when_it_returns(served, root):
    served.open()
    clients = [served.joined() for _ in range(30)]
    ids = [[str(uuid.uuid4()) for _ in range(4)] for _ in clients]

    def return_(place: int) -> list[int]:
        sent = [clients[place].put({"energy": turn}, id=id, revision=turn + 1) for turn, id in enumerate(ids[place])]
        return [reply.status for reply in sent]

    with ThreadPoolExecutor(30) as room_:
        statuses = [status for found in room_.map(return_, range(30)) for status in found]
    assert statuses == [201] * 120
    assert rows(root) == 120
    assert set(served.host.store.contributions(1, "check-in", "energy").values()) == {3}


def test_too_much_waiting_is_refused_before_it_fills_the_memory(served, monkeypatch):
    served.open()
    client = served.joined()
    monkeypatch.setattr(served.host.writer._jobs, "maxsize", 1)
    gate, entered = threading.Event(), threading.Event()
    blocking = threading.Thread(target=lambda: served.do(lambda: entered.set() or gate.wait(20)))
    blocking.start()
    assert entered.wait(10)
    waiting = threading.Thread(target=client.put)
    waiting.start()
    try:
        while served.host.writer._jobs.qsize() < 1:
            assert client.ask("GET", "/api/state").status == 200
        assert client.put().status == 503
    finally:
        gate.set()
        blocking.join(20)
        waiting.join(20)
    assert len(client.mine()) == 1
