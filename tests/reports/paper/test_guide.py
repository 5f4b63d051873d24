"""The guide as pages: every page made, in reading order, with what the week files say at its place."""

from __future__ import annotations

import re
from datetime import date
from html import escape, unescape
from itertools import pairwise

import pytest

from kit.curriculum.policy import Policy, load_policy
from kit.curriculum.practices.guided import Guided
from kit.errors import ContentError, KitError
from kit.reports.paper.guide import INDEX, gather, make_guide, page_problems, pages_behind, renew
from kit.session.debrief import Run
from kit.settings import packaged_curriculum, packaged_guide
from tests.reports.guides import small_guide, words

PLAN = "# Week 1 · A small week\n\n<!-- plan -->\n<!-- /plan -->\n"


def letters(text):
    return re.sub(r"[^a-zA-Z]", "", text)


@pytest.fixture(scope="module")
def packaged():
    curriculum = packaged_curriculum()
    return gather(packaged_guide(), curriculum, load_policy(curriculum))


def test_what_is_made_in_the_kits_own_guide_is_up_to_date(packaged):
    assert list(page_problems(packaged)) == []
    assert list(pages_behind(packaged)) == []
    assert renew(packaged) == []


def test_every_page_needs_nothing_but_itself_and_leads_only_to_pages_that_are_there(packaged):
    made = make_guide(packaged)
    for name, page in made.items():
        assert "default-src 'none'" in unescape(page), name
        assert page.count("<h1") == 1, name
        for target in set(re.findall(r'href="([^"#:]+)', page)):
            assert target in made, f"{name}: {target}"


def test_each_session_has_a_page_a_run_sheet_and_a_handout(packaged):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        for name in (week.file_name, f"{week.file_name}_run_sheet", f"{week.file_name}_handout"):
            assert f"{name}.html" in made
            assert f'href="{name}.html"' in made[INDEX]


def test_a_run_sheet_has_a_column_for_a_second_person_where_the_week_says_what_they_do(packaged, curriculum, tmp_path):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        sheet = made[f"{week.file_name}_run_sheet.html"]
        assert sheet.count('<td class="second">') == (len(week.blocks) if week.number else 0)
        assert all(block.second in words(sheet) for block in week.blocks)
    alone = make_guide(small_guide(curriculum, tmp_path / "guide"))["week_01_run_sheet.html"]
    assert "A second person" not in alone


def test_the_page_of_formats_has_every_stretch_with_its_minutes(packaged):
    page = words(make_guide(packaged)["formats.html"])
    for one in packaged.formats.values():
        for meeting in one.meetings:
            assert f"{meeting.title} ({meeting.minutes} minutes)" in page
            assert all(" ".join(stretch.what.split()) in page for stretch in meeting.stretches)


def test_a_weeks_page_holds_every_note_of_its_week_file_once(packaged):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        page = words(made[f"{week.file_name}.html"])
        for block in week.blocks:
            notes = block.facilitator
            for line in (*notes.say, *notes.do, *notes.watch_for, *notes.if_it_goes_wrong):
                assert page.count(" ".join(line.split())) == 1, line


def test_beside_the_notes_stands_what_people_do_and_what_is_claimed_and_how_strongly(packaged):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        notes = re.findall(r'<section class="notes".*?</section>', made[f"{week.file_name}.html"], re.DOTALL)
        for block, html in zip(week.blocks, notes, strict=True):
            said = words(html)
            assert [one.title for one in (*block.practices, *block.exercises) if one.title not in said] == []
            claims = [one for one in packaged.claims.values() if f"week {week.number}, {block.id}" in one.used_in]
            assert all(f"{one.wording} ({one.strength})" in said for one in claims)
            assert html.count('class="claims"') == bool(claims)
            assert not re.search(r"\bNone\b(?! of )", said)


def test_a_script_repeats_no_title_that_stands_above_it(packaged):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        page = made[f"{week.file_name}.html"]
        texts = "".join(re.findall(r'<section class="texts".*?</section>', page, re.DOTALL))
        for block in week.blocks:
            for one in block.practices:
                if isinstance(one, Guided):
                    above = one.title == block.title
                    assert texts.count(f">{one.title}</h") == (0 if above else 1), one.id


def test_the_words_of_a_part_are_where_its_notes_are(packaged):
    for week in packaged.weeks.values():
        page = make_guide(packaged)[f"{week.file_name}.html"]
        for block, after in pairwise([*week.blocks, None]):
            assert block is not None
            end = page.index(f'class="notes" aria-label="{escape(after.title)}"') if after else len(page)
            part = page[page.index(f'class="notes" aria-label="{escape(block.title)}"') : end]
            scripts = [one for one in block.practices if isinstance(one, Guided)]
            for line in (step for one in scripts for step in one.steps):
                assert letters(line) in letters(words(part)), (block.id, line)


def test_the_head_of_a_tables_column_says_so_to_who_hears_it(curriculum, tmp_path):
    material = small_guide(curriculum, tmp_path / "guide", week_01=f"{PLAN}\n| see | say |\n|---|---|\n| a | b |\n")
    page = make_guide(material)["week_01.html"]
    assert re.findall(r"<th( scope=\"col\")?[ >][^<]*(?:see|say)<", page) == [' scope="col"'] * 2


def test_a_session_can_be_held_from_its_printed_page_because_every_reading_and_script_is_on_it(packaged):
    made = make_guide(packaged)
    for week in packaged.weeks.values():
        page = letters(words(made[f"{week.file_name}.html"]))
        for block in week.blocks:
            scripts = [one for one in block.practices if isinstance(one, Guided)]
            lines = [line for one in scripts for line in (*one.steps, one.eyes_open, one.stopping)]
            for line in (block.reading, *lines):
                assert letters(line) in page, line


def test_a_week_without_a_page_gets_one_of_its_week_file(curriculum, tmp_path):
    page = words(make_guide(small_guide(curriculum, tmp_path / "guide"))["week_01.html"])
    assert "Week 1 · A small week" in page
    assert "Open the window." in page
    assert "Minute 0 to 10" in page


def test_notes_stand_where_the_page_has_their_mark_and_the_rest_comes_at_the_end(curriculum, tmp_path):
    text = f"{PLAN}## Before\n\n## Idea\n\n<!-- block: idea -->\n\nAfter the idea.\n"
    page = words(make_guide(small_guide(curriculum, tmp_path / "guide", week_01=text))["week_01.html"])
    places = [
        page.index(one)
        for one in ("Before", "Idea Minute", "Point.", "After the idea.", "More in this session", "Welcome.")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# W\n\n<!-- block: lunch -->\n", "there is no block 'lunch' in this session; it has arrive, idea"),
        ("# W\n\n<!-- block: idea -->\n<!-- block: idea -->\n", "the block 'idea' has two marks"),
        ("# W\n\n<!-- plan -->\n", "the mark <!-- /plan --> is missing"),
        ("# W\n\n[there](week_09.md)\n", "a link leads to 'week_09.md', which is no page of the guide"),
        ("# W\n\n![x](gone.png)\n", "the picture 'gone.png' isn't in the guide's folder"),
        ("# W\n\n![x](../secret.png)\n", "the picture '../secret.png' isn't in the guide's folder"),
    ],
)
def test_a_mistake_in_a_page_is_named_with_page_and_place(curriculum, tmp_path, text, said):
    (tmp_path / "secret.png").write_bytes(b"x")
    material = small_guide(curriculum, tmp_path / "guide", week_01=text)
    (problem,) = page_problems(material)
    assert problem.startswith("week_01.md: ")
    assert said in problem
    with pytest.raises(ContentError, match=r"^week_01.md: "):
        make_guide(material)


def test_minutes_that_are_out_of_date_are_named_and_renewed(curriculum, tmp_path):
    folder = tmp_path / "guide"
    material = small_guide(curriculum, folder, week_01=PLAN)
    assert list(pages_behind(material)) == [material.messages("guide.behind", page="week_01.md")]
    assert renew(material) == [material.messages("guide.renewed", page="week_01.md")]
    assert "| 10 | Idea | 20 | 5 to 25 | Check in |" in (folder / "week_01.md").read_text("utf-8")
    assert renew(material) == []
    week = curriculum / "week_01.yaml"
    week.write_text(week.read_text("utf-8").replace("target: 20, max: 25", "target: 20, max: 24"), "utf-8")
    changed = gather(folder, curriculum, Policy())
    assert list(pages_behind(changed)) == [changed.messages("guide.behind", page="week_01.md")]
    assert list(page_problems(changed)) == []
    assert renew(changed) == [changed.messages("guide.renewed", page="week_01.md")]
    assert not (folder / ".before_write").exists()  # only numbers went


@pytest.mark.parametrize(
    ("page", "text", "words"),
    [
        ("week_01", "# Week 1 · A small week\n\n<!-- plan -->\nOur bell rings twice.\n<!-- /plan -->\n", "Our bell"),
        ("privacy", "# P\n\n<!-- numbers -->\n| Anything | five, we think |\n<!-- /numbers -->\n", "| Anything | five"),
        ("adapting", "# A\n\n<!-- elements -->\n1. Ours\n<!-- /elements -->\n", "1. Ours"),
        ("week_01", "# Our own title\n\nText.\n", "# Our own title"),
    ],
)
def test_words_in_a_made_part_stop_nothing_and_are_never_lost(curriculum, tmp_path, page, text, words):
    material = small_guide(curriculum, tmp_path / "guide", **{"week_01": "# Week 1 · A small week\n", page: text})
    (said,) = pages_behind(material)
    assert said.startswith(f"{page}.md: ")
    assert f"what goes begins with '{words}" in said
    assert list(page_problems(material)) == []
    (done,) = renew(material)
    assert f"the page as it was is .before_write/{page}.md." in done
    assert (tmp_path / "guide" / ".before_write" / f"{page}.md").read_text("utf-8") == text
    assert list(pages_behind(material)) == []


def test_a_page_that_cannot_be_kept_as_it_was_is_not_written(curriculum, tmp_path):
    material = small_guide(curriculum, tmp_path / "guide", week_01="# Ours\n")
    (tmp_path / "guide" / ".before_write").write_text("in the way", "utf-8")
    with pytest.raises(KitError, match="stays as it is"):
        renew(material)
    assert (tmp_path / "guide" / "week_01.md").read_text("utf-8") == "# Ours\n"


def test_headings_that_are_a_weeks_or_a_blocks_title_follow_the_week_file(curriculum, tmp_path):
    text = "# Week 1 · Another title\n\n## An old idea\n<!-- block: idea -->\n"
    material = small_guide(curriculum, tmp_path / "guide", week_01=text)
    assert [line.partition(":")[0] for line in pages_behind(material)] == ["week_01.md"]
    assert len(renew(material)) == 1
    assert (tmp_path / "guide" / "week_01.md").read_text("utf-8") == (
        "# Week 1 · A small week\n\n## Idea\n<!-- block: idea -->\n"
    )


def test_a_page_shows_the_minutes_as_they_are_even_where_its_file_is_behind(curriculum, tmp_path):
    material = small_guide(curriculum, tmp_path / "guide", week_01=PLAN)
    assert "5 to 25" in words(make_guide(material)["week_01.html"])


def test_the_numbers_of_a_page_are_those_of_the_policy_in_force(curriculum, tmp_path):
    text = "# Privacy\n\n<!-- numbers -->\n<!-- /numbers -->\n"
    strict = Policy(minimum=7, sensitive=11, text=12, text_sharing=6)
    page = words(make_guide(small_guide(curriculum, tmp_path / "g", policy=strict, privacy=text))["privacy.html"])
    assert "a question for the group 7 a delicate question 11" in page
    assert "12, of whom 6 share theirs" in page


def test_words_of_a_page_and_a_week_file_are_shown_as_they_are(curriculum, tmp_path):
    text = "# W <script>x</script>\n\n<!-- a comment -->\n<img src=x onerror=alert(1)>\n"
    week = curriculum / "week_01.yaml"
    week.write_text(week.read_text("utf-8").replace("say: [Welcome.]", "say: [<b>Open</b>]"), "utf-8")
    made = make_guide(small_guide(curriculum, tmp_path / "guide", week_01=text))
    for name in ("week_01.html", "week_01_run_sheet.html"):
        assert "<b>Open</b>" not in made[name]
        assert "&lt;b&gt;Open" in made[name]
    assert "<script>x" not in made["week_01.html"]
    assert "<img" not in made["week_01.html"]
    assert "a comment" not in made["week_01.html"]


def test_what_earlier_runs_took_stands_beside_the_block_and_their_notes_at_the_end(curriculum, tmp_path):
    runs = [
        Run(week=1, day=date(2027, 3, 2), took={"idea": 24}, notes=("Fewer words.",)),
        Run(week=1, day=date(2027, 9, 7), took={"idea": 28}, notes=("<i>Better</i>",)),
        Run(week=2, day=date(2027, 9, 14), took={"idea": 99}),
    ]
    made = make_guide(small_guide(curriculum, tmp_path / "guide", runs=runs))
    page = words(made["week_01.html"])
    assert "planned 20, took 24 to 28 in two runs" in page
    assert "20 (from 5 to 25); took 24 to 28 in two runs" in words(made["week_01_run_sheet.html"])
    assert page.index("2027-09-07: <i>Better</i>") < page.index("2027-03-02: Fewer words.")


def test_a_page_in_another_encoding_is_refused_in_a_sentence(curriculum, tmp_path):
    material = small_guide(curriculum, tmp_path / "guide")
    (tmp_path / "guide" / "safety.md").write_bytes(b"# Sicherheit f\xfcr alle")
    assert list(page_problems(material)) == [
        "safety.md: this is no text in UTF-8; save the file as UTF-8 and try again."
    ]


def test_a_page_that_a_merge_left_in_two_versions_is_named_with_its_line(curriculum, tmp_path):
    material = small_guide(curriculum, tmp_path / "guide")
    (tmp_path / "guide" / "safety.md").write_text("# Safe\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n", "utf-8")
    (said,) = page_problems(material)
    assert said.startswith("safety.md, line 3: two versions of this file were merged")


def test_a_folder_without_pages_is_no_guide(curriculum, tmp_path):
    with pytest.raises(ContentError, match="there is no guide here"):
        make_guide(gather(tmp_path, curriculum, Policy()))


def test_the_page_of_evidence_has_every_claim_with_what_it_must_not_be_turned_into_and_every_study(packaged):
    said = words(make_guide(packaged)["evidence.html"])
    for claim in packaged.claims.values():
        assert f"{claim.claim} ({claim.strength}) {claim.wording}" in said
        assert [one for one in claim.not_said if one not in said] == []
    for study in packaged.references.values():
        assert f"({study.year}). {study.title}" in said
        assert f"{study.design}; read: {study.read}" in said
