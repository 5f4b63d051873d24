import itertools

from kit.results.bins import together, within
from tests.results.examples import ENERGY, result


def test_two_batches_together_add_people_and_ranges():
    both = together([result(ENERGY, 14, (0, 3), (4, 7), (8, 10)), result(ENERGY, 5, (0, 2), (0, 2), (3, 5))])
    assert both.people == 19
    assert [(part.low, part.high) for part in both.bins] == [(0, 5), (4, 9), (11, 15)]


def test_how_many_are_in_some_bins_is_exactly_what_the_ranges_allow():
    ranges = [(0, 3), (4, 7), (4, 7), (0, 3)]
    one = result(ENERGY.model_copy(update={"binning": (ENERGY.binning * 2)[:4]}), 14, *ranges)
    possible = [c for c in itertools.product(*(range(low, high + 1) for low, high in ranges)) if sum(c) == 14]
    for positions in (range(0, 1), range(1, 3), range(2, 4), range(0, 3, 2)):
        counts = [sum(c[i] for i in positions) for c in possible]
        assert within(one, positions) == (min(counts), max(counts))
