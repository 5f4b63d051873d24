"""Nothing by the side door: every output of the kit is made from a cohort full of canaries, and none may sing."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up, backups_in
from kit.answers.bundle_keys import KEY_FILE
from kit.answers.bundles import read_key
from kit.answers.sealing.cohort_key import open_key
from kit.answers.sealing.opening import keys_of, the_key
from kit.answers.sealing.person_keys import FILE as PERSON_KEYS
from kit.answers.sealing.recovery import groups_of
from kit.cli.commands import HOMES
from kit.curriculum.loader import load_curriculum
from kit.curriculum.versions import FILE as VERSION_FILE
from kit.live.http.app import API
from kit.live.http.pages import ROUTES, pages
from kit.results.releases import read_releases
from kit.sending.outbox import Outbox, Submission, new_id
from kit.settings import Cohort, load_cohort, packaged_curriculum
from kit.system.text_search import every_file, holds
from tests.answers.plain import make_plain, opened_answers
from tests.cohorts import small_cohort
from tests.earlier import state_0_1_0
from tests.live.serving import serving

NAMES = ("Kanaria Zwitscherling", "Piepmatz Vogelsang")
TEXT = "=kanarientext, den sonst niemand schreibt"
OWN = "kanarientext aus dem eigenen Rechner"
CODE = "kanariencode-{}"
PASSPHRASE = "kanarien singen nur bei offenem fenster"
FOLDER = "kanarienpfad-4711"
PEOPLE = 9
WEEK = 7  # asks for words for the group

# Every command, and how it is run so that it writes all that it can write.
COMMANDS: dict[str, list[tuple[str, ...]]] = {
    # First of all: the folder is an earlier version's, and its answers are in plain.
    "upgrade": [("upgrade", "--check"), ("upgrade",), ("upgrade", "--undo"), ("upgrade",)],
    "init": [("init", "../another", "--like", "."), ("check",)],
    "dates": [("dates", "--move", "4=2027-03-25 14:00"), ("dates",)],
    "check": [("check", "--repair")],
    "calendar": [("calendar",)],
    "peers": [("peers", "--seed", "1"), ("peers", "--blank")],
    "form": [("form", "7")],
    "guide": [("guide",)],
    "debrief": [("debrief", "1", "--took", "idea 20", "--note", "Fewer words.")],
    "import": [("import", "../answers.csv", "--points-from", "1", "--consent", "on paper, 3 May")],
    "publish": [("publish", "7")],
    "report": [("report", "7")],
    "export": [("export", "--out", "figures.csv"), ("export",), ("export", "--bundle", "mine.bundle", "--agree")],
    "audit": [("audit",), ("audit", "published")],
    "slips": [("slips", "2"), ("slips", "1", "--list"), ("slips", "--cancel")],
    "simulate": [("simulate", "--out", "simulated.csv", "--size", "5")],
    "doctor": [("doctor",)],
    "seal": [("seal", "--sheet", "../recovery.html"), ("seal", "--passphrase"), ("seal",), ("seal", "--no-passphrase")],
    "handover": [
        ("handover", "../drawn.handover", "--to", "Kim Vale", "--reports"),
        ("handover", "--take-back", "--yes"),
        ("handover", "../own.handover", "--to", "Kim Vale", "--own", "--reports"),
        ("handover", "--take-back", "--yes"),
    ],
    "takeover": [("takeover", "../own.handover", "../taken")],
}
# Commands whose output is that of another, or is looked at in a test of its own.
ELSEWHERE = {
    "demo": "report, on a cohort of nobody",
    "lab": "JupyterLab alone",
    "host": "test_what_the_host_sends_to_anybody_else",
    "withdraw": "test_erasure",
    "purge": "test_erasure",
    "join": "tests/sending: what one person's own notebooks send, from their own computer",
    "leave": "tests/sending, as join",
    "takehome": "made of week files and sentences alone, on any computer",
}
# Sheets for peer groups hold the names of a group: they are made to be handed to it.
NAMED = ("peer_groups",)
# The sheet for the safe is the key, and lies where whoever asked for it wants it.
SHEET = "recovery.html"


@dataclass
class Aviary:
    """A cohort full of canaries, what an earlier version kept in plain, and what was printed by every command."""

    root: Path
    top: Path
    earlier: bytes
    printed: str

    @property
    def cohort(self) -> Cohort:
        return load_cohort(self.root)

    @property
    def secrets(self) -> list[bytes]:
        """All keys, as they are used and as they are kept."""
        key = the_key(self.cohort)
        assert key is not None
        kept = [(self.root / "private" / name).read_bytes() for name in ("secret.key", KEY_FILE, PERSON_KEYS)]
        people = [one for who in self.participants() if (one := keys_of(self.cohort, key)[1].of(who))]
        assert len(people) == PEOPLE
        return [*kept, *people, bytes.fromhex(key.text), read_key(self.cohort, key).private_bytes_raw()]

    def participants(self) -> list[str]:
        with open_store(self.cohort, weeks=load_curriculum(self.root / "curriculum")) as store:
            return sorted(store.participants())

    @property
    def groups(self) -> list[str]:
        """The cohort's key as it stands on the sheet."""
        key = the_key(self.cohort)
        assert key is not None
        return groups_of(key.text)

    @property
    def passphrase(self) -> str:
        """The one that was drawn for a file, and shown to whoever sat there."""
        found = re.search(r"^ {4}([a-z]+(?: [a-z]+){6})$", self.printed, re.MULTILINE)
        assert found is not None
        return found[1]

    def canaries(self, *, names: bool = True, paths: bool = True) -> list[str]:
        weeks = load_curriculum(self.root / "curriculum")
        with open_store(self.cohort, weeks=weeks) as store, store.reading() as connection:
            ids = connection.exec_driver_sql("SELECT id FROM submissions").scalars().all()
        shown = [form for one in self.secrets for form in (one.hex(), base64.b64encode(one).decode())]
        shown += ["".join(self.groups), " ".join(self.groups[:3])]
        codes = [CODE.format(number) for number in range(PEOPLE)]
        found = [TEXT, OWN, PASSPHRASE, *codes, *ids, *self.participants(), *shown]
        return found + (list(NAMES) if names else []) + ([FOLDER] if paths else [])


# One process for one command after the other: to start costs more than to run.
ONE_BY_ONE = """
import getpass, json, sys
getpass.getpass = lambda *_, **__: input()  # what is typed comes from here, also where a terminal is
from kit.cli import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["kit", *arguments]
    try:
        main()
    except SystemExit as stop:
        if stop.code:
            sys.exit(f"{arguments}: {stop}")
"""


def run(several: Iterable[tuple[str, ...]], root: Path, top: Path) -> str:
    """What *several* commands print that are given in the folder *root*."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KIT_")}
    environment |= {"KIT_OUTBOX": str(top / "outbox"), "KIT_DEBUG": "1", "PYTHONWARNINGS": "ignore"}
    environment |= {"KIT_KEYS": os.environ["KIT_KEYS"], "KIT_PASSPHRASE_FILE": str(top / "passphrase.txt")}
    command = [sys.executable, "-c", ONE_BY_ONE, json.dumps(list(several))]
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        input=f"{PASSPHRASE}\n" * 3,  # twice for a file, and once to open it
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def rows() -> Iterator[str]:
    yield "participant,week,exercise,item,answer"
    week = load_curriculum(packaged_curriculum())[WEEK]
    text = next((exercise, item) for exercise, item in week.group_items() if item.form == "text")
    rating = next((exercise, item) for exercise, item in week.group_items() if item.form == "one")
    for number in range(PEOPLE):
        yield f'{CODE.format(number)},{WEEK},{text[0].id},{text[1].id},"{TEXT}"'
        yield f"{CODE.format(number)},{WEEK},{rating[0].id},{rating[1].id},1"


@pytest.fixture(scope="module")
def aviary(tmp_path_factory) -> Aviary:
    top = tmp_path_factory.mktemp("side-door")
    root = top / FOLDER
    (top / "passphrase.txt").write_text(f"{PASSPHRASE}\n", "utf-8")
    run([("init", str(root), "--slug", "spring", "--first-session", "2027-03-02", "--time", "14:00")], top, top)
    roster = "".join(f"{name},\n" for name in (*NAMES, "Ada Lerche", "Ben Specht"))
    (root / "private" / "roster.csv").write_text(f"name,apart_from\n{roster}", "utf-8")
    (top / "answers.csv").write_text("\n".join(rows()) + "\n", "utf-8")
    week = load_curriculum(packaged_curriculum())[WEEK]
    exercise, item = next(pair for pair in week.group_items() if pair[1].form == "text")
    mine = Submission(id=new_id(), cohort="spring", week=WEEK, exercise=exercise.id, answers={item.id: OWN})
    with open_store(load_cohort(root), weeks=load_curriculum(packaged_curriculum())) as store:
        theirs = Submission(id=new_id(), cohort="spring", week=WEEK, exercise=exercise.id, answers={item.id: TEXT})
        store.record(theirs, store.participant(CODE.format(0)), consent="on the page", source="live")
    Outbox(top / "outbox" / load_cohort(root).identity).put(mine)
    earlier = as_of_an_earlier_version(root, tmp_path_factory.mktemp("earlier"))
    printed = run([arguments for several in COMMANDS.values() for arguments in several], root, top)
    return Aviary(root=root, top=top, earlier=earlier, printed=printed)


def as_of_an_earlier_version(root: Path, place: Path) -> bytes:
    """Make the folder one of an earlier version, with its answers and its keys in plain; its database."""
    cohort, earlier = load_cohort(root), state_0_1_0(place).cohort
    key = open_key(cohort)
    assert key is not None
    bundles = read_key(cohort, key).private_bytes_raw()
    make_plain(cohort)
    (cohort.private / KEY_FILE).write_bytes(bundles)
    for folder in ("notebooks", "facilitator_guide"):
        shutil.copytree(earlier / folder, root / folder, dirs_exist_ok=True)
    (root / VERSION_FILE).unlink()
    return (cohort.private / "answers.db").read_bytes()


def outputs(aviary: Aviary) -> list[Path]:
    """Every file that any command wrote outside the private folder and the own outbox."""
    folders = [aviary.root, aviary.top / "another", aviary.top / "taken"]
    kept = (aviary.top / "outbox", *(folder / "private" for folder in folders))
    inputs = {aviary.top / name for name in ("answers.csv", "passphrase.txt", SHEET)}
    return [
        path
        for path in every_file([aviary.top])
        if path not in inputs and not any(path.is_relative_to(one) for one in kept)
    ]


def test_every_command_is_looked_at():
    known = set(HOMES)
    assert set(COMMANDS) | set(ELSEWHERE) == known, "say in COMMANDS how a new command writes all that it can write"
    assert not set(COMMANDS) & set(ELSEWHERE)


def test_the_outputs_are_all_there_and_the_search_would_find_a_canary(aviary):
    kinds = {path.suffix for path in outputs(aviary)}
    assert {".html", ".ipynb", ".csv", ".json", ".ics", ".bundle", ".yaml", ".pub", ".handover", ".txt"} <= kinds
    assert read_releases(aviary.root / "published").releases
    assert list((aviary.root / "upgrades").rglob("*.ipynb"))
    assert list((aviary.top / "taken" / "reports").rglob("*.html"))
    # As an earlier version kept it, and where somebody's own it is plain today, too.
    assert holds(aviary.earlier, [TEXT])
    assert holds((aviary.top / "answers.csv").read_bytes(), [CODE.format(0)])
    assert any(holds(path.read_bytes(), [OWN]) for path in every_file([aviary.top / "outbox"]))
    assert holds((aviary.root / "private" / "roster.csv").read_bytes(), NAMES)
    sheet = (aviary.top / SHEET).read_bytes()
    assert all(holds(sheet, [group]) for group in aviary.groups)
    for place in (aviary.root, aviary.top / "taken"):
        assert holds(opened_answers(load_cohort(place)), [TEXT])


def test_no_private_folder_holds_what_anybody_said_in_plain(aviary):
    private = every_file([aviary.root / "private", aviary.top / "taken" / "private"])
    assert len({path for path in private if path.name == "answers.db"}) == 2
    assert any(path.parent.name == "backups" for path in private)
    said = [TEXT, OWN, PASSPHRASE, aviary.passphrase]
    assert [path.name for path in private if holds(path.read_bytes(), said)] == []


def test_no_file_of_any_command_holds_a_name_a_text_a_code_a_path_or_a_secret(aviary):
    secrets, drawn = aviary.secrets, [aviary.passphrase]
    everything, unnamed = aviary.canaries() + drawn, aviary.canaries(names=False) + drawn
    found = [
        str(path.relative_to(aviary.top))
        for path in outputs(aviary)
        if holds(path.read_bytes(), unnamed if NAMED[0] in path.parts else everything)
        or any(secret in path.read_bytes() for secret in secrets)
    ]
    assert found == []


def test_nothing_that_is_printed_tells_of_a_person(aviary):
    # A path is told to whoever sits at the keyboard, and so are the names in the groups that are drawn.
    assert not holds(aviary.printed.encode(), aviary.canaries(names=False, paths=False))


def test_names_of_files_and_of_backups_tell_nothing(aviary):
    with open_store(load_cohort(aviary.root), weeks=load_curriculum(aviary.root / "curriculum")):
        back_up(aviary.root / "private")
    assert backups_in(aviary.root / "private")
    names = [path.name for path in every_file([aviary.top])]
    assert not holds("\n".join(names).encode(), aviary.canaries(paths=False))


@pytest.fixture
def served(tmp_path):
    with serving(small_cohort(tmp_path / FOLDER, names=NAMES).root, pages=pages) as running:
        running.open()
        yield running


def test_what_the_host_sends_to_anybody_else(served):
    canary = served.joined()
    assert canary.put({"energy": 3, "note": TEXT}).status == 201
    for _ in range(7):
        served.joined().put({"energy": 8})
    served.reveal()
    store = served.host.store
    secret = (store.cohort.private / "secret.key").read_bytes()
    (token,) = canary.cookies.values()
    mine = canary.ask("GET", "/api/mine/export").json["participant"]
    wanted = [TEXT, *NAMES, FOLDER, token, mine, secret.hex(), *store.participants(), served.session.token]
    screen = served.device()
    screen.ask(
        "POST", "/api/screen", {"ticket": served.facilitator().ask("POST", "/api/facilitator/screen").json["ticket"]}
    )
    askers = {"stranger": served.device(), "other": served.joined(), "screen": screen, "lead": served.facilitator()}
    routes = [path for path, *_ in [*API, *ROUTES] if not path.endswith("/events")]
    statuses = set()
    for who, client in askers.items():
        for route in routes:
            path = route.replace("([0-9a-f-]{36})", str(uuid.uuid4())).replace("\\", "").partition("(")[0]
            reply = client.ask("GET", path)
            statuses.add(reply.status)
            told = [one for one in wanted if not (one in NAMES and who == "lead" and path.endswith("/roster"))]
            assert not holds(reply.body, told), (who, path)
            assert not holds(repr(reply.headers).encode(), told), (who, path)
    assert {200, 401, 405} <= statuses


def test_no_log_of_the_host_holds_an_answer_a_code_or_a_token_at_any_level(served, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    client, id = served.joined(), str(uuid.uuid4())
    assert client.put({"note": TEXT}).status == 201

    def raising(self, answer):
        raise RuntimeError(f"{answer!r} does not fit {self!r}")

    with monkeypatch.context() as patch:
        patch.setattr("kit.curriculum.items.Text.check", raising)
        for reply in (client.put({"note": TEXT}, id=id), client.put({"note": TEXT}, revision=2)):
            assert reply.status == 500
            assert TEXT not in reply.body.decode()
    with monkeypatch.context() as patch:
        patch.setattr("kit.live.own.own_submissions", lambda *_: raising(1, TEXT))
        assert client.ask("GET", "/api/mine/export").status == 500
    served.do(lambda: logging.getLogger("sqlalchemy").setLevel(logging.DEBUG))
    client.put({"note": TEXT}, revision=3)
    served.do(lambda: logging.getLogger("sqlalchemy").setLevel(logging.NOTSET))
    assert "RuntimeError" in caplog.text
    secrets = [TEXT, served.session.token, served.session.code, served.host.room.code, *client.cookies.values()]
    assert not holds(caplog.text.encode(), secrets)


FAULTY = """
import logging, sys
logging.basicConfig(level=logging.DEBUG)
from kit.answers import tables
def raising(item, answer, first):
    try:
        raise KeyError(answer)
    except KeyError as error:
        raise RuntimeError(f"{answer} does not fit") from error
tables._read = raising
from kit.cli import main
main()
"""


def test_a_fault_inside_a_command_shows_where_it_was_and_not_what_was_said(aviary):
    environment = {**os.environ, "KIT_DEBUG": "1"}
    command = [sys.executable, "-c", FAULTY, "import", "../answers.csv", "--consent", "on paper"]
    done = subprocess.run(
        command, cwd=aviary.root, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 1
    assert "RuntimeError, at:" in done.stderr
    assert "KeyError, at:" in done.stderr
    assert "importing.py" in done.stderr
    assert not holds((done.stdout + done.stderr).encode(), [TEXT, *(CODE.format(number) for number in range(PEOPLE))])
