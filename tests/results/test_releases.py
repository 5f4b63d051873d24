"""releases.json is verified by whoever reads it: any change, gap or reordering is noticed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kit.errors import ReleaseError
from kit.results.releases import (
    FILE_NAME,
    FIRST,
    Asked,
    Bin,
    Release,
    Releases,
    SharedText,
    State,
    from_text,
    read_releases,
    to_text,
    verify_chain,
)


def chain(*items: str) -> tuple[Release, ...]:
    made: list[Release] = []
    for position, item in enumerate(items, start=1):
        release = Release(
            sequence=position,
            family=f"w01/check-in/{item}",
            week=1,
            exercise="check-in",
            item=item,
            people=9,
            bins=(Bin(label="müde", low=0, high=4), Bin(label="wach 🌞", low=5, high=9)),
            policy="k5-s8-t8/5",
            previous=made[-1].hash if made else FIRST,
        )
        made.append(replace(release, hash=release.computed_hash()))
    return tuple(made)


def test_what_is_written_is_read_again_to_the_byte(tmp_path):
    published = Releases(cohort="spring", releases=chain("a", "b"), asked=(Asked(week=1, exercise="x", item="a"),))
    (tmp_path / FILE_NAME).write_text(to_text(published), "utf-8")
    assert read_releases(tmp_path) == published
    assert to_text(read_releases(tmp_path)) == to_text(published)


def test_no_file_means_nothing_published_yet(tmp_path):
    assert read_releases(tmp_path).releases == ()


@pytest.mark.parametrize("field", ["people", "family", "week", "policy", "previous", "sequence", "item"])
def test_a_changed_field_breaks_the_chain(field):
    first, second = chain("a", "b")
    value = getattr(first, field)
    changed = replace(first, **{field: value + 1 if isinstance(value, int) else value + "x"})
    with pytest.raises(ReleaseError, match="was changed"):
        verify_chain([changed, second])


def test_a_changed_bin_breaks_the_chain():
    (only,) = chain("a")
    with pytest.raises(ReleaseError):
        verify_chain([replace(only, bins=(replace(only.bins[0], high=3), only.bins[1]))])


def test_a_removed_moved_or_doubled_release_breaks_the_chain():
    first, second, third = chain("a", "b", "c")
    for broken in ([second, third], [first, third], [first, third, second], [first, first]):
        with pytest.raises(ReleaseError):
            verify_chain(broken)
    verify_chain([first, second, third])


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "not json", '{"format": 1}', '{"format": 1, "cohort": "x", "asked": [], "releases": [{}]}']
)
def test_another_file_is_refused_in_a_sentence(text):
    with pytest.raises(ReleaseError, match=r"this is not a list"):
        from_text(text)


def test_a_file_from_a_newer_kit_is_refused():
    document = json.loads(to_text(Releases(cohort="x")))
    with pytest.raises(ReleaseError, match="update the kit"):
        from_text(json.dumps(document | {"format": 3}))


def test_the_four_states_are_told_apart():
    published = Releases(cohort="x", releases=chain("a"), asked=(Asked(week=1, exercise="check-in", item="b"),))
    assert published.state(1, "check-in", "a", share="group") is State.RELEASED
    assert published.state(1, "check-in", "b", share="group") is State.NOT_ENOUGH
    assert published.state(2, "check-in", "a", share="group") is State.NOT_ASKED
    assert published.state(1, "check-in", "a", share="private") is State.NOT_SHOWN


def test_a_file_without_texts_stays_one_that_every_kit_reads_and_one_with_texts_does_not():
    counted = Release(
        sequence=1, family="f", week=1, exercise="e", item="i", people=5, bins=(Bin(label="a", low=0, high=2),),
        policy="p", previous=FIRST,
    )  # fmt: skip
    assert json.loads(to_text(Releases(cohort="x", releases=(counted,))))["format"] == 1
    assert set(counted.content()) == {
        "sequence", "family", "week", "exercise", "item", "people", "bins", "policy", "previous",
    }  # fmt: skip
    shared = replace(counted, bins=(), texts=(SharedText(text="ä <b>", quote=True),))
    shared = replace(shared, hash=shared.computed_hash())
    text = to_text(Releases(cohort="x", releases=(shared,)))
    assert json.loads(text)["format"] == 2
    found = from_text(text)
    verify_chain(found.releases)
    assert found.releases == (shared,)
    changed = replace(shared, texts=(SharedText(text="ä <b>", quote=False),))
    with pytest.raises(ReleaseError):
        verify_chain([changed])
