"""Copies during a session and at its end, and what happens when one of them is put back."""

from __future__ import annotations

import asyncio
import shutil
import threading

from kit.answers.backup import back_up, backups_in
from kit.live.process.serve import Backups, running
from kit.live.process.session import new_session
from kit.publishing.audit import audit
from kit.results.releases import read_releases
from tests.live.serving import Client, again, put_back, serving


def test_copies_are_made_while_a_session_runs_and_one_at_its_end(root):
    async def session() -> int:
        made = asyncio.Event()
        before = Backups._copy

        async def told(self) -> None:
            await before(self)
            made.set()

        Backups._copy = told
        try:
            async with running(new_session(root, 1), every=0.01):
                await asyncio.wait_for(made.wait(), 20)
        finally:
            Backups._copy = before
        return len(backups_in(root / "private"))

    assert asyncio.run(session()) >= 2


def test_answers_that_come_while_a_copy_is_made_are_stored_all_the_same(served):
    served.open()
    clients = [served.joined() for _ in range(5)]
    copying = threading.Thread(target=lambda: [back_up(served.host.store.cohort.private) for _ in range(5)])
    copying.start()
    assert [client.put().status for client in clients] == [201] * 5
    copying.join(20)
    assert len(backups_in(served.host.store.cohort.private)) == 5


def test_an_older_copy_brings_nobody_back_who_withdrew_since(root):
    with serving(root) as served:
        served.open()
        gone, stays = served.joined(), served.joined()
        gone.put({"note": "take this away"})
        stays.put({"note": "this may stay"})
    (copy,) = backups_in(root / "private")
    kept = root.parent / "stick.db"
    shutil.copy(copy, kept)
    with serving(root) as served:
        assert Client(served.port, dict(gone.cookies)).ask("POST", "/api/withdraw", {"confirm": True}).status == 200
    for path in (root / "private").rglob("*"):
        assert not path.is_file() or b"take this away" not in path.read_bytes(), path
    put_back(root, kept)
    with serving(root) as served:
        assert Client(served.port, gone.cookies).ask("GET", "/api/state").status == 401
        assert len(Client(served.port, stays.cookies).mine()) == 1
    for path in (root / "private").rglob("*"):
        assert not path.is_file() or b"take this away" not in path.read_bytes(), path


def test_after_an_older_copy_nothing_is_published_a_second_time(root):
    with serving(root) as served:
        served.open()
        devices = [served.joined() for _ in range(8)]
        for energy, client in enumerate(devices):
            client.put({"energy": energy, "useful": 1 + energy % 3})
    (copy,) = backups_in(root / "private")
    kept = root.parent / "stick.db"
    shutil.copy(copy, kept)
    with serving(root) as served:
        served.reveal()
    published = (root / "published" / "releases.json").read_bytes()
    first = read_releases(root / "published")
    assert {release.item for release in first.releases} >= {"energy", "useful"}
    put_back(root, kept)
    with serving(root) as served:
        assert (root / "published" / "releases.json").read_bytes() == published
        # All may answer once more; these families are closed for good all the same.
        served.open()
        for client in devices:
            assert again(served, client).put({"energy": 1, "useful": 1}, revision=2).status == 201
        for _ in range(9):
            served.joined().put({"energy": 1, "useful": 1})
        assert served.reveal().status == 200
        now = read_releases(root / "published")
        assert now.releases[: len(first.releases)] == first.releases
        assert not {release.item for release in now.releases[len(first.releases) :]} & {"energy", "useful"}


def test_after_an_older_copy_other_exercises_are_published_on_top_of_the_chain(make_root):
    root = make_root()
    week = root / "curriculum" / "week_01.yaml"
    second = "      again:\n        title: Again\n        items:\n"
    item = '          rest: {kind: rating, share: group, prompt: "Rested?", low: no, high: yes}\n'
    week.write_text(week.read_text("utf-8") + second + item, "utf-8")
    with serving(root) as served:
        served.open()
        served.open("again")
        devices = [served.joined() for _ in range(6)]
        for client in devices:
            client.put({"energy": 4})
    (copy,) = backups_in(root / "private")
    kept = root.parent / "stick.db"
    shutil.copy(copy, kept)
    with serving(root) as served:
        served.reveal()
    put_back(root, kept)
    with serving(root) as served:
        served.open("again")
        for client in devices:
            assert again(served, client).put({"rest": 5}, exercise="again").status == 201
        served.reveal("again")
        found = read_releases(root / "published").releases
        assert [release.item for release in found].count("rest") == 1
        assert [release.item for release in found].count("energy") == 1
        weeks = served.host.store.weeks
        cohort = served.host.store.cohort
    assert not [one for one in audit(cohort, weeks).problems if "chain" in one]


def test_who_took_part_since_is_known_to_an_older_copy_and_needs_no_words(root):
    with serving(root) as served:
        client = served.joined()
    kept = shutil.copy(backups_in(root / "private")[-1], root.parent / "stick.db")
    for _ in range(2):
        with serving(root) as served:
            client = again(served, client)
            served.open()
            assert client.put().status == 201
    put_back(root, kept)
    with serving(root) as served:
        assert again(served, client).mine() == []


def test_joining_again_and_again_on_one_device_ends_no_other_device(served):
    client = served.device()
    words = client.ask("POST", "/api/join", {"code": served.code()}).json["words"]
    second = served.device()
    assert second.ask("POST", "/api/return", {"words": words}).status == 200
    for _ in range(9):
        assert again(served, client).ask("GET", "/api/state").status == 200
    assert second.ask("GET", "/api/state").status == 200


def test_a_key_that_has_worked_for_long_is_replaced_and_the_old_one_goes_on_until_its_end(served):
    client = served.joined()
    served.host.people._days._first += 44
    assert again(served, client).cookies == client.cookies
    served.host.people._days._first += 2
    fresh = again(served, client)
    assert fresh.cookies != client.cookies
    assert client.ask("GET", "/api/state").status == 200
    served.host.people._days._first += 50
    assert (client.ask("GET", "/api/state").status, fresh.ask("GET", "/api/state").status) == (401, 200)
