import statistics

import pytest

from kit.curriculum.items import KINDS, Text
from kit.curriculum.loader import load_curriculum
from kit.settings import packaged_curriculum
from kit.simulate.answering import ABOUT, SENTENCES, Leaning, sample
from kit.simulate.people import source
from tests.results.examples import AGREE, ENERGY, FELT, FIRST, HELPS, ITEMS, PAUSE, STEP, TENSE, WHERE

TEXT = Text(id="text", prompt="?", share="group", longest=40)
UP = Leaning(lean=1.0)


@pytest.mark.parametrize("item", [*ITEMS, TEXT], ids=lambda item: item.id)
@pytest.mark.parametrize("leaning", [Leaning(), UP, Leaning(liked=(0.9,) * 12, taste=(0.9, *[0.1] * 11))])
def test_an_item_takes_every_answer_that_is_simulated_for_it(item, leaning):
    rng = source(item.id)
    for _ in range(300):
        answer = sample(item, rng, leaning)
        assert item.check(answer) == answer
        assert all(0 <= code < len(item.bins) for code in item.codes(answer))


def test_every_kind_of_item_is_simulated():
    assert {type(item) for item in (*ITEMS, TEXT)} == set(KINDS.values())


@pytest.mark.parametrize("item", [ENERGY, PAUSE, AGREE, TENSE], ids=lambda item: item.id)
def test_a_lean_moves_answers_up_the_scale(item):
    rng = source("lean")
    levels = [statistics.fmean(sample(item, rng, Leaning(lean=lean)) for _ in range(500)) for lean in (-1, 0, 1)]
    assert levels[0] < levels[1] < levels[2]


@pytest.mark.parametrize("item", [STEP, FIRST, WHERE], ids=lambda item: item.id)
def test_every_option_is_answered_by_somebody(item):
    rng = source("options")
    assert {item.codes(sample(item, rng, Leaning()))[0] for _ in range(500)} == set(range(len(item.bins)))


@pytest.mark.parametrize("item", [HELPS, FELT], ids=lambda item: item.id)
def test_any_number_can_be_picked_including_none(item):
    rng = source("any")
    numbers = {len(sample(item, rng, Leaning())) for _ in range(500)}
    assert numbers == set(range(len(item.bins) + 1))


def test_somebody_s_favourite_comes_back():
    rng = source("habit")
    own = Leaning(liked=(0.5,) * 5, taste=(0.1, 0.1, 0.9, 0.1, 0.1))
    drawn = [sample(STEP, rng, own) for _ in range(500)]
    assert drawn.count("assess") > 200


def test_sentences_name_no_person():
    assert not any(mark in sentence for sentence in SENTENCES for mark in ("@", "Mr", "Ms"))


def test_what_is_shared_in_the_stock_weeks_answers_the_question_that_is_asked():
    weeks = load_curriculum(packaged_curriculum())
    texts = {item.id: number for number, week in weeks.items() for _, item in week.group_items() if item.form == "text"}
    assert len(set(texts.values())) >= 3
    assert set(texts) == set(ABOUT)
    for name, sentences in ABOUT.items():
        item = Text(id=name, prompt="?", share="group", longest=280)
        assert {sample(item, source(f"{name} {number}"), UP) for number in range(60)} == set(sentences)
