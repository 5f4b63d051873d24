import asyncio
import contextlib
import signal
import tempfile
from pathlib import Path

import pytest

from kit.errors import HostError, UnknownName
from kit.simulate import rehearsal
from kit.simulate.device import Tally
from kit.simulate.rehearsal import Plan, Started, rehearse
from tests.cohorts import small_cohort
from tests.live.serving import serving
from tests.simulate.pace import HURRY

PLAN = Plan(week=1, people=10, seed=8, pace=HURRY)


@pytest.fixture
def cohort(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return small_cohort(tmp_path / "spring", size=4, policy={"minimum": 6}, names=None)


class Hosting:
    """Starts a host as the command line would, and remembers what it saw of the folder."""

    def __init__(self, code=None):
        self.root, self.was_private, self.answers, self.policy = Path(), False, 0, {}
        self._code = code

    @contextlib.contextmanager
    def __call__(self, copy):
        self.root, self.policy = copy.root, copy.policy
        self.was_private = copy.root.parent.stat().st_mode & 0o077 == 0
        with serving(copy.root) as served:
            address = f"http://127.0.0.1:{served.port}"
            yield Started(address=address, code=self._code or served.session.code, key=served.session.token)
            self.answers = len(served.host.store.contributions(1, "check-in", "energy"))


def everything(folder):
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*"))


def test_a_rehearsal_is_a_whole_session_and_its_folder_is_gone(cohort):
    before, hosting, told = everything(cohort.root), Hosting(), []
    done = rehearse(cohort, PLAN, hosting, tell=told.append)
    assert done.tally.joined == 10
    assert hosting.answers >= 6
    assert hosting.was_private
    assert (done.opened, done.outcomes["published"]) == (1, 4)
    assert told == ["Open: Check in", "Revealed: Check in"]
    assert done.folder == hosting.root
    assert not hosting.root.parent.exists()
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert everything(cohort.root) == before
    assert done.sentence.endswith("The rehearsal's folder and everything in it is gone.")


def test_a_rehearsal_keeps_to_the_cohorts_stricter_policy(cohort):
    hosting = Hosting()
    rehearse(cohort, PLAN, hosting)
    assert hosting.policy == {"minimum": 6}


def test_a_rehearsal_that_fails_leaves_nothing_behind(cohort):
    hosting = Hosting(code="WRONGCDE")
    with pytest.raises(HostError, match="isn't the code"):
        rehearse(cohort, PLAN, hosting)
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


def test_a_host_that_does_not_start_leaves_nothing_behind(cohort):
    @contextlib.contextmanager
    def broken(_):
        raise HostError("no")
        yield

    with pytest.raises(HostError, match="no"):
        rehearse(cohort, PLAN, broken)
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


def test_an_interrupt_leaves_nothing_behind(cohort):
    @contextlib.contextmanager
    def interrupted(_):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        rehearse(cohort, PLAN, interrupted)
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


def test_a_week_that_does_not_exist_is_told_before_anything_is_made(cohort):
    with pytest.raises(UnknownName, match="no week 9"):
        rehearse(cohort, Plan(week=9), Hosting())


def test_without_a_driver_the_facilitator_opens_and_reveals(cohort):
    told = []

    @contextlib.contextmanager
    def hosting(copy):
        with serving(copy.root) as served:
            served.open()
            yield Started(address=f"http://127.0.0.1:{served.port}", code=served.session.code, key=served.session.token)

    def tell(sentence):
        told.append(sentence)
        asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGINT)

    plan = Plan(week=1, people=3, seed=8, pace=HURRY, driven=False)
    done = rehearse(cohort, plan, hosting, tell=tell)
    assert (done.tally.joined, done.opened) == (3, 0)
    assert told == ["The simulated people are done. Look around as long as you like, then press Ctrl-C."]
    assert "revealed" not in done.sentence


def test_whoever_ends_a_rehearsal_early_is_not_told_to_press_the_key_again(cohort, monkeypatch):
    async def visit(*_, stop, **__):
        stop.set()
        return Tally()

    monkeypatch.setattr(rehearsal, "visit", visit)
    told = []
    rehearse(cohort, Plan(week=1, people=3, driven=False), Hosting(), tell=told.append)
    assert told == []
