"""The sealed copy of an answer in its sender's browser: the host opens it for its sender, and for nobody else."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from kit.live.copies import read_copy
from tests.live.serving import Client, Reply, Served, lose

CANARY = "canary, a quiet walk"


@pytest.fixture
def client(served: Served) -> Client:
    served.open()
    return served.joined()


def again(client: Client, row: dict[str, Any], **changed: Any) -> Reply:
    names = ("week", "exercise", "revision", "sealed", "proof", "shared")
    body = {name: row[name] for name in names if name in row} | changed
    return client.ask("PUT", f"/api/submissions/{row['id']}", body)


def test_a_host_that_lost_an_answer_takes_it_from_the_sealed_copy_alone_also_after_its_exercise_closed(
    served: Served, client: Client
) -> None:
    replied = client.put({"energy": 7, "note": CANARY}).json
    (row,) = client.mine()
    lose(served)
    served.facilitator().ask("POST", "/api/facilitator/close", {"week": 1, "exercise": "check-in"})
    assert client.mine() == []
    for sealed in (row["sealed"], replied["sealed"]):
        assert again(client, row, sealed=sealed).status in (200, 201)
    (back,) = client.mine()
    assert (back["answers"], back["id"]) == ({"energy": 7, "note": CANARY}, row["id"])
    assert again(client, row, proof="").status == 200  # it's there


def test_a_sealed_copy_shows_no_answer_and_its_length_tells_none(client: Client) -> None:
    lengths = set()
    for number, answers in enumerate(({}, {"energy": 10}, {"energy": 0, "note": CANARY}, {"helped": []}), 1):
        sealed = client.put(answers, revision=number).json["sealed"]
        assert b"canary" not in base64.b64decode(sealed.rpartition(".")[2])
        lengths.add(len(sealed))
    assert len(lengths) == 1


def test_nobody_opens_the_copy_of_somebody_who_has_a_place(served: Served, client: Client) -> None:
    client.put({"energy": 7})
    (row,) = client.mine()
    other = served.joined()
    fresh = {**row, "id": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    for copied in (row, fresh, {**fresh, "proof": ""}):
        reply = again(other, copied)
        assert (reply.status, reply.json["code"]) == (400, "malformed")
    assert other.mine() == []


def test_the_copy_of_a_place_that_an_older_store_does_not_know_is_taken_from_the_new_place(
    served: Served, client: Client
) -> None:
    client.put({"energy": 7})
    (row,) = client.mine()
    with served.host.store.transaction() as connection:
        for table in ("submissions", "devices", "consents", "participants"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    other = served.joined()
    assert again(other, {**row, "id": "0f8fad5b-d9cb-469f-a165-70867728950e"}, revision=1).status == 201
    assert other.mine()[0]["answers"] == {"energy": 7}


def test_whoever_withdrew_has_copies_that_nobody_opens_any_more(served: Served, client: Client) -> None:
    client.put({"energy": 7})
    (row,) = client.mine()
    copy, store = read_copy(row["sealed"]), served.host.store
    whose = store.participant(f"live:{copy.public}")
    assert client.ask("POST", "/api/withdraw", {"confirm": True}).status == 200
    other = served.joined()
    assert again(other, {**row, "id": "0f8fad5b-d9cb-469f-a165-70867728950e"}).status == 400
    gone = other.ask("GET", f"/week/state?before={copy.public}").json
    assert gone.get("gone", []) == []
    assert store.envelopes.keys.is_destroyed(whose)


@pytest.mark.parametrize(
    "changed",
    [
        {"week": 2},
        {"exercise": "exit"},
        {"sealed": ""},
        {"sealed": "1"},
        {"sealed": 7},
        {"sealed": None},
        {"answers": {"energy": 3}},
        {"answers": {}},
    ],
)
def test_what_is_no_copy_of_this_very_answer_is_refused_and_stores_nothing(
    served: Served, client: Client, changed: dict[str, object]
) -> None:
    client.put({"energy": 7})
    (row,) = client.mine()
    lose(served)
    assert again(client, row, **changed).status == 400
    assert client.mine() == []


def test_a_copy_that_was_changed_anywhere_does_not_open(served: Served, client: Client) -> None:
    client.put({"energy": 7})
    (row,) = client.mine()
    lose(served)
    version, id_, revision, public, sealed = row["sealed"].split(".")
    swapped = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for parts in (
        (version, id_, revision, public, swapped),
        (version, id_, "2", public, sealed),
        (version, "0f8fad5b-d9cb-469f-a165-70867728950e", revision, public, sealed),
        (version, id_, revision, "0" * 32, sealed),
        ("2", id_, revision, public, sealed),
        (version, id_, revision, public, sealed[:-4]),
        (version, id_, revision, public, "=="),
    ):
        assert again(client, row, sealed=".".join(parts)).status == 400
    assert client.mine() == []
