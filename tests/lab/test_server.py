"""A real JupyterLab of the kit: nobody's settings but the kit's, no way into private folders, gone with its command."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx
import psutil
import pytest

from kit.lab.server import holds_closed, is_closed
from kit.lab.starting import lab_environment
from tests.cohorts import whole_cohort
from tests.lab.serving import LIMIT, TOKEN, lab

CANARY = "Kanarienvogel"
HOSTILE = """
c.ServerApp.base_url = "/elsewhere/"
c.ServerApp.port = 1
c.ServerApp.root_dir = "/"
c.ServerApp.allow_origin = "*"
c.ServerApp.ip = "0.0.0.0"
c.IdentityProvider.token = "theirs"
c.PasswordIdentityProvider.hashed_password = "argon2:x"
c.ContentsManager.allow_hidden = True
raise RuntimeError("a setting of somebody's that breaks")
"""


def unfriendly(home):
    """A home in which somebody has set up a Jupyter of their own; returns variables of theirs."""
    for place in (home / ".jupyter", home / "extra", home / ".local" / "etc" / "jupyter"):
        place.mkdir(parents=True)
        (place / "jupyter_server_config.py").write_text(HOSTILE, "utf-8")
        (place / "jupyter_lab_config.py").write_text(HOSTILE, "utf-8")
        (place / "templates").mkdir()
        (place / "templates" / "login.html").write_text(f"<p>{CANARY}</p>", "utf-8")
        server = {"base_url": "/json/", "ip": "0.0.0.0", "allow_remote_access": True, "root_dir": str(home)}
        server |= {"extra_template_paths": [str(place / "templates")], "password": "", "token": ""}
        settings = {"ServerApp": server, "IdentityProvider": {"token": ""}}
        (place / "jupyter_server_config.json").write_text(json.dumps(settings), "utf-8")
        (place / "jupyter_config.json").write_text(json.dumps(settings), "utf-8")
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "JUPYTER_CONFIG_DIR": str(home / "extra"),
        "JUPYTER_CONFIG_PATH": str(home / "extra"),
        "JUPYTER_TOKEN": "theirs too",
        "JUPYTER_PORT": "1",
        "JUPYTER_GATEWAY_URL": "http://192.0.2.1:1",
        "JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS": "true",
        "JUPYTERLAB_DIR": str(home / "nothing"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A cohort with secrets and links to them, another below it, and a home with a Jupyter of somebody's own."""
    top = tmp_path_factory.mktemp("lab")
    cohort = whole_cohort(top / "spring")
    below = whole_cohort(cohort.root / "kept" / "autumn")
    for one in (cohort, below):
        (one.private / "answers.db").write_text(CANARY, "utf-8")
        (one.private / "page.html").write_text(f"<p>{CANARY}</p>", "utf-8")
        (one.private / "note.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
        (one.private / ".ipynb_checkpoints").mkdir()
        (one.private / ".ipynb_checkpoints" / "note-checkpoint.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    (cohort.root / "notebooks" / "shortcut").symlink_to(cohort.private)
    (cohort.root / "notebooks" / "answers.txt").symlink_to(cohort.private / "answers.db")
    (cohort.root / "notebooks" / "picture.txt").write_text("to be seen", "utf-8")
    (top / "other").mkdir()
    (top / "other" / "private").mkdir()
    (top / "other" / "private" / "answers.db").write_text(CANARY, "utf-8")
    (cohort.root / "notebooks" / "neighbour").symlink_to(top / "other" / "private")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in unfriendly(top / "home").items():
            patch.setenv(name, value)
        environment = lab_environment({"JUPYTER_TOKEN": TOKEN})
    with lab(cohort.root, environment) as (client, _):
        yield cohort.root, client


NOTEBOOK = {
    "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": [CANARY]}],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def test_it_runs_with_the_kits_settings_alone(house):
    _, client = house
    assert client.get("/api/status").status_code == 200
    assert client.get("/elsewhere/api/status").status_code == 404
    assert client.get("/api/status").headers.get("access-control-allow-origin", "") == ""
    for token in ("theirs", "theirs too", "json", "nothing"):
        stranger = httpx.Client(base_url=client.base_url, trust_env=False, timeout=LIMIT)
        with stranger:
            said = stranger.get("/api/status", headers={"Authorization": f"token {token}"})
        assert said.status_code == 403, token
    names = {one["name"] for one in client.get("/api/contents/").json()["content"]}
    assert {"notebooks", "cohort.toml", "published"} <= names
    # No gateway somewhere else: what runs the notebooks is here.
    assert "python3" in client.get("/api/kernelspecs").json()["kernelspecs"]
    assert client.get("/api/terminals").status_code == 200
    assert (
        client.get("/lab/api/settings/@jupyterlab/apputils-extension:notification").json()["schema"]["properties"][
            "fetchNews"
        ]["default"]
        == "false"
    )


def test_it_listens_to_this_computer_alone_and_to_nobody_without_its_token(house):
    _, client = house
    port = client.base_url.port
    listening = [
        one.laddr.ip for one in psutil.net_connections("inet") if one.status == "LISTEN" and one.laddr.port == port
    ]
    assert listening == ["127.0.0.1"]
    with httpx.Client(base_url=client.base_url, trust_env=False, timeout=LIMIT) as stranger:
        for path in ("/api/status", "/api/contents/", "/api/kernels", "/files/cohort.toml"):
            assert stranger.get(path).status_code in (302, 403), path
        login = stranger.get("/login")
    assert login.status_code == 200
    assert CANARY not in login.text


WAYS = [
    "private",
    "PRIVATE",
    "Private",
    "kept/autumn/private",
    "notebooks/shortcut",
    "notebooks/neighbour",
    "notebooks/../private",
    "notebooks/%2e%2e/private",
    "./private",
    "%70rivate",
    "kept%2Fautumn%2Fprivate",
    "private/",
    "//private",
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_it_leads_into_a_private_folder(house, way):
    _, client = house
    found = []
    for path in (
        f"/api/contents/{way}",
        f"/api/contents/{way}/answers.db",
        f"/api/contents/{way}/answers.db?content=1&type=file&format=base64",
        f"/api/contents/{way}/note.ipynb",
        f"/api/contents/{way}/note.ipynb/checkpoints",
        f"/files/{way}/answers.db",
        f"/files/{way}/answers.db?download=1",
        f"/files/{way}/page.html",
        f"/view/{way}/page.html",
        f"/nbconvert/html/{way}/note.ipynb",
        f"/nbconvert/script/{way}/note.ipynb?download=true",
        f"/tree/{way}",
        f"/edit/{way}/answers.db",
        f"/lab/tree/{way}",
        f"/notebooks/{way}/note.ipynb",
    ):
        reply = client.get(path, follow_redirects=True)
        said = reply.text
        assert CANARY not in said, path
        assert "S2FuYXJpZW52b2dlbA" not in said, path
        assert "note-checkpoint" not in said
        found.append((path, reply.status_code))
    # The first five are the contents themselves: nothing is there, and nobody is told that something might be.
    assert {status for _, status in found[:5]} <= {404}, found


@pytest.mark.parametrize("way", WAYS[:6])
def test_nothing_is_written_moved_copied_or_deleted_there(house, way):
    root, client = house

    def everything():
        return sorted(str(one) for one in root.rglob("*") if ".ipynb_checkpoints" not in str(one))

    before = everything()
    text = {"type": "file", "format": "text", "content": "planted"}
    for method, path, body in (
        ("PUT", f"{way}/planted.txt", text),
        ("PUT", f"{way}/planted.txt", {**text, "chunk": 1}),
        ("PUT", f"{way}/deep", {"type": "directory"}),
        ("POST", way, {"type": "file"}),
        ("POST", way, {"copy_from": "cohort.toml"}),
        ("POST", "notebooks", {"copy_from": f"{way}/answers.db"}),
        ("POST", "notebooks", {"copy_from": way}),
        ("PATCH", way, {"path": "notebooks/open"}),
        ("PATCH", f"{way}/answers.db", {"path": "notebooks/answers.db"}),
        ("PATCH", "cohort.toml", {"path": f"{way}/cohort.toml"}),
        ("DELETE", f"{way}/answers.db", None),
        ("DELETE", way, None),
        ("POST", f"{way}/note.ipynb/checkpoints", None),
        ("POST", f"{way}/note.ipynb/checkpoints/checkpoint", None),
        ("DELETE", f"{way}/note.ipynb/checkpoints/checkpoint", None),
        ("POST", f"{way}/note.ipynb/trust", None),
    ):
        reply = client.request(method, f"/api/contents/{path}", json=body)
        assert 400 <= reply.status_code < 500, (method, path, reply.status_code, reply.text)
        assert CANARY not in reply.text
    assert everything() == before
    assert (root / "private" / "answers.db").read_text("utf-8") == CANARY


def test_a_folder_around_a_private_one_is_neither_copied_nor_moved_nor_deleted(house):
    root, client = house
    for method, path, body in (
        ("POST", "", {"copy_from": "kept"}),
        ("POST", "notebooks", {"copy_from": "kept/autumn"}),
        ("PATCH", "kept", {"path": "elsewhere"}),
        ("DELETE", "kept/autumn", None),
    ):
        reply = client.request(method, f"/api/contents/{path}", json=body)
        assert reply.status_code == 403, (method, path, reply.text)
    assert (root / "kept" / "autumn" / "private" / "answers.db").read_text("utf-8") == CANARY


def test_lists_pass_private_folders_over_and_show_everything_else(house):
    _, client = house

    def listed(path):
        return {one["name"] for one in client.get(f"/api/contents/{path}").json()["content"]}

    assert listed("") >= {"notebooks", "curriculum", "published", "reports", "kept"}
    assert "private" not in listed("") | listed("kept/autumn")
    there = listed("notebooks")
    assert {"week_01.ipynb", "picture.txt"} <= there
    assert not there & {"shortcut", "neighbour", "answers.txt"}
    assert client.get("/files/notebooks/picture.txt").text == "to be seen"
    for path in ("/api/contents/notebooks/answers.txt", "/files/notebooks/answers.txt"):
        assert client.get(path).status_code == 404


def test_what_is_not_private_is_worked_with_as_always(house):
    root, client = house
    saved = client.put("/api/contents/notebooks/own.txt", json={"type": "file", "format": "text", "content": "one"})
    assert saved.status_code == 201
    assert client.post("/api/contents/notebooks/own.txt/checkpoints").status_code == 201
    assert client.patch("/api/contents/notebooks/own.txt", json={"path": "notebooks/mine.txt"}).status_code == 200
    assert (root / "notebooks" / "mine.txt").read_text("utf-8") == "one"
    assert client.get("/api/contents/notebooks/privateer.txt").status_code == 404
    (root / "notebooks" / "private notes.txt").write_text("fine", "utf-8")
    assert client.get("/api/contents/notebooks/private notes.txt").json()["content"] == "fine"


def test_a_kernel_answers_and_ends_with_lab_when_nobody_holds_it_any_more(tmp_path, monkeypatch):
    root = whole_cohort(tmp_path / "spring").root
    for name, value in unfriendly(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    clean = set(tmp_path.parent.glob("jupyter-clean-cfg-*"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with lab(root, lab_environment({"JUPYTER_TOKEN": TOKEN})) as (client, process):
        assert client.post("/api/kernels", json={"name": "python3"}).status_code == 201
        family = [process.pid, *(one.pid for one in psutil.Process(process.pid).children(recursive=True))]
        assert len(family) > 1
        there = [psutil.Process(pid) for pid in family]
        process.stdin.close()
        _, left = psutil.wait_procs(there, timeout=LIMIT)
        assert not [one for one in left if one.status() != psutil.STATUS_ZOMBIE]
    assert not list(tmp_path.glob("jupyter-clean-cfg-*"))
    assert set(tmp_path.parent.glob("jupyter-clean-cfg-*")) == clean


@pytest.mark.parametrize("folder", ["private", "PrIvAtE", "a/private", "a/b/Private/c"])
def test_a_private_folder_is_known_wherever_it_lies(tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True)
    assert is_closed(str(tmp_path / folder / "x"), str(tmp_path))
    assert holds_closed(str(tmp_path))


def test_what_lies_above_the_root_closes_nothing(tmp_path):
    root = tmp_path / "private" / "spring"
    (root / "notebooks").mkdir(parents=True)
    assert not is_closed(str(root / "notebooks" / "week_01.ipynb"), str(root))
    assert not holds_closed(str(root))
    (root / "link").symlink_to(tmp_path / "private")
    assert is_closed(str(root / "link" / "x"), str(root))


def test_another_name_of_the_same_folder_is_the_same_folder(tmp_path, monkeypatch):
    (tmp_path / "private").mkdir()
    (tmp_path / "PRIVAT~1").mkdir()
    real = os.path.samestat

    def samestat(one, other):
        # As on a file system that gives folders a second, short name.
        return real(one, other) or {one.st_ino, other.st_ino} == {
            (tmp_path / name).stat().st_ino for name in ("private", "PRIVAT~1")
        }

    monkeypatch.setattr(os.path, "samestat", samestat)
    assert is_closed(str(tmp_path / "PRIVAT~1" / "x"), str(tmp_path))
    assert not is_closed(str(Path(tmp_path) / "public"), str(tmp_path))
