"""JupyterLab is started for this computer alone, and asks nobody on the network for anything."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import kit.lab.starting
from kit.lab.starting import lab_command, lab_environment
from tests.cohorts import whole_cohort


def test_lab_is_bound_to_loopback_and_opens_at_the_notebooks(tmp_path):
    root = whole_cohort(tmp_path / "spring").root
    command = lab_command(root, port=9000, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "--ServerApp.default_url=/lab/tree/notebooks" in command
    assert "--no-browser" in command
    assert "--ServerApp.default_url=/lab" in lab_command(tmp_path)


def test_news_and_updates_are_off_before_lab_can_ask(tmp_path):
    environment = lab_environment({"JUPYTER_CONFIG_PATH": str(tmp_path)})
    assert environment["JUPYTER_NO_CONFIG"] == "1"
    folder = Path(kit.lab.starting.__file__).parent / "config" / "labconfig"
    text = (folder / "default_setting_overrides.json").read_text("utf-8")
    settings = json.loads(text)["@jupyterlab/apputils-extension:notification"]
    assert settings == {"fetchNews": "false", "checkForUpdates": False}


def test_every_option_is_one_that_lab_knows(tmp_path):
    command = [*lab_command(tmp_path), "--show-config-json"]
    reading, held = os.pipe()  # Lab stays for as long as its standard input is open
    try:
        done = subprocess.run(
            command, env=lab_environment(), stdin=reading, capture_output=True, text=True, check=True, timeout=120
        )
    finally:
        os.close(reading)
        os.close(held)
    said = json.loads(done.stdout)
    assert said["ServerApp"]["ip"] == "127.0.0.1"
    assert said["LabApp"]["news_url"] in (None, "None")
    assert "NeverCheckForUpdate" in said["LabApp"]["check_for_updates_class"]
