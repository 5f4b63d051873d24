"""The report says what was done, what stays and why, and how to see the difference."""

from __future__ import annotations

from kit.upgrading.plan import OWN, STAYS, Change, Kept, Plan
from kit.upgrading.report import report_of

PLAN = Plan(
    before="0.1.0",
    changes=(
        Change(place="notebooks/a.ipynb", before=b"old", after=b"new", details=("'idea' is that of this version",)),
        Change(place="guide/b.md", before=None, after=b"added"),
        Change(place="guide/c.md", before=b"gone", after=None),
    ),
    kept=(
        Kept(place="curriculum/d.yaml", why=OWN, new=b""),
        Kept(place="curriculum/week_01.yaml", why=STAYS, new=b""),
        Kept(place="curriculum/messages.yaml", why=OWN, new=b"", details=("a.one: One.", "a.two: Two.")),
    ),
    problems=("week_01.yaml: something.",),
)


def test_every_file_stands_under_what_became_of_it():
    lines = list(report_of(PLAN, done=True, answers="Answers: well.", new="upgrades/01/new"))
    assert lines[0].startswith("From version 0.1.0 to ")
    assert lines[lines.index("Renewed:") + 1] == "  notebooks/a.ipynb ('idea' is that of this version)"
    assert lines[lines.index("New:") + 1] == "  guide/b.md"
    assert lines[lines.index("Taken away, because the kit doesn't use it any more:") + 1] == "  guide/c.md"
    yours = next(at for at, line in enumerate(lines) if line.startswith("Yours"))
    assert lines[yours + 1 : yours + 5] == [
        *("  curriculum/d.yaml", "  curriculum/messages.yaml:", "    a.one: One.", "    a.two: Two.")
    ]
    assert "side by side, or: diff -u curriculum/d.yaml upgrades/01/new/curriculum/d.yaml" in lines
    assert lines[-3:] == ["Answers: well.", "To fix after it (kit check says the same):", "  week_01.yaml: something."]


def test_before_it_is_done_nothing_is_said_to_be_done():
    lines = list(report_of(PLAN, done=False))
    assert {"To renew:", "To add:", "To take away, because the kit doesn't use it:"} <= set(lines)
    assert not any(line.startswith(("Renewed", "New", "Taken away")) for line in lines)
