"""Problems are told by file and line, each once."""

from __future__ import annotations

from kit.checks.everything import in_order


def test_problems_come_by_file_and_line_each_once():
    said = [
        "week_02.yaml, line 10: b.",
        "Element E02 is x.",
        "week 1, idea: e.",
        "week_02.yaml, line 9: a.",
        "a.md: c.",
    ]
    assert in_order([*said, said[0]]) == [said[4], said[2], said[3], said[0], said[1]]
