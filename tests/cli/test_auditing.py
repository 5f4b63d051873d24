"""``kit audit --exact``: one line, and an exit code that is never 0 where anything was left open."""

from __future__ import annotations

import sys

import pytest

from kit.publishing.exact import GaveUp

ROWS = "participant,week,exercise,item,answer\n" + "".join(
    f"slip {person},1,pulse,energy,{person % 11}\n" for person in range(1, 13)
)


@pytest.fixture
def cohort(kit, tmp_path, monkeypatch):
    root = tmp_path / "spring"
    kit("init", str(root))
    monkeypatch.chdir(root)
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "on paper, 3 May")
    kit("publish", "1")
    return root


def test_it_prints_one_line_more_with_attacks_and_successes(kit, cohort):
    plain, exact = kit("audit"), kit("audit", "--exact")
    assert exact.code == 0
    assert exact.out.removeprefix(plain.out).splitlines() == [
        "Exact audit of 1 release: 4 attacks played, 0 successes, 0 given up; 0 judged by the interval formula instead."
    ]


def test_without_scipy_it_says_what_to_install_and_the_plain_audit_still_works(kit, cohort, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    assert kit("audit").code == 0
    done = kit("audit", "--exact")
    assert done.code == 1
    assert "pip install 'compassionate-intelligence-kit[audit]'" in done.err


def test_a_published_folder_alone_cannot_be_audited_exactly(kit, cohort):
    done = kit("audit", "--exact", str(cohort / "published"))
    assert done.code == 1
    assert "needs the ledger" in done.err


def test_what_is_left_undecided_is_no_success(kit, cohort, monkeypatch):
    monkeypatch.setattr("kit.publishing.exact.Clock.left", lambda clock: (_ for _ in ()).throw(GaveUp))
    done = kit("audit", "--exact")
    assert done.code == 1
    assert "0 successes, 4 given up (week 1, pulse, energy)" in done.out


def test_results_that_fail_the_plain_audit_are_not_attacked_any_more(kit, cohort):
    path = cohort / "published" / "releases.json"
    path.write_text(path.read_text("utf-8").replace('"people": 12', '"people": 11'), "utf-8")
    done = kit("audit", "--exact")
    assert done.code == 1
    assert "Exact audit" not in done.out


def test_a_small_later_result_is_noted_and_the_exit_code_stays(kit, tmp_path, monkeypatch):
    root = tmp_path / "autumn"
    kit("init", str(root))
    monkeypatch.chdir(root)
    rows = [f"slip {person},{1 if person < 10 else 2},pulse,energy,5" for person in range(1, 15)]
    late = [f"slip {person},1,pulse,energy,5" for person in range(10, 15)]
    monkeypatch.setattr("kit.curriculum.policy.LATER", 5)
    for lines in (rows, late):
        (root / "answers.csv").write_text("\n".join(["participant,week,exercise,item,answer", *lines]) + "\n", "utf-8")
        assert kit("import", "answers.csv", "--consent", "on paper, 3 May").code == 0
        assert kit("publish", "1").code == 0
    monkeypatch.undo()
    monkeypatch.chdir(root)
    for arguments in (("audit",), ("audit", "published")):
        done = kit(*arguments)
        assert (done.code, done.out.count("Note: Release 2 (week 1, pulse, energy): a later result")) == (0, 1)
        assert "the chain holds" in done.out
