from kit.curriculum.loader import load_week
from kit.results.over_weeks import series
from kit.results.releases import Bin, Release, Releases
from tests.weeks import SMALL_WEEK


def weeks_with(tmp_path, second=SMALL_WEEK):
    (tmp_path / "week_01.yaml").write_text(SMALL_WEEK, "utf-8")
    (tmp_path / "week_02.yaml").write_text(second.replace("number: 1", "number: 2"), "utf-8")
    return {number: load_week(tmp_path / f"week_{number:02d}.yaml") for number in (1, 2)}


def release(week, item, *ranges, labels=("not", "a little", "very"), people=14, sequence=1):
    bins = tuple(Bin(label=label, low=low, high=high) for label, (low, high) in zip(labels, ranges, strict=True))
    return Release(
        sequence=sequence,
        family=f"w{week:02d}/check-in/{item}",
        week=week,
        exercise="check-in",
        item=item,
        people=people,
        bins=bins,
        policy="p",
        previous="",
    )


def test_a_question_asked_in_two_weeks_is_a_series_and_texts_are_not(tmp_path):
    found = series(Releases(cohort="x"), weeks_with(tmp_path))
    assert [one.name for one in found] == [f"check-in/{item}" for item in ("energy", "useful", "helped", "tank")]
    assert [point.week for point in found[0].points] == [1, 2]
    assert found[0].published == ()


def test_a_question_whose_answers_changed_is_no_series(tmp_path):
    weeks = weeks_with(tmp_path, SMALL_WEEK.replace("scale: [not, a little, very]", "scale: [no, yes]"))
    assert "check-in/useful" not in [one.name for one in series(Releases(cohort="x"), weeks)]


def test_a_reworded_question_stays_the_same_series(tmp_path):
    weeks = weeks_with(tmp_path, SMALL_WEEK.replace("How useful?", "How useful was it?"))
    assert "check-in/useful" in [one.name for one in series(Releases(cohort="x"), weeks)]


def test_a_stable_question_is_no_series(tmp_path):
    text = SMALL_WEEK.replace("useful: {", "useful: {stable: true, ")
    (tmp_path / "week_01.yaml").write_text(text, "utf-8")
    (tmp_path / "week_02.yaml").write_text(text.replace("number: 1", "number: 2"), "utf-8")
    weeks = {number: load_week(tmp_path / f"week_{number:02d}.yaml") for number in (1, 2)}
    assert "check-in/useful" not in [one.name for one in series(Releases(cohort="x"), weeks)]


def test_batches_of_a_week_are_added_up(tmp_path):
    batches = (
        release(2, "useful", (0, 3), (4, 7), (8, 10)),
        release(2, "useful", (0, 2), (0, 2), (3, 5), people=5, sequence=2),
    )
    found = {one.name: one for one in series(Releases(cohort="x", releases=batches), weeks_with(tmp_path))}
    first, second = found["check-in/useful"].points
    assert first.result is None
    assert second.result.people == 19
    assert found["check-in/useful"].published == ((2, second.result),)
