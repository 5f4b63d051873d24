import pytest
from pydantic import ValidationError

from kit.curriculum.practices.commitment import Commitment
from kit.curriculum.practices.shelf import load_practices
from kit.settings import packaged_curriculum

TOOL = {"tool": "the pause", "moment": "the phone rings", "action": "I breathe"}
WORDS = {
    "id": "commitment",
    "title": "A plan",
    "minutes": 3,
    "tools": [TOOL],
    "choose": "Which?",
    "moment": "If?",
    "action": "Then?",
    "restart": "And if not?",
}


def test_on_paper_it_asks_for_the_tool_the_moment_the_action_and_the_way_back():
    assert Commitment.model_validate(WORDS).on_paper == ("Which?", "If?", "Then?", "And if not?")


@pytest.mark.parametrize("tools", [[], [{"tool": "the pause"}]])
def test_a_tool_without_an_example_or_no_tool_at_all_is_refused(tools):
    with pytest.raises(ValidationError, match="tools"):
        Commitment.model_validate(WORDS | {"tools": tools})


def test_every_tool_of_the_kit_has_an_example_that_reads_as_one_sentence():
    plan = load_practices(packaged_curriculum())["commitment"]
    assert isinstance(plan, Commitment)
    for tool in plan.tools:
        assert tool.moment[0].islower() or tool.moment.startswith("I ")
        assert tool.action.startswith("I ")
    assert len({tool.tool for tool in plan.tools}) == len(plan.tools)
