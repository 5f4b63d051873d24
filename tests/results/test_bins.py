import itertools
from dataclasses import replace

from kit.curriculum.reading import Options
from kit.results.bins import as_published, catalogue, labels, together, within
from tests.results.examples import ENERGY, PAUSE, STEP, USEFUL, result


def test_two_batches_together_add_people_and_ranges():
    both = together([result(ENERGY, 14, (0, 3), (4, 7), (8, 10)), result(ENERGY, 5, (0, 2), (0, 2), (3, 5))])
    assert both.people == 19
    assert [(part.low, part.high) for part in both.bins] == [(0, 5), (4, 9), (11, 15)]


def test_a_batch_alone_stays_as_it_is_with_what_leads_in_it():
    alone = replace(result(ENERGY, 14, (0, 3), (4, 7), (8, 10)), leads=("7 to 10",))
    assert together([alone]) is alone


def test_how_many_are_in_some_bins_is_exactly_what_the_ranges_allow():
    ranges = [(0, 3), (4, 7), (4, 7), (0, 3)]
    one = result(ENERGY.model_copy(update={"binning": (ENERGY.binning * 2)[:4]}), 14, *ranges)
    possible = [c for c in itertools.product(*(range(low, high + 1) for low, high in ranges)) if sum(c) == 14]
    for positions in (range(0, 1), range(1, 3), range(2, 4), range(0, 3, 2)):
        counts = [sum(c[i] for i in positions) for c in possible]
        assert within(one, positions) == (min(counts), max(counts))


def test_a_result_is_shown_by_its_own_bins_after_the_question_was_changed():
    published = result(PAUSE, 14, (0, 3), (0, 3), (8, 10), (0, 3))
    assert as_published(PAUSE, published) is PAUSE
    other = PAUSE.model_copy(update={"scale": Options.plain(["not yet", "several times"])})
    shown = as_published(other, published)
    assert labels(shown, catalogue(None)) == PAUSE.bins
    assert (shown.form, shown.ordered, shown.prompt) == ("one", False, PAUSE.prompt)


def test_an_id_reads_in_the_words_of_today_and_one_that_is_gone_as_itself():
    published = result(USEFUL, 14, (0, 3), (4, 7), (4, 7))
    renamed = USEFUL.model_copy(update={"scale": Options(("not", "bit", "fairly"), ("no", "a bit", "yes"), by_id=True)})
    assert labels(as_published(renamed, published), catalogue(None)) == ("no", "little", "yes")
    assert labels(as_published(USEFUL, published), catalogue(None)) == USEFUL.scale.words


def test_what_leads_in_two_batches_is_not_said_of_both_together():
    one = replace(result(STEP, 14, (4, 7), *[(0, 3)] * 4), leads=("pause",))
    assert together([one, one]).leads == ()
