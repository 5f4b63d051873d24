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
    with pytest.raises(ReleaseError, match=r"this isn't a list"):
        from_text(text)


def test_a_file_from_a_newer_kit_is_refused():
    document = json.loads(to_text(Releases(cohort="x")))
    with pytest.raises(ReleaseError, match="update the kit"):
        from_text(json.dumps(document | {"format": 4}))


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


# What a chain of ids, and of a word on what leads, is made of: two bins by id, one by its words.
BINS = (Bin(id="pause", low=4, high=6), Bin(id="name-it", low=0, high=3), Bin(id="act", low=0, high=3))


def led(*leads: str, bins: tuple[Bin, ...] = BINS) -> Release:
    blank = Release(
        sequence=1, family="f", week=1, exercise="e", item="i", people=7, bins=bins, leads=leads, policy="p",
        previous=FIRST,
    )  # fmt: skip
    return replace(blank, hash=blank.computed_hash())


def test_what_was_published_before_there_were_ids_keeps_its_hash_to_the_byte():
    (old,) = chain("a")
    assert old.hash == "7c9573f3c00a484c5068b4bca25867adb1772d1755fb836b6c0568a169f56a8b"
    assert json.loads(to_text(Releases(cohort="x", releases=(old,))))["format"] == 1
    assert set(old.content()["bins"][0]) == {"label", "low", "high"}


@pytest.mark.parametrize("leads", [(), ("pause",), ("name-it", "act")])
def test_bins_with_ids_and_a_word_on_what_leads_are_read_as_they_were_written(tmp_path, leads):
    published = Releases(cohort="x", releases=(led(*leads),))
    (tmp_path / FILE_NAME).write_text(to_text(published), "utf-8")
    document = json.loads((tmp_path / FILE_NAME).read_text("utf-8"))
    assert document["format"] == 3
    assert set(document["releases"][0]["bins"][0]) == {"id", "low", "high"}
    assert ("leads" in document["releases"][0]) == bool(leads)
    assert read_releases(tmp_path) == published
    assert read_releases(tmp_path).releases[0].leads == leads


def test_a_word_on_what_leads_needs_the_new_format_even_without_ids_and_enters_the_hash():
    plain = (Bin(label="a", low=0, high=3), Bin(label="b", low=4, high=7))
    assert json.loads(to_text(Releases(cohort="x", releases=(led("b", bins=plain),))))["format"] == 3
    assert json.loads(to_text(Releases(cohort="x", releases=(led(bins=plain),))))["format"] == 1
    assert len({led().hash, led("pause").hash, led("act").hash, led("act", "pause").hash}) == 4


@pytest.mark.parametrize("leads", [["other"], ["pause", "pause"], ["pause", "other"]])
def test_what_leads_is_among_the_answers_and_named_once(leads):
    document = json.loads(to_text(Releases(cohort="x", releases=(led(),))))
    document["releases"][0]["leads"] = leads
    with pytest.raises(ReleaseError, match="release 1 says that something leads which is none of its answers"):
        from_text(json.dumps(document))


@pytest.mark.parametrize("leads", [[], "pause", None, {}, [1], [["pause"]]])
def test_nothing_said_of_what_leads_has_no_field_at_all(leads):
    document = json.loads(to_text(Releases(cohort="x", releases=(led(),))))
    document["releases"][0]["leads"] = leads
    with pytest.raises(ReleaseError, match="this isn't a list of releases"):
        from_text(json.dumps(document))


@pytest.mark.parametrize("change", [{"leads": ()}, {"leads": ("act",)}])
def test_a_changed_word_on_what_leads_breaks_the_chain(change):
    with pytest.raises(ReleaseError, match="was changed"):
        verify_chain([replace(led("pause"), **change)])


@pytest.mark.parametrize("called", [{}, {"id": "a", "label": "a"}, {"id": "", "label": ""}, {"name": "a"}])
def test_a_bin_is_called_by_its_id_or_by_its_words_never_by_both_or_neither(called):
    document = json.loads(to_text(Releases(cohort="x", releases=(led(),))))
    document["releases"][0]["bins"][0] = {"low": 0, "high": 3, **called}
    with pytest.raises(ReleaseError, match="this isn't a list of releases"):
        from_text(json.dumps(document))


def test_an_id_and_the_same_letters_as_words_are_two_releases():
    as_words = tuple(Bin(label=part.id, low=part.low, high=part.high) for part in BINS)
    assert led(bins=as_words).hash != led().hash
    assert led(bins=as_words) != led()
