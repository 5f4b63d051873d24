"""Looking at a text as others would see it, and sharing exactly that."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from kit.answers.consents import consents_of
from kit.live.http.participant import digest
from kit.sending.submissions import new_id
from tests.live.serving import Client, Reply, Served

CANARY = "canary-91c4 helped Benno on 3 May"
MASKED = "[number] helped [name] on [date]"


def look(client: Client, text: object = CANARY, **changed: object) -> Reply:
    body = {"week": 1, "exercise": "check-in", "item": "note", "text": text, **changed}
    return client.ask("POST", "/api/texts/preview", body)


def share(client: Client, text: str, *, quote: bool = False, revision: int = 1, **shared: Any) -> Reply:
    about = {"version": client.version(), "quote": quote, **shared}
    return client.put({"note": text}, revision=revision, shared={"note": about})


@pytest.fixture
def client(served: Served) -> Client:
    served.open()
    return served.joined()


def test_a_text_comes_back_masked_in_pieces_with_the_notice_it_would_be_shared_under(client: Client) -> None:
    found = look(client, "I met Benno and Xavier 🙂 on 3 May").json
    assert found["text"] == "I met [name] and Xavier 🙂 on [date]"
    assert "".join(part["text"] for part in found["parts"]) == found["text"]
    assert [(part["text"], part["kind"]) for part in found["parts"] if part["kind"]] == [
        ("[name]", "name"),
        ("Xavier", "perhaps"),
        ("[date]", "date"),
    ]
    assert found["version"] == client.version()


def test_nothing_of_a_text_that_was_looked_at_is_kept_or_written_down(
    served: Served, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert look(client).status == 200
        (served.host.store.cohort.private / "roster.csv").unlink()
        assert look(client).status == 409
    assert client.mine() == []
    root = served.host.store.cohort.root
    files = [path for path in root.rglob("*") if path.is_file()]
    assert files
    assert not any(b"canary-91c4" in path.read_bytes() for path in files)
    assert "canary" not in caplog.text


def test_only_who_has_joined_can_look_at_a_text(served: Served) -> None:
    assert look(served.device()).status == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"item": "energy"},
        {"item": "diary"},
        {"item": "word"},
        {"item": ["note"]},
        {"exercise": "other"},
        {"week": 7},
        {"week": True},
        {"text": ["a"]},
        {"text": "x" * 4001},
        {"more": 1},
    ],
)
def test_what_is_no_text_for_the_group_is_not_looked_at(client: Client, changed: dict[str, object]) -> None:
    assert look(client, **{"text": CANARY, **changed}).status == 400


def test_what_is_shared_is_stored_word_for_word_with_what_was_agreed(served: Served, client: Client) -> None:
    assert share(client, MASKED, quote=True).status == 201
    assert client.mine()[0]["answers"] == {"note": MASKED}
    assert client.mine()[0]["shared"] == {"note": {"version": client.version(), "quote": True}}
    assert share(client, MASKED, revision=2).status == 201
    assert client.mine()[-1]["shared"] == {"note": {"version": client.version(), "quote": False}}


def test_an_agreement_is_still_known_after_the_host_has_started_again(served: Served, client: Client) -> None:
    share(client, MASKED)
    member = served.host.people.find(next(iter(client.cookies.values())))
    kept = served.host.people.consents(member)
    assert {one.purpose for one in kept} == {"aggregate", "text"}
    with served.host.store.reading() as connection:
        assert set(consents_of(connection, member.participant)) == set(kept)


@pytest.mark.parametrize(
    ("text", "shared", "code"),
    [
        (MASKED, {}, "text_unconfirmed"),
        ("Benno helped", {"note": {"version": None, "quote": False}}, "text_unmasked"),
        ("  padded ", {"note": {"version": None, "quote": False}}, "text_unmasked"),
        ("in\u200bvisible", {"note": {"version": None, "quote": False}}, "text_unmasked"),
        (MASKED, {"note": {"version": "another", "quote": False}}, "text_notice"),
        (MASKED, {name: {"version": None, "quote": False} for name in ("note", "energy")}, "text_unconfirmed"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_as_its_author_confirmed_it_is_not_stored(
    client: Client, text: str, shared: dict[str, Any], code: str
) -> None:
    filled = {item: {**about, "version": about["version"] or client.version()} for item, about in shared.items()}
    reply = client.put({"energy": 3, "note": text}, shared=filled)
    assert (reply.status, reply.json["code"]) == (409, code)
    assert client.mine() == []


@pytest.mark.parametrize(
    "shared", [[], {"note": True}, {"note": {"version": 1, "quote": False}}, {"note": {"version": "a", "quote": 1}},
               {"note": {"version": "a"}}, {"note": {"version": "a", "quote": True, "name": "x"}}],
)  # fmt: skip
def test_what_is_agreed_is_read_strictly(client: Client, shared: object) -> None:
    assert client.put({"note": MASKED}, shared=shared).status == 400
    assert client.mine() == []


def test_an_agreement_without_its_text_is_refused(client: Client) -> None:
    reply = client.put({"energy": 3}, shared={"note": {"version": client.version(), "quote": False}})
    assert reply.json["code"] == "text_unconfirmed"


def test_where_masking_fails_the_text_is_not_stored_and_all_else_can_be(served: Served, client: Client) -> None:
    (served.host.store.cohort.private / "roster.csv").write_text("name\n", "utf-8")
    assert share(client, MASKED).json["code"] == "text_unmaskable"
    assert client.put({"energy": 3}).status == 201


def test_a_text_that_waited_in_a_file_is_not_shared_by_it(client: Client) -> None:
    row = {
        "id": new_id(),
        "cohort": "spring",
        "week": 1,
        "exercise": "check-in",
        "revision": 1,
        "answers": {"note": "a"},
    }
    reply = client.ask("POST", "/api/import", {"submissions": [row], "digest": digest([row])})
    assert reply.json["results"] == [{"id": row["id"], "result": "text_unconfirmed"}]
    assert client.mine() == []
