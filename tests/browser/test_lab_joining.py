"""A participant's notebook in JupyterLab that takes part in a session elsewhere, with the card at its top."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from kit.settings import content_root, packaged_curriculum
from tests.browser import access
from tests.browser.hosted import picture
from tests.browser.lab import Lab, Notebook
from tests.cohorts import small_cohort
from tests.live.serving import serving

LONG = 180_000
ITEMS = {"energy": 7}


@pytest.fixture
def served(tmp_path):
    """A host of the kit's own week 1, as a participant's notebook has it."""
    root = small_cohort(tmp_path / "spring", slug="spring", size=20).root
    shutil.rmtree(root / "curriculum")
    shutil.copytree(packaged_curriculum(), root / "curriculum")
    with serving(root) as running:
        yield running


def forget_the_place(lab: Lab) -> None:
    """Whoever joined in another test isn't known on this computer any more."""
    for left in (lab.outbox / "spring", lab.outbox / "joined.cohort"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


@pytest.fixture
def notebook(context: BrowserContext, lab: Lab) -> Iterator[Notebook]:
    text = (content_root() / "notebooks" / "week_01.ipynb").read_text("utf-8")
    path = lab.root / f"{lab.new_cohort()}-joining.ipynb"
    path.write_text(text, "utf-8")
    forget_the_place(lab)
    opened = Notebook(lab, context.new_page(), path)
    opened.page.set_viewport_size({"width": 1280, "height": 20_000})
    opened.load()
    opened.run_all()
    yield opened
    forget_the_place(lab)


def test_from_the_card_to_received_and_to_the_groups_own_result(notebook, served):
    page = notebook.page
    card = page.locator(".kit-join")
    card.get_by_text("Take part in a session from this notebook").click(timeout=LONG)
    card.get_by_label("Address").fill(f"http://127.0.0.1:{served.port}")
    card.get_by_label("Code").fill(served.host.room.code)
    card.get_by_label("What you're called").fill("Kim")
    picture(page, "join-start")
    card.get_by_role("button", name="Join", exact=True).click()
    expect(card.get_by_text("Before you begin")).to_be_visible(timeout=LONG)
    picture(page, "join-notice")
    assert access.violations(page) == []
    card.get_by_role("button", name="I agree, count my answers").click()
    expect(card.get_by_text("You're in, Kim")).to_be_visible(timeout=LONG)
    expect(card.locator(".kit-join-words li")).to_have_count(4)
    picture(page, "join-in")
    card.get_by_role("button", name="I've noted them").click()
    expect(card.locator(".kit-join-words")).to_have_count(0)
    served.open("pulse")
    notebook.run_all()
    expect(card.get_by_text("You're in, Kim")).to_be_visible(timeout=LONG)
    notebook.item("energy").get_by_label("7", exact=True).check(force=True, timeout=LONG)
    notebook.send()
    expect(notebook.status()).to_contain_text("Received", timeout=LONG)
    picture(page, "join-received")
    client = served.joined()
    assert client.mine() == []
    for _ in range(5):
        assert served.joined().put({"energy": 5}, exercise="pulse").status == 201
    assert served.reveal("pulse").status == 200
    expect(notebook.status()).to_contain_text("Closed", timeout=LONG)
    notebook.run_all()
    expect(page.get_by_text("of 6").first).to_be_attached(timeout=LONG)
    expect(page.get_by_text("made-up")).to_have_count(0)
    assert '"energy": 7' not in notebook.save()


def test_after_a_restart_of_the_kernel_it_is_asked_whose_place_it_is(notebook, served):
    card = notebook.page.locator(".kit-join")
    card.get_by_text("Take part in a session from this notebook").click(timeout=LONG)
    card.get_by_label("Address").fill(f"http://127.0.0.1:{served.port}")
    card.get_by_label("Code").fill(served.host.room.code)
    card.get_by_role("button", name="Join", exact=True).click()
    card.get_by_role("button", name="I agree, count my answers").click(timeout=LONG)
    expect(card.get_by_text("You're in")).to_be_visible(timeout=LONG)
    notebook.restart()
    notebook.run_all()
    expect(card.get_by_text("Is this you?")).to_be_visible(timeout=LONG)
    picture(notebook.page, "join-whose")
    card.get_by_role("button", name="Yes, that's me").click()
    expect(card.get_by_text("You're in")).to_be_visible(timeout=LONG)
