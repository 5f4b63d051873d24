"""Names in any script give slugs that can be read, and that differ wherever the names do."""

from __future__ import annotations

import sys
import unicodedata
from itertools import combinations

import pytest

from kit.cli import main
from kit.settings import load_cohort
from kit.settings.limits import SLUG
from kit.text.slugs import plain_slug, slug_of
from tests.cohorts import whole_cohort, without_id

# Pairs that an eye tells apart and the first version did not.
ALIKE = [
    ("Команда 7", "Группа 7"),
    ("Ομάδα 7", "Τμήμα 7"),
    ("فريق 7", "مجموعة 7"),
    ("团队 7", "小组 7"),
    ("チーム 7", "グループ 7"),
    ("팀 7", "조 7"),
    ("टीम 7", "समूह 7"),
    ("קבוצה 7", "צוות 7"),
    ("🌱 team", "🌊 team"),
    ("Straße", "Strae"),
    ("Łódź", "odz"),
    ("Все", "Всё"),
    ("Køb", "Kb"),
    ("١٢", "٣٤"),
]


@pytest.mark.parametrize("pair", ALIKE)
def test_different_names_have_different_slugs_that_every_folder_can_bear(pair):
    slugs = {slug_of(name) for name in pair}
    assert len(slugs) == 2
    for name in pair:
        slug = slug_of(name)
        assert SLUG.fullmatch(slug)
        assert len(slug) <= 40
        assert slug_of(slug) == slug
        assert {slug_of(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")} == {slug}
        assert slug_of(f"  {name} ".replace(" ", "\u00a0")) == slug


def test_no_two_of_all_names_share_a_slug():
    names = {name for pair in ALIKE for name in pair}
    assert not [pair for pair in combinations(names, 2) if slug_of(pair[0]) == slug_of(pair[1])]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Команда 7", "komanda-7-"),
        ("Київ", "kiyiv-"),
        ("Ομάδα", "omada-"),
        ("فريق", "fryq-"),
        ("Straße", "strasse-"),
        ("🌱", "seedling-"),
        ("テスト", "tesuto-"),
        ("团队", "cohort-"),
        ("日本 2027", "2027-"),
    ],
)
def test_a_slug_can_be_read_as_far_as_letters_can_be_spelled(name, start):
    assert slug_of(name).startswith(start)
    assert len(slug_of(name)) == len(start) + 6


@pytest.mark.parametrize("name", ["Spring 2027", "Équipe", "Pflegé & Team", "C++", "№ 5", "x" * 40, "…", "Ǆ"])
def test_what_the_first_version_lost_nothing_of_has_the_slug_it_had(name):
    assert slug_of(name) == plain_slug(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nurses of the second floor, the north wing, early", "Nurses of the second floor, the north wing, late"),
        ("x" * 41, "x" * 42),
        ("Équipe " * 8 + "A", "Équipe " * 8 + "B"),
        ("Station " * 6, "Station " * 7),
    ],
)
def test_long_names_that_differ_only_in_their_end_have_different_slugs(one, other):
    assert slug_of(one) != slug_of(other)
    assert slug_of(one) == slug_of(f" {one} ")
    assert all(len(slug_of(name)) <= 40 and SLUG.fullmatch(slug_of(name)) for name in (one, other))


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["kit", *arguments])
    try:
        main()
    except SystemExit as stop:
        return stop.code
    return 0


HEADER = "participant,week,exercise,item,answer,cohort\n"


def test_a_file_of_several_cohorts_makes_a_folder_for_each_and_finds_it_again(tmp_path, monkeypatch, capsys):
    file = tmp_path / "answers.csv"
    file.write_text(HEADER + "a,1,pulse,energy,5,Команда 7\nb,1,pulse,energy,6,Группа 7\n", "utf-8")
    for _ in range(2):
        assert run(monkeypatch, "import", str(file), "--into", str(tmp_path / "all"), "--consent", "on paper") == 0
    found = sorted(one.name for one in (tmp_path / "all").iterdir())
    assert found == sorted([slug_of("Команда 7"), slug_of("Группа 7")])


def test_a_folder_of_the_first_version_is_not_guessed_at_and_its_cure_works(tmp_path, monkeypatch, capsys):
    earlier = without_id(whole_cohort(tmp_path / "all" / "7", slug="7").root)
    assert load_cohort(earlier).slug == "7"
    file = tmp_path / "answers.csv"
    file.write_text(HEADER + "a,1,pulse,energy,5,Команда 7\n", "utf-8")
    assert run(monkeypatch, "import", str(file), "--into", str(tmp_path / "all"), "--consent", "on paper") == 1
    assert "an earlier version of the kit made this folder, perhaps for 'Команда 7'" in capsys.readouterr().err
    assert [one.name for one in (tmp_path / "all").iterdir()] == ["7"]
    assert run(monkeypatch, "import", str(file), "--cohort", str(earlier), "--consent", "on paper") == 0
    new = whole_cohort(tmp_path / "seven", slug="7")
    assert run(monkeypatch, "import", str(file), "--cohort", str(new.root), "--consent", "on paper") == 1
