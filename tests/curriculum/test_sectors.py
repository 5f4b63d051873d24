"""A sector says a week in words of one kind of work, and asks the same questions."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations

import pytest

from kit.curriculum.loader import load_curriculum, load_week
from kit.curriculum.practices.boundary_script import BoundaryScript
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.walk import Walk
from kit.curriculum.sectors import load_sector, raw_sector, sector_names
from kit.errors import ContentError
from kit.settings import packaged_curriculum, sector_of
from tests.cohorts import whole_cohort

CURRICULUM = packaged_curriculum()
SECTORS = ["education", "health", "managers", "remote", "service"]
FOURTH, FIFTH = CURRICULUM / "week_04.yaml", CURRICULUM / "week_05.yaml"
# Words that say how a sentence is built rather than what it is about.
BUILDING = frozenset(
    re.findall(
        r"\w+",
        """a an the and or but so if when while after before because than that who what which there here it its he she
        they you i we him her them me us his their your my our this these those to of in on at by for from with without
        about into out up down off over is are was were be been am has have had do does did can could will would shall
        should may might must not no nobody nothing one two three first next then now still already again only just as
        all any some every each other more most much many""",
    )
)


@cache
def week_in(path, sector):
    return load_week(path, sector)


def cards(sector):
    (exercise,) = [one for one in week_in(FOURTH, sector).exercises if one.id == "role-card"]
    return [item.prompt for item in exercise.items if item.share == "group"]


def story(sector):
    (idea,) = [block for block in week_in(FOURTH, sector).blocks if block.id == "idea"]
    (told,) = [one for one in idea.reading.split("\n\n") if one.startswith("A story, made up.")]
    return told.removeprefix("A story, made up. ")


def scripts(sector):
    (builder,) = [one for one in week_in(FOURTH, sector).practices if isinstance(one, BoundaryScript)]
    return [f"{one.situation} {one.says}" for one in builder.scripts]


def walks(sector):
    (walk,) = [one for one in week_in(FIFTH, sector).practices if isinstance(one, Walk)]
    return walk.vignettes


def told(vignette):
    return " ".join([vignette.situation, *(one.text for one in (*vignette.scenes, *vignette.endings))])


def frame(text):
    """How *text* is built, whatever it is about: every word of content is a gap."""
    return [word if word in BUILDING else "_" for word in re.findall(r"[\w']+", text.casefold())]


def runs(words, length):
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def first_sentence(text):
    return re.split(r"(?<=[.?!])\s", text.lstrip('"'))[0]


def all_texts(sector):
    own = walks(sector)[1:] if sector else ()
    return [*cards(sector), story(sector), *scripts(sector), *(told(one) for one in own)]


PIECES = [(sector or "general", text) for sector in ["", *SECTORS] for text in all_texts(sector)]


def test_there_are_five_sectors_and_each_has_cards_scripts_a_story_and_a_vignette_of_its_own():
    assert sector_names(CURRICULUM) == SECTORS
    for sector in SECTORS:
        assert len(set(cards(sector)) - set(cards(""))) == 3
        assert len(set(scripts(sector)) - set(scripts(""))) == 5
        assert story(sector) != story("")
        assert len(walks(sector)) == 2
    assert len(scripts("")) == 5


def test_no_two_pieces_begin_alike_even_with_other_nouns():
    begun = [(sector, " ".join(frame(first_sentence(text))), first_sentence(text)) for sector, text in PIECES]
    for (one, frame_one, text_one), (other, frame_other, text_other) in combinations(begun, 2):
        if one != other:
            assert text_one != text_other
            assert frame_one != frame_other, (text_one, text_other)


def test_no_two_pieces_of_different_sectors_are_one_text_with_other_nouns():
    for (one, text), (other, beside) in combinations(PIECES, 2):
        if one != other:
            alike = SequenceMatcher(None, frame(text), frame(beside), autojunk=False).ratio()
            assert alike < 0.7, (alike, text[:60], beside[:60])


def test_no_five_words_in_a_row_stand_in_the_cards_or_stories_of_two_sectors():
    asked = " What would you do first?"
    pieces = [
        (sector, [card.removesuffix(asked) for card in cards(sector)] + [story(sector)]) for sector in ["", *SECTORS]
    ]
    for (_, texts), (_, others) in combinations(pieces, 2):
        mine = set().union(*(runs(re.findall(r"[\w']+", text.casefold()), 5) for text in texts))
        theirs = set().union(*(runs(re.findall(r"[\w']+", text.casefold()), 5) for text in others))
        assert not mine & theirs


def test_a_frame_finds_a_text_in_which_only_the_nouns_were_changed():
    card = cards("health")[0]
    copied = (
        card.replace("wife", "son")
        .replace("handover", "assembly")
        .replace("doctor", "head")
        .replace("theatre", "court")
    )
    assert SequenceMatcher(None, frame(card), frame(copied), autojunk=False).ratio() > 0.95


@pytest.mark.parametrize("sector", SECTORS)
def test_every_question_means_the_same_in_every_sector_so_that_answers_can_be_compared(sector):
    general, spoken = load_curriculum(CURRICULUM), {}
    for number, week in general.items():
        spoken[number] = load_week(CURRICULUM / f"{week.file_name}.yaml", sector)
    for number, week in general.items():
        asked = [(exercise.id, item.id, item.fingerprint) for exercise, item in week.group_items()]
        assert asked == [(exercise.id, item.id, item.fingerprint) for exercise, item in spoken[number].group_items()]
        assert week.elements == spoken[number].elements
        assert [block.minutes for block in week.blocks] == [block.minutes for block in spoken[number].blocks]


@pytest.mark.parametrize("sector", SECTORS)
def test_a_sectors_story_and_vignette_are_as_long_as_they_can_be_told_in_their_minutes(sector):
    assert 100 <= len(story(sector).split()) <= 190
    assert all(len(card.split()) <= 60 for card in cards(sector))
    assert all(20 <= len(one.split()) <= 75 for one in scripts(sector))


def test_the_cohort_toml_beside_the_week_files_says_which_sector_they_speak_in(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", sector="remote")
    assert sector_of(cohort.curriculum) == "remote"
    card = load_curriculum(cohort.curriculum)[4].exercises[2].items[0].prompt
    assert "her camera has been off for weeks" in card
    assert "wrong-channel" in {one.id for one in load_practices(cohort.curriculum)["five-step-walk"].vignettes}


def test_without_a_sector_a_cohort_has_the_general_set(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    assert load_curriculum(cohort.curriculum) == load_curriculum(CURRICULUM)


def test_an_own_sector_is_read_from_the_cohorts_folder(tmp_path):
    cohort = whole_cohort(tmp_path / "spring", sector="harbour")
    own = (cohort.curriculum / "sectors" / "service.yaml").read_text("utf-8").replace("a used tent", "a used anchor")
    (cohort.curriculum / "sectors" / "harbour.yaml").write_text(own, "utf-8")
    assert "a used anchor" in load_curriculum(cohort.curriculum)[4].exercises[2].items[0].prompt


def written(tmp_path, old, new, name="health"):
    cohort = whole_cohort(tmp_path / "spring")
    path = cohort.curriculum / "sectors" / f"{name}.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    return cohort.curriculum


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "              client:\n",
            "              klient:\n",
            r"^sectors/health\.yaml, line \d+: week_04, .*, role-card, items has no 'klient' there; it has client,",
        ),
        ("      idea:\n", "      ideas:\n", r"^sectors/health\.yaml, line 7: week_04, blocks has no 'ideas' there"),
        (
            "talk: What can you give someone when you aren't the one who may give the news?",
            "options: {yes: fine}",
            r"^sectors/health\.yaml, line 22: week_04, .*, client, options has no 'yes' there; it has offer, refer,",
        ),
        (
            "              client:\n                talk:",
            "              client:\n                choose: any\n                talk:",
            r"^sectors/health\.yaml: .*item 'client' may be asked in other words",
        ),
        (
            "            scripts:\n",
            "            scripts: none\n            rehearsal:\n",
            r"^sectors/health\.yaml, line \d+: .*write a list below 'scripts', as in the week file",
        ),
        (
            "                says: ",
            "                sais: ",
            r"^sectors/health\.yaml, line \d+: .*unknown key 'sais'",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sector_is_told_with_its_file_and_line(tmp_path, old, new, said):
    curriculum = written(tmp_path, old, new)
    with pytest.raises(ContentError) as refused:
        load_week(curriculum / "week_04.yaml", "health")
    assert any(re.search(said, one) for one in refused.value.problems), refused.value.problems


@pytest.mark.parametrize(("sector", "said"), [("helth", "there is no sector 'helth'; there are education,")])
def test_a_sector_that_nobody_has_is_told_with_those_that_there_are(tmp_path, sector, said):
    cohort = whole_cohort(tmp_path / "spring", sector=sector)
    with pytest.raises(ContentError, match=f"^cohort.toml: {said}"):
        load_curriculum(cohort.curriculum)


def test_a_vignette_of_a_sector_is_checked_like_any_other(tmp_path):
    curriculum = written(tmp_path, "        step: pause", "        step: breathe")
    with pytest.raises(ContentError, match=r"^sectors/health\.yaml, line \d+: .*step"):
        load_week(curriculum / "week_05.yaml", "health")


def test_a_sector_without_weeks_or_with_a_misspelt_key_is_refused(tmp_path):
    cohort = whole_cohort(tmp_path / "spring")
    path = cohort.curriculum / "sectors" / "own.yaml"
    path.write_text("title: Ours\nwho: Us\nweks: {}\n", "utf-8")
    with pytest.raises(ContentError) as refused:
        load_sector(cohort.curriculum, "own")
    assert "did you mean 'weeks'" in "\n".join(refused.value.problems)
    path.write_text("- title\n", "utf-8")
    with pytest.raises(ContentError, match=r"sectors/own\.yaml: a sector starts with keys such as 'title:'"):
        raw_sector(cohort.curriculum, "own")


@pytest.mark.parametrize("reading", ["No place for it.", "{story} and once more {story}"])
def test_a_story_without_one_place_in_its_reading_is_told(tmp_path, reading):
    cohort = whole_cohort(tmp_path / "spring")
    path = cohort.curriculum / "week_04.yaml"
    path.write_text(path.read_text("utf-8").replace("      {story}\n", f"      {reading}\n"), "utf-8")
    with pytest.raises(ContentError, match=r"^week_04\.yaml, line \d+: block 'idea': a 'story' needs its place"):
        load_week(path)
