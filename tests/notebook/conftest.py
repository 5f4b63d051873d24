"""A week of which one item is released and another was asked."""

from __future__ import annotations

import pytest

from kit.results.releases import FIRST, Asked, Bin, Release, Releases, to_text


def release(sequence, previous, item, bins, people=14):
    made = Release(
        sequence=sequence,
        family=f"w01/check-in/{item}",
        week=1,
        exercise="check-in",
        item=item,
        people=people,
        bins=tuple(Bin(label=label, low=low, high=high) for label, low, high in bins),
        policy="k5-s8-t8/5",
        previous=previous,
    )
    return Release(**{**made.__dict__, "hash": made.computed_hash()})


@pytest.fixture
def places(curriculum, tmp_path, monkeypatch):
    published = tmp_path / "published"
    published.mkdir()
    first = release(1, FIRST, "energy", [("0 to 3", 0, 3), ("4 to 6", 4, 7), ("7 to 10", 4, 7)])
    found = Releases(cohort="spring", releases=(first,), asked=(Asked(week=1, exercise="check-in", item="useful"),))
    (published / "releases.json").write_text(to_text(found), "utf-8")
    monkeypatch.setenv("KIT_CURRICULUM", str(curriculum))
    monkeypatch.setenv("KIT_PUBLISHED", str(published))
    monkeypatch.chdir(tmp_path)
    return published
