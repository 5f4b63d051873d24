from __future__ import annotations

from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.practices.sort import Sort
from kit.settings import packaged_curriculum


def test_every_card_has_a_reason_for_each_of_the_three_places():
    sort = load_practices(packaged_curriculum())["discernment-sort"]
    assert isinstance(sort, Sort)
    for card in sort.cards:
        assert len({card.reasons.support, card.reasons.challenge, card.reasons.step_back}) == 3
