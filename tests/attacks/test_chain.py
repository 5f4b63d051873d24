"""Attacks on the chain: words from everywhere hash alike for everybody, and no byte can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kit.results.releases import FIRST
from tests.attacks.scene import scene


def test_labels_in_any_script_hash_as_anybody_can_compute_from_the_file(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3, hopes=["größer", "さくら"])
        here.publish()
        rows = json.loads(here.bytes)["releases"]
    previous = FIRST
    for row in rows:
        said = row.pop("hash")
        assert row["previous"] == previous
        canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert said == hashlib.sha256(canonical.encode("utf-8")).hexdigest()
        previous = said
    assert {part["label"] for row in rows for part in row["bins"]} >= {"größer", "さくら", "да", "un peu"}


def test_the_file_holds_no_pseudonym_time_key_or_exact_count(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(9), calm=3, yes=1, words="a secret sentence")
        here.publish()
        text = here.bytes.decode()
        assert len(here.store.participants()) == 9
        assert not [one for one in here.store.participants() if one in text]
        assert "secret" not in text
        known = {"sequence", "family", "week", "exercise", "item", "people", "bins", "policy", "previous", "hash"}
        assert {key for row in json.loads(text)["releases"] for key in row} == known
        assert all(part["low"] < part["high"] for row in json.loads(text)["releases"] for part in row["bins"])
