"""What is taken home, by command."""

from __future__ import annotations


def test_it_makes_a_folder_and_one_file_and_says_how_large_they_are(kit, root, tmp_path):
    done = kit("takehome", str(tmp_path / "between"))
    assert done.code == 0, done.err
    assert {path.name for path in (tmp_path / "between").iterdir()} == {
        *("index.html", "home.js", "home.css", "icon.svg", "manifest.webmanifest", "offline.js")
    }
    assert (tmp_path / "between.html").is_file()
    assert "6 files" in done.out
    assert "Phones often run no scripts in a saved file." in done.out


def test_the_same_command_again_renews_it_and_recordings_come_along(kit, root, tmp_path):
    kit("takehome", str(tmp_path / "between"))
    (root / "recordings").mkdir()
    (root / "recordings" / "breath.mp3").write_bytes(b"sound")
    done = kit("takehome", str(tmp_path / "between"))
    assert "7 files" in done.out
    assert "with 1 recording" in done.out
    assert (tmp_path / "between" / "recordings" / "breath.mp3").read_bytes() == b"sound"


def test_what_is_somebody_elses_stays(kit, root, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", "utf-8")
    done = kit("takehome", str(tmp_path / "mine"))
    assert (done.code, "there is something else in this folder, and it stays" in done.err) == (1, True)
    done = kit("takehome", str(tmp_path / "mine" / "thesis.txt"))
    assert (done.code, "there is a file of that name, and it stays" in done.err) == (1, True)
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "mine"


def test_a_page_of_that_name_that_is_none_of_ours_stays_too(kit, root, tmp_path):
    (tmp_path / "between.html").write_text("<p>mine</p>", "utf-8")
    done = kit("takehome", str(tmp_path / "between"))
    assert (done.code, "there is another page of that name, and it stays" in done.err) == (1, True)
    assert not (tmp_path / "between").exists()
