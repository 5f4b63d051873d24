"""One host with 300 simulated participants, and 30 of its pages against 30 of stock Voila, on this machine."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from statistics import median

import psutil
import pytest

from kit.curriculum.loader import load_curriculum
from kit.new_cohort import make_cohort
from kit.settings import content_root, packaged_curriculum
from kit.simulate.cohort import simulate
from tests.benchmarks.live_load import REPO, Device, at, hosting, new_times, part, table
from tests.processes import free_port, started

pytestmark = pytest.mark.bench

PEOPLE, WEEK = 300, 5
PAGES = 30
ROUNDS = 20


def plans():
    """By exercise what each of 300 people answers in week 5: five exercises each."""
    week = load_curriculum(packaged_curriculum())[WEEK]
    found = simulate({WEEK: week}, seed=3, size=PEOPLE, planted=None, all_come=True)
    exercises = [one.id for one in week.exercises if one.group_items]
    assert len(exercises) == 5
    # A text is taken only from whoever has looked at it on a page, and these devices have none.
    texts = {item.id for exercise in week.exercises for item in exercise.group_items if item.form == "text"}
    said = {
        (sending.participant, sending.exercise): {
            item: answer for item, answer in dict(sending.answers).items() if item not in texts
        }
        for sending in found.sendings
    }
    return [[(one, said.get((person.label, one), {})) for one in exercises] for person in found.people]


async def one_person(running, plan, begin, comes, between, times):
    device = Device(running.port, times)
    try:
        await at(begin, comes)
        await device.come(running.code)
        await device.listen("/api/events", lambda _: ())
        for number, (exercise, answers) in enumerate(plan, start=1):
            await at(begin, comes + number * between)
            await device.answer(WEEK, exercise, answers)
        await at(begin, comes + 6 * between)
    finally:
        await device.leave()


async def everybody(running, arriving, between):
    times, todo = new_times(), plans()
    for exercise, _ in todo[0]:
        await asyncio.to_thread(running.client.open, WEEK, exercise)
    warm = Device(running.port, new_times())
    await warm.come(running.code)
    await warm.leave()
    begin = asyncio.get_running_loop().time()
    coming = [
        one_person(running, plan, begin, arriving * number / PEOPLE, between, times) for number, plan in enumerate(todo)
    ]
    await asyncio.gather(*coming)
    return times, asyncio.get_running_loop().time() - begin


@pytest.mark.parametrize(
    ("name", "rounds", "arriving", "between", "most"),
    [("spread over a minute", 1, 42, 3, 50), ("all within five seconds", 3, 3.5, 0.2, 200)],
    ids=["minute", "burst"],
)
def test_300_people_on_one_host(tmp_path, capsys, name, rounds, arriving, between, most):
    found = []
    for number in range(rounds):
        cohort = make_cohort(tmp_path / f"bench-{number}", size=PEOPLE + 1)
        with hosting(cohort.root, WEEK) as running:
            times, seconds = asyncio.run(everybody(running, arriving, between))
            memory = running.memory
        file = sqlite3.connect(cohort.private / "answers.db")
        with contextlib.closing(file):
            assert file.execute("SELECT count(*) FROM submissions").fetchone() == (5 * PEOPLE,)
        found.append(times)
        with capsys.disabled():
            print(
                f"\n300 people with event streams, {name} ({seconds:.0f} s), {os.cpu_count()} cores, client beside it"
            )
            print(table(times))
            print(
                f"  the host: at most {memory.host:.0f} MB ({memory.own:.0f} MB its own), {memory.seconds:.1f} s of a "
                f"core; with the command that started it {memory.whole:.0f} MB, shared pages counted once"
            )
        assert memory.host < 100
    for kind in ("join", "page", "state", "submission"):
        assert median(part(times[kind], 0.95) for times in found) < most, kind


def many_exercises(folder):
    """A week with nothing but small exercises, so that there is something to reveal many times."""
    item = '{kind: rating, share: group, prompt: "How much?", low: none, high: plenty}'
    exercises = "".join(
        f"      e-{number}:\n        title: Exercise {number}\n        items:\n          much: {item}\n"
        for number in range(ROUNDS)
    )
    (folder / "week_01.yaml").write_text(SMALL.format(exercises=exercises), "utf-8")


SMALL = """\
number: 1
title: Many exercises
lead: Enough to measure with.
aims: [measure]
session_minutes: 30
safety: You can stop at any time.
home_practice: [rest a little]
cut_order: [all]
blocks:
  all:
    title: All
    minutes: {{min: 3, target: 30, max: 30}}
    elements: [E01]
    facilitator: {{say: [Look.], do: [Point.], watch_for: [Silence.], if_it_goes_wrong: [Wait.]}}
    exercises:
{exercises}"""


def released(state):
    """A page that gets results with its event need not ask for them."""
    brought = [f"results {number}" for number in state["released"]] if state.get("results") else []
    return [f"released {number}" for number in state["released"]] + brought


def progress(state):
    return [f"{exercise} {word}" for exercise, word in state.get("progress", {}).items()]


async def revealing(running):
    """Seconds from the acknowledgement of the fifth answer to its progress, and from reveal to each stream and page."""
    people = [Device(running.port, new_times()) for _ in range(PEOPLE)]
    boss = Device(running.port, new_times())
    acknowledged, streams, fetched = [], [], []
    try:
        for first in range(0, PEOPLE, 20):
            await asyncio.gather(*(one.come(running.code) for one in people[first : first + 20]))
            await asyncio.gather(*(one.listen("/api/events", released) for one in people[first : first + 20]))
        await boss.listen("/api/facilitator/events", progress, running.client.key)
        for number in range(ROUNDS):
            exercise = f"e-{number}"
            await asyncio.to_thread(running.client.open, 1, exercise)
            for one in people[5 * number : 5 * number + 5]:
                await asyncio.sleep(0.07)
                last = await one.answer(1, exercise, {"much": number % 11})
            acknowledged.append(await boss.heard(f"{exercise} k or more") - last)
            begin = time.perf_counter()
            showing = asyncio.gather(*(shown(one, number + 1) for one in people))
            await asyncio.to_thread(running.client.reveal, 1, exercise)
            for heard, fetched_at in await showing:
                streams.append(heard - begin)
                fetched.append(fetched_at - begin)
            await asyncio.sleep(0.3)
        return acknowledged, streams, fetched
    finally:
        await asyncio.gather(*(one.leave() for one in [*people, boss]))


async def shown(device, number):
    """When a page heard of the release with this number, and when it had what there is to show, as pages do."""
    heard = await device.heard(f"released {number}")
    if f"results {number}" in device.news:
        return heard, device.news[f"results {number}"]
    assert (await device.ask("results", "GET", "/week/results"))[0] == 200
    return heard, time.perf_counter()


def test_an_answer_reaches_the_facilitator_and_a_reveal_everybody(tmp_path, capsys):
    cohort = make_cohort(tmp_path / "bench", size=PEOPLE)
    for path in cohort.curriculum.glob("week_*.yaml"):
        path.unlink()
    many_exercises(cohort.curriculum)
    with hosting(cohort.root, 1) as running:
        acknowledged, streams, fetched = asyncio.run(revealing(running))
    times = {"to progress": acknowledged, "to streams": streams, "to pages": fetched}
    with capsys.disabled():
        print(
            f"\nSubmission acknowledged to progress; reveal pressed to each of {PEOPLE} streams, and to each of "
            f"{PEOPLE} pages that then have the results"
        )
        print(table(times))
    assert part(streams, 0.95) < 150
    assert part(acknowledged, 0.95) < 150
    assert part(fetched, 0.95) < 150


@contextlib.contextmanager
def voila(root):
    """Stock Voila on the week's notebook, warm: it has shown one page."""
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(REPO), "JUPYTER_PREFER_ENV_PATH": "1"}
    command = [sys.executable, "-m", "voila", str(root / "notebooks" / f"week_{WEEK:02d}.ipynb"), "--no-browser"]
    command += [f"--port={port}", "--Voila.ip=127.0.0.1", "--Voila.log_level=ERROR"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with started(command, deadline=1800, env=environment, cwd=root, **quiet) as process:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            asyncio.run(voila_page(port))
            yield port, psutil.Process(process.pid)
        finally:
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
            process.terminate()


async def voila_page(port):
    """A page with its notebook run, as HTML; a browser would still have to load widgets and connect."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    page = await asyncio.wait_for(reader.read(), 200)
    writer.close()
    assert page.startswith(b"HTTP/1.1 200") and b"</html>" in page, page[:200]


async def our_page(running):
    """Joining, the page, and every script and style it asks for."""
    device = Device(running.port, new_times())
    try:
        await device.come(running.code)
        page = (await device.ask("page", "GET", "/week"))[1].decode()
        for path in sorted(set(re.findall(r"""["'(](/static/[^"')]+)""", page))):
            assert (await device.ask("file", "GET", path))[0] == 200
    finally:
        await device.leave()


def seconds_for(pages):
    async def all_of_them():
        begin = time.perf_counter()
        await asyncio.gather(*pages())
        return time.perf_counter() - begin

    return asyncio.run(all_of_them())


def test_30_pages_are_ready_at_least_50_times_sooner_than_30_of_voila(tmp_path, capsys):
    pytest.importorskip("voila", reason="Voila stands in the development lock only")
    cohort = make_cohort(tmp_path / "bench", size=PAGES + 1)
    with hosting(cohort.root, WEEK) as running:
        asyncio.run(our_page(running))
        ours = seconds_for(lambda: [our_page(running) for _ in range(PAGES)])
        memory = running.memory.host
    shutil.copytree(content_root() / "data" / "sample_cohort" / "published", cohort.published, dirs_exist_ok=True)
    with voila(cohort.root) as (port, server):
        theirs = seconds_for(lambda: [voila_page(port) for _ in range(PAGES)])
        used = sum(one.memory_info().rss for one in [server, *server.children(recursive=True)]) / 1e6
    with capsys.disabled():
        print(
            f"\n{PAGES} pages ready: {ours:.2f} s ({memory:.0f} MB); Voila, without what its browser still does: "
            f"{theirs:.1f} s ({used:.0f} MB); {theirs / ours:.0f} times sooner"
        )
    assert theirs / ours >= 50
