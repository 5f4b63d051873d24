"""Texts that simulated people share, in the releases of the sample."""

from dataclasses import replace

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.curriculum.themes import SHOWN_FROM, parted
from kit.results.releases import read_releases, verify_chain
from kit.results.tables import text_list
from kit.settings import content_root, packaged_curriculum
from kit.simulate.answering import ABOUT
from kit.simulate.shared import in_order

WEEKS = load_curriculum(packaged_curriculum())
MESSAGES = load_messages(packaged_curriculum())
PUBLISHED = read_releases(content_root() / "data" / "sample_cohort" / "published")
SHOWN = [release for release in PUBLISHED.releases if release.texts]
THEMES = {item.id: item.themes for week in WEEKS.values() for _, item in week.group_items() if item.form == "text"}


def test_texts_are_shown_in_at_least_three_weeks_each_once_and_all_made_up():
    assert len({release.week for release in SHOWN}) >= 3
    for release in SHOWN:
        bare = [parted(one.text, THEMES[release.item])[1] for one in release.texts]
        assert len(set(bare)) == len(bare) >= 5
        assert set(bare) <= {parted(text, THEMES[release.item])[1] for text in ABOUT[release.item]}


def test_three_weeks_or_more_offer_themes_and_one_at_least_shows_some():
    assert sum(bool(themes) for themes in THEMES.values()) >= 3
    shown = [[theme for one in r.texts if (theme := parted(one.text, THEMES[r.item])[0])] for r in SHOWN]
    assert any(shown)
    assert all(themes.count(theme) >= SHOWN_FROM for themes in shown for theme in themes)


def test_a_report_shows_what_its_authors_agreed_to_have_quoted_and_no_other():
    for release in SHOWN:
        listed = text_list([release], MESSAGES, quotes_only=True)
        quoted = [one.text for one in release.texts if one.quote]
        assert 0 < len(quoted) < len(release.texts)
        assert list(listed.texts) == quoted
        assert listed.sentence == MESSAGES("chart.texts_quoted")


def test_texts_in_another_order_are_chained_anew():
    other = in_order(PUBLISHED, seed=1)
    assert [release.texts for release in other.releases] != [release.texts for release in PUBLISHED.releases]
    assert [sorted(map(repr, release.texts)) for release in other.releases] == [
        sorted(map(repr, release.texts)) for release in PUBLISHED.releases
    ]
    verify_chain(other.releases)
    assert in_order(other, seed=15) == in_order(PUBLISHED, seed=15)
    assert replace(other.releases[0], hash="") == replace(PUBLISHED.releases[0], hash="")
