"""From a participant's own computer to the facilitator's, by one file."""

from __future__ import annotations

import json
import shutil

import pytest

from kit.answers import open_store
from kit.answers.slip_sheets import draw_slips
from kit.curriculum.loader import load_curriculum
from kit.sending.outbox import Outbox, Submission, new_id
from kit.sending.sealed import device_code
from kit.settings import find_places, load_cohort, packaged_curriculum

CANARY = "Kanarienvogel singt"


@pytest.fixture
def cohort(root):
    return root


@pytest.fixture
def person(kit, cohort, tmp_path, monkeypatch):
    """``person("anna", energy=3)`` fills in week 1's pulse on a computer of her own and goes there."""

    def go(name, *, known=True, **answers):
        own = tmp_path / name
        if not own.exists():
            own.mkdir()
            for part in ("cohort.toml", "published"):
                (shutil.copytree if (cohort / part).is_dir() else shutil.copy)(cohort / part, own / part)
        monkeypatch.setenv("KIT_OUTBOX", str(own / "outbox"))
        monkeypatch.chdir(own)
        if known:  # as somebody who has handed in a bundle before
            with open_store(load_cohort(cohort), weeks={}) as store:
                store.enrol(store.participant(device_code(find_places(own).outbox)))
        if answers:
            there = Outbox(find_places(own).outbox).latest(1, "pulse")
            revision = there[0].revision + 1 if there else 1
            one = Submission(id=new_id(), cohort="spring", week=1, exercise="pulse", answers=answers, revision=revision)
            Outbox(find_places(own).outbox).put(one)
        return own

    return go


def answers(cohort, item="energy"):
    found = load_cohort(cohort)
    with open_store(found, weeks=load_curriculum(packaged_curriculum())) as store:
        return sorted(store.contributions(1, "pulse", item).values())


def test_a_bundle_goes_from_one_computer_to_the_other_and_counts_once(kit, cohort, person):
    own = person("anna", energy=3)
    made = kit("export", "--bundle", "a.bundle", "--agree")
    assert made.code == 0
    assert "You've agreed" in made.out
    assert "Your code is b-" in made.out
    for _ in range(2):
        done = kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
        assert done.code == 0
        assert "1 bundle was taken in" in done.out
        assert answers(cohort) == [3]


def test_a_first_bundle_is_headed_by_a_slip_and_two_computers_are_one_person(kit, cohort, person):
    with open_store(load_cohort(cohort), weeks={}) as store:
        (slip,) = draw_slips(store, 1)
    own = person("anna", known=False, energy=3)
    assert "No slip is in it." in kit("export", "--bundle", "a.bundle", "--agree").out
    refused = kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    assert (refused.code, "kit export --bundle FILE --slip CODE" in refused.err) == (1, True)
    assert kit("export", "--bundle", "a.bundle", "--slip", "a word").code == 2
    assert "Your slip's code is in it" in kit("export", "--bundle", "a.bundle", "--agree", "--slip", slip.lower()).out
    assert kit("import", str(own / "a.bundle"), "--cohort", str(cohort)).code == 0
    other = person("anna's laptop", known=False, energy=8)
    kit("export", "--bundle", "a.bundle", "--agree")
    named = kit("import", str(other / "a.bundle"), "--whose", slip, "--cohort", str(cohort))
    assert named.code == 0, named.err
    assert answers(cohort) == [8]


@pytest.mark.parametrize(
    ("answers", "name", "sentence"),
    [({}, "nothing_sent", "Noch nichts gesendet."), ({"energy": 3}, "key_missing", "Es fehlt {needed} in {file}.")],
)
def test_a_bundle_that_cannot_be_made_is_told_in_the_cohorts_own_words(kit, person, answers, name, sentence):
    own = person("anna", **answers)
    (own / "curriculum").mkdir()
    (own / "curriculum" / "messages.yaml").write_text(f"outbox:\n  {name}: '{sentence}'\n", "utf-8")
    shutil.copytree(packaged_curriculum(), own / "curriculum", dirs_exist_ok=True, ignore=lambda *_: ["messages.yaml"])
    if answers:
        (own / "published" / "cohort.pub").unlink()
    refused = kit("export", "--bundle", "a.bundle")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(sentence.partition(" {")[0])


def test_whose_takes_one_bundle_alone(kit, cohort, person, tmp_path):
    person("anna", energy=3)
    kit("export", "--bundle", "a.bundle", "--agree")
    assert kit("import", "a.bundle", "a.bundle", "--whose", "x", "--cohort", str(cohort)).code == 2


def test_the_facilitator_is_not_told_how_much_somebody_answered(kit, cohort, person):
    outputs = []
    for name, said in (("anna", {"energy": 3}), ("bela", {})):
        own = person(name, energy=1)
        person(name, **said)
        kit("export", "--bundle", "a.bundle", "--agree")
        outputs.append(kit("import", str(own / "a.bundle"), "--cohort", str(cohort)).out)
    assert outputs[0] == outputs[1]


def test_without_agreeing_the_notice_is_shown_and_the_bundle_is_held(kit, cohort, person):
    own = person("anna", energy=3)
    made = kit("export", "--bundle", "a.bundle")
    assert "Results are shown only as ranges" in made.out
    assert "once 5 have answered" in made.out
    assert "run the same command again with --agree" in made.out
    assert "Held, because no consent is named: 1" in kit("import", str(own / "a.bundle"), "--cohort", str(cohort)).out
    assert answers(cohort) == []
    kit("export", "--bundle", "a.bundle", "--agree")
    kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    assert answers(cohort) == [3]


def test_a_folder_of_bundles_takes_the_good_ones_and_names_the_others(kit, cohort, person, tmp_path):
    post = tmp_path / "post"
    post.mkdir()
    for number, name in enumerate(("anna", "bela", "cleo")):
        person(name, energy=number)
        kit("export", "--bundle", str(post / f"{name}.bundle"), "--agree")
    damaged = bytearray((post / "bela.bundle").read_bytes())
    damaged[-1] ^= 1
    (post / "bela.bundle").write_bytes(damaged)
    (post / "notes.txt").write_text("not for the kit")
    done = kit("import", str(post), "--cohort", str(cohort))
    assert done.code == 1
    assert "2 bundles were taken in" in done.out
    assert "bela.bundle: this bundle was changed" in done.err
    assert answers(cohort) == [0, 2]


def test_a_later_bundle_replaces_the_answers_of_an_earlier_one(kit, cohort, person):
    own = person("anna", energy=3)
    kit("export", "--bundle", "a.bundle", "--agree")
    kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    person("anna", energy=8)
    kit("export", "--bundle", "a.bundle", "--agree")
    kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    assert answers(cohort) == [8]


def spoil(own, *, keep):
    """The newest waiting file of the outbox in *own*, cut short so that *keep* bytes are left."""
    files = Outbox(find_places(own).outbox).folder.glob("*.json")
    path = max(files, key=lambda file: json.loads(file.read_text())["order"])
    path.write_bytes(path.read_bytes()[:keep])
    return path


def test_an_older_version_is_never_handed_in_for_one_that_cannot_be_read(kit, cohort, person):
    own = person("anna", energy=3)
    person("anna", energy=8)
    path = spoil(own, keep=-20)
    done = kit("export", "--bundle", "a.bundle", "--agree")
    assert done.code == 1
    assert "week 1, pulse, aren't in the bundle, nor any that you sent before them" in done.err
    assert str(path) in done.err
    assert not (own / "a.bundle").exists()
    person("anna", energy=9)  # the cure
    done = kit("export", "--bundle", "a.bundle", "--agree")
    assert (done.code, "nothing is missing; delete this file" in done.out) == (0, True)
    kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    assert answers(cohort) == [9]


def test_a_file_that_tells_nothing_holds_back_all_that_may_be_older(kit, cohort, person):
    own = person("anna", energy=3)
    person("anna", energy=8)
    path = spoil(own, keep=0)
    done = kit("export", "--bundle", "a.bundle", "--agree")
    assert (done.code, "may hold the newest answers to any exercise" in done.err) == (1, True)
    person("anna", energy=9)
    path.unlink()
    assert kit("export", "--bundle", "a.bundle", "--agree").code == 0
    kit("import", str(own / "a.bundle"), "--cohort", str(cohort))
    assert answers(cohort) == [9]


def test_an_empty_outbox_makes_no_file(kit, cohort, person):
    own = person("anna", known=False)
    done = kit("export", "--bundle", "a.bundle", "--agree")
    assert done.code == 1
    assert "no answers for the group on this computer yet" in done.err
    assert not (own / "a.bundle").exists()
    assert not (own / "outbox").exists()


def test_without_the_cohorts_key_one_sentence_says_what_to_do(kit, cohort, person):
    own = person("anna", energy=3)
    (own / "published" / "cohort.pub").unlink()
    done = kit("export", "--bundle", "a.bundle")
    assert done.code == 1
    assert "ask your facilitator for the file cohort.pub" in done.err


def test_another_file_is_not_written_over(kit, cohort, person):
    own = person("anna", energy=3)
    (own / "letter.txt").write_text("dear")
    assert kit("export", "--bundle", "letter.txt").code == 1
    assert (own / "letter.txt").read_text() == "dear"


def test_an_answer_that_no_longer_fits_is_left_out_and_told(kit, cohort, person):
    person("anna", energy=3)
    old = Submission(id=new_id(), cohort="spring", week=1, exercise="gone", answers={"a": CANARY})
    own = person("anna")
    Outbox(find_places(own).outbox).put(old)
    made = kit("export", "--bundle", "a.bundle", "--agree")
    assert "Left out, because the exercise has changed" in made.out
    assert CANARY not in made.out


def test_wrong_use_is_told_as_such(kit, cohort):
    assert kit("export", "--agree").code == 2
    assert kit("export", "--bundle", "a.bundle", "--out", "b.csv").code == 2
    assert kit("import", "a.csv", "b.csv", "--into", "many").code == 2


@pytest.mark.parametrize("damage", ["cut short", "of another shape"])
def test_a_waiting_answer_that_cannot_be_read_any_more_is_told(kit, person, damage):
    own = person("anna", energy=3)
    (waiting,) = find_places(own).outbox.glob("*.json")
    copy = waiting.with_name("00000000-0000-4000-8000-000000000000.json")
    copy.write_text(waiting.read_text("utf-8")[:40] if damage == "cut short" else "[]", "utf-8")
    made = kit("export", "--bundle", "a.bundle", "--agree")
    assert (made.code, "can't be read any more, and it may hold" in made.err, str(copy) in made.err) == (1, True, True)
    waiting.unlink()
    alone = kit("export", "--bundle", "b.bundle", "--agree")
    assert (alone.code, str(copy) in alone.err) == (1, True)
    copy.unlink()
    person("anna", energy=3)
    assert "can't be read" not in kit("export", "--bundle", "b.bundle", "--agree").out
