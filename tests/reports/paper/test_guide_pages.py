"""One page of the guide: its links, pictures and headings, and each block's notes where the page has their mark."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kit.curriculum.loader import load_curriculum, load_week
from kit.curriculum.registers import load_messages
from kit.errors import ContentError
from kit.reports.paper.guide_pages import Prose, SessionPage, slug_of
from kit.session.debrief import Run, history
from kit.settings import packaged_curriculum, packaged_guide

PAGES = ("README.md", "week_01.md", "safety.md")
MESSAGES = load_messages(packaged_curriculum())


@pytest.fixture
def prose(tmp_path):
    return Prose(tmp_path, "week_01.md", PAGES)


@pytest.fixture
def page(curriculum):
    week = load_curriculum(curriculum)[1]
    return SessionPage(name="week_01.md", week=week, claims={}, past=history(week, []), messages=MESSAGES)


def test_links_to_other_pages_lead_to_what_is_made_of_them_and_others_stay(prose):
    made = prose(
        "[a](safety.md#stop) [b](#here) [c](https://example.org/a.md) [d](README.md) [e](mailto:a@example.org)"
    )
    assert re.findall('href="([^"]+)"', made) == [
        *("safety.html#stop", "#here", "https://example.org/a.md", "README.html", "mailto:a@example.org")
    ]


@pytest.mark.parametrize("target", ["week_09.md", "../private/roster.csv", "Safety.md", "safety", "/etc/passwd"])
def test_a_link_to_what_is_no_page_is_refused_with_page_and_cure(prose, target):
    cure = "(did you mean '.*'\\?|take the link out, or bring the page back)"
    with pytest.raises(
        ContentError, match=rf"week_01\.md: a link leads to '.*', which is no page of the guide; {cure}"
    ):
        prose(f"See [this]({target}).")


def test_a_picture_is_carried_inside_the_page(prose, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "circle.png").write_bytes(b"\x89PNG")
    assert 'src="data:image/png;base64,iVBORw=="' in prose("![A circle](pictures/circle.png)")


@pytest.mark.parametrize(
    "source",
    ["missing.png", "../outside.png", "notes.txt", "drawing.svg", "https://example.org/a.png", "folder.png", ""],
)
def test_a_picture_that_cannot_be_carried_is_refused_and_nothing_outside_of_the_guide_is_read(tmp_path, source):
    guide = tmp_path / "guide"
    (guide / "folder.png").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(b"\x89PNG secret")
    for name in ("notes.txt", "drawing.svg"):
        (guide / name).write_text("x", "utf-8")
    with pytest.raises(ContentError, match=r"week_01\.md: the picture '.*' isn't in the guide's folder"):
        Prose(guide, "week_01.md", PAGES)(f"![A picture]({source})")


def test_headings_of_the_same_words_can_each_be_linked_to(prose):
    made = prose("## Idea\n\n## Idea\n") + prose("## idea!\n")
    assert re.findall('id="([^"]+)"', made) == ["idea", "idea-2", "idea-3"]


@pytest.mark.parametrize(("words", "slug"), [("What now?", "what-now"), ("Über uns", "über-uns"), (" A_b-c ", "a_b-c")])
def test_a_heading_is_named_as_code_hosts_name_it(words, slug):
    assert slug_of(words) == slug


def test_comments_are_left_out_and_raw_html_is_shown_as_typed(prose):
    made = prose("Before <!-- not for\nanybody --> after <b>bold</b>.")
    assert "anybody" not in made
    assert "&lt;b&gt;bold" in made


def test_notes_stand_at_their_mark_and_those_without_one_at_the_end(page, prose):
    made = page.html("# Week 1\n\nFirst.\n\n<!-- block: idea -->\n\nLast words.", prose)
    assert made.index("First.") < made.index("Look.") < made.index("Last words.") < made.index("Welcome.")
    assert made.count('class="notes"') == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- block: ideas -->", "there is no block 'ideas' in this session; it has arrive, idea"),
        ("<!-- block: idea -->\n<!--block:idea-->", "the block 'idea' has two marks"),
    ],
)
def test_a_mark_that_cannot_be_is_named_with_its_page(page, prose, text, said):
    with pytest.raises(ContentError, match=rf"^week_01\.md: .*{said}"):
        page.html(text, prose)


def test_what_earlier_runs_took_and_noted_is_on_the_page(page, curriculum, prose):
    run = Run(week=1, day="2027-03-02", took={"idea": 24}, notes=("Mind the door & the <cold>.",))
    past = history(page.week, [run])
    made = SessionPage(name=page.name, week=page.week, claims={}, past=past, messages=MESSAGES).html("# Week 1", prose)
    assert "took 24 in one run" in made
    assert f"{date(2027, 3, 2)}: Mind the door &amp; the &lt;cold&gt;." in made


def test_everything_that_is_read_aloud_is_on_the_page_word_for_word(page, prose):
    made = page.html("# Week 1", prose)
    for words in (
        "Breathe in.",
        "Breathe out.",
        "Keep your eyes open if you like.",
        "Stop whenever you like.",
        "rest a little",
    ):
        assert words in made
    assert "&lt;b&gt;raw&lt;/b&gt;" in made


def test_the_scripts_that_are_ready_stand_with_the_texts_of_the_session_in_the_words_of_the_sector():
    week = load_week(packaged_curriculum() / "week_04.yaml", "service")
    page = SessionPage(name="week_04.md", week=week, claims={}, past=history(week, []), messages=MESSAGES)
    made = page.html("# Week 4", Prose(packaged_guide(), "week_04.md", PAGES))
    assert made.count("<q>") == 5
    assert "A refund that you have to refuse." in made
    assert "Dario answers the phone" in made
    assert "An accountant has a client" not in made


def test_what_a_second_person_does_stands_in_each_blocks_notes_and_only_where_a_week_says_it(page, prose):
    week = load_week(packaged_curriculum() / "week_06.yaml")
    whole = SessionPage(name="week_06.md", week=week, claims={}, past=history(week, []), messages=MESSAGES)
    made = whole.html("# Week 6", Prose(packaged_guide(), "week_06.md", PAGES))
    assert made.count("A second person:") == len(week.blocks)
    assert "A second person:" not in page.html("# Week 1", prose)
