"""What is taken home, in Chromium: over HTTPS and then without any network, as one file, and read aloud."""

from __future__ import annotations

import functools
import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kit.live.process.certificate import certificate_for
from kit.reports.take_home import take_home_file, take_home_folder
from tests.browser.axe import violations
from tests.browser.chromium import another
from tests.browser.copies import restore, saved
from tests.cohorts import whole_cohort
from tests.processes import until

WIDTHS = ((390, 844), (320, 640))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as any static server does, and writes no log."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, run: Path) -> Iterator[tuple[str, http.server.ThreadingHTTPServer]]:
    run.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificate_for(run, "127.0.0.1"))
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/", server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder and the file, with a recording of the breath."""
    root = tmp_path_factory.mktemp("home")
    cohort = whole_cohort(root / "spring")
    (cohort.root / "recordings").mkdir()
    (cohort.root / "recordings" / "pause.wav").write_bytes(b"RIFF\x24\0\0\0WAVEfmt ")
    target = root / "web" / "between"
    for name, data in take_home_folder(cohort).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    (root / "between.html").write_text(take_home_file(cohort), "utf-8")
    return root


@pytest.fixture(scope="module")
def trusting(browser: Browser) -> Iterator[Browser]:
    """A browser that takes the test's own certificate for one that somebody vouches for."""
    with another(browser, "--ignore-certificate-errors") as started:
        yield started


@pytest.fixture
def context(trusting: Browser) -> Iterator[BrowserContext]:
    opened = trusting.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    opened.set_default_timeout(20_000)
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("weberror", lambda error: faults.append(str(error.error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    own = ("https://127.0.0.1:", "file://", "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert [fault for fault in faults if "Content Security Policy" in fault or "SyntaxError" in fault] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, address: str, practice: str = "") -> None:
    page.goto(address + (f"#{practice}" if practice else ""))
    page.locator("html[data-ready]").wait_for()


def test_the_folder_works_with_the_network_cut_and_a_journal_goes_there_and_back(
    page: Page, context: BrowserContext, folder: Path, tmp_path: Path
) -> None:
    with served(folder / "web", tmp_path / "run") as (address, _):
        opened(page, f"{address}between/")
        expect(page.get_by_text("This page works without a network from now on.")).to_be_visible()
    # The server is gone now, and so is every network.
    context.set_offline(True)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    page.get_by_role("link", name="Compassion journal").click()
    page.get_by_role("textbox").first.fill("I listened before I spoke.")
    page.reload()
    expect(page.get_by_role("textbox").first).to_have_value("I listened before I spoke.")
    copy = saved(page, tmp_path / "copy.txt")
    assert "I listened before I spoke." in copy.read_text("utf-8")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_role("textbox").first).to_have_value("")
    restore(page, copy)
    page.get_by_role("button", name="Yes, bring it back").click()
    expect(page.get_by_role("textbox").first).to_have_value("I listened before I spoke.")


def test_a_browser_may_install_it(page: Page, folder: Path, tmp_path: Path) -> None:
    with served(folder / "web", tmp_path / "run") as (address, _):
        opened(page, f"{address}between/")
        expect(page.locator("#home-offline")).to_be_visible()
        session = page.context.new_cdp_session(page)
        manifest = session.send("Page.getAppManifest")
        assert manifest["errors"] == []
        assert manifest["url"].endswith("/between/manifest.webmanifest")
        faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [one["errorId"] for one in faults if one["errorId"] not in ("in-incognito", "no-acceptable-icon")] == []


def test_a_newer_folder_replaces_the_older_one(page: Page, folder: Path, tmp_path: Path) -> None:
    web = tmp_path / "web"
    for path in (folder / "web" / "between").iterdir():
        if path.is_file():
            web.mkdir(exist_ok=True)
            (web / path.name).write_bytes(path.read_bytes())
    (web / "recordings").mkdir()
    (web / "recordings" / "pause.wav").write_bytes(b"RIFF")
    with served(web, tmp_path / "run") as (address, _):
        opened(page, address)
        expect(page.locator("#home-offline")).to_be_visible()
        text = (web / "index.html").read_text("utf-8")
        (web / "index.html").write_text(text.replace("<h1>Between the sessions", "<h1>A newer page"), "utf-8")
        worker = (web / "offline.js").read_text("utf-8")
        (web / "offline.js").write_text(worker.replace('";\n', 'newer";\n', 1), "utf-8")
        page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
        until(lambda: [name[-5:] for name in page.evaluate("caches.keys()")] == ["newer"], limit=20)
        page.reload()
        expect(page.get_by_role("heading", name="A newer page")).to_be_visible()


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_and_practices_have_no_violation_and_fit_a_phone(
    page: Page, folder: Path, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    with served(folder / "web", tmp_path / "run") as (address, _):
        for practice in ("", "breath", "pause", "journal", "commitment", "letter", "everything"):
            opened(page, f"{address}between/", practice)
            assert violations(page) == [], practice
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), practice


def test_one_file_does_the_same_from_a_disk(page: Page, folder: Path, tmp_path: Path) -> None:
    opened(page, (folder / "between.html").as_uri())
    page.get_by_role("link", name="The 4-2-6 breath").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("link", name="All practices").click()
    expect(page.get_by_role("link", name="The 4-2-6 breath")).to_be_focused()
    page.get_by_role("link", name="A letter to read in three months").click()
    page.get_by_role("textbox").first.fill("Dear me")
    page.reload()
    expect(page.get_by_role("textbox").first).to_have_value("Dear me")
    assert "Dear me" in saved(page, tmp_path / "letter.txt").read_text("utf-8")


def test_without_scripts_everything_is_there_in_words(trusting: Browser, folder: Path) -> None:
    plain = trusting.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto((folder / "between.html").as_uri())
    expect(page.get_by_text("this browser runs no scripts here")).to_be_visible()
    expect(page.get_by_role("heading", name="All practices in words")).to_be_visible()
    expect(page.get_by_role("heading", name="A pause inside a moment")).to_be_visible()
    plain.close()


VOICES = """(local) => {
  window.heard = [];
  const voice = { name: "Test", lang: "en-GB", localService: local, default: true };
  const device = { getVoices: () => [voice], speak: (said) => heard.push(said.text), pending: false,
    cancel: () => heard.push("hush"), addEventListener() {}, removeEventListener() {} };
  Object.defineProperty(window, "speechSynthesis", { value: device });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def test_a_script_is_read_aloud_line_by_line_and_what_is_ones_own_never(page: Page, folder: Path) -> None:
    page.add_init_script(f"({VOICES})(true)")
    page.clock.install()
    opened(page, (folder / "between.html").as_uri(), "pause")
    page.get_by_role("checkbox", name="Read aloud").check()
    page.get_by_role("button", name="Begin").click()
    lines = page.locator(".kit-sitting-lines li").all_inner_texts()
    page.clock.run_for(2_000)
    assert page.evaluate("heard") == [lines[0]]
    page.clock.run_for(600_000)
    spoken = page.evaluate("heard.filter((one) => one !== 'hush')")
    assert spoken == lines
    page.get_by_role("combobox").first.select_option("phrases")
    page.get_by_role("button", name="Begin").click()
    page.clock.run_for(60_000)
    assert page.evaluate("heard.filter((one) => one !== 'hush')") == lines


def test_a_pause_hushes_the_voice(page: Page, folder: Path) -> None:
    page.add_init_script(f"({VOICES})(true)")
    opened(page, (folder / "between.html").as_uri(), "pause")
    page.get_by_role("checkbox", name="Read aloud").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("heard.at(-1)") == "hush"


def test_where_no_voice_works_without_a_network_nothing_is_offered(page: Page, folder: Path) -> None:
    page.add_init_script(f"({VOICES})(false)")
    opened(page, (folder / "between.html").as_uri(), "pause")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Read aloud")).to_have_count(0)


def test_a_recording_stands_above_its_practice_and_no_other(page: Page, folder: Path, tmp_path: Path) -> None:
    with served(folder / "web", tmp_path / "run") as (address, _):
        opened(page, f"{address}between/", "pause")
        expect(page.locator("audio")).to_have_attribute("src", "recordings/pause.wav")
        assert violations(page) == []
        opened(page, f"{address}between/", "breath")
        expect(page.locator("audio")).to_have_count(0)
