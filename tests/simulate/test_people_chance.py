import statistics

from kit.simulate.people import bell, shuffled, source, weighted


def test_chance_is_the_same_for_the_same_words_everywhere():
    # These numbers were made once; they hold on every Python and platform.
    rng = source(9, "P01", 3, "pulse")
    assert [round(rng.random(), 12) for _ in range(3)] == [0.322996180421, 0.560254230496, 0.88085959257]


def test_different_words_give_different_chance():
    assert source(1, "a").random() != source(1, "b").random()


def test_the_bell_is_around_nothing_with_a_spread_of_one():
    rng = source("bell")
    drawn = [bell(rng) for _ in range(20_000)]
    assert abs(statistics.fmean(drawn)) < 0.03
    assert abs(statistics.pstdev(drawn) - 1) < 0.03
    assert max(map(abs, drawn)) < 3.5


def test_heavier_positions_are_drawn_more_often():
    rng = source("weights")
    drawn = [weighted(rng, [1, 0, 3]) for _ in range(4000)]
    assert drawn.count(1) == 0
    assert 2.5 < drawn.count(2) / drawn.count(0) < 3.5


def test_shuffling_keeps_every_thing_once():
    assert sorted(shuffled(source("x"), ["a", "b", "c"])) == ["a", "b", "c"]
