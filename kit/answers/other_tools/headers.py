"""What the header of a column tells: the question in it, a part of that, and whether it is none of people's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.curriculum.reading import folded
from kit.text.spellings import has_address, is_address

_TAG = re.compile(r"<[^<>]{1,80}>")
# "Q3.", "12)", "G1Q2[SQ003]." and "(energy)", as programs put them before a question.
_BEFORE = re.compile(
    r"(?:(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]|[A-Za-z]\w{0,40}(?:\[\w{0,40}\])?\.|\(\w{1,40}\))\s+", re.I
)
_IN_BRACKETS = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_FROM_A_CLOCK = re.compile(rf"{_DAY}(?:[ T]+\d{{1,2}}:\d{{2}}.*)?|\d{{1,2}}:\d{{2}}(?::\d{{2}})?.*")
_ADDRESS_OF_A_COMPUTER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}", re.I)

# What programs write beside the answers, without blanks and signs.
_BESIDE = """
timestamp starttime completiontime endtime startdate enddate recordeddate datesubmitted submitdate datestarted
datelastaction datestamp datecreated datemodified lastmodifiedtime lastpage startlanguage userlanguage language seed
refurl referrerurl ipaddress ip status responsetype progress duration durationinseconds finished totaltime timetaken
distributionchannel recipientlastname recipientfirstname recipientname externaldatareference externalreference
locationlatitude locationlongitude latitude longitude collectorid customdata customdata1 browser version
operatingsystem resolution useragent firstname lastname surname name fullname yourname institution department group
groups idnumber totalpoints quizfeedback score totalscore attempt course zeitstempel startzeit fertigstellungszeit
vorname nachname qrecaptchascore qballotboxstuffing qrelevantidduplicate
"""
_OF_A_RESPONSE = "id responseid respondentid response responsenumber recordid antwortid token"
_CODES = """
participant participantcode participantid code yourcode mycode personalcode yourpersonalcode slip slipcode yourslip
codeonyourslip thecodeonyourslip codeonmyslip
"""
_ADDRESSES = "email emailaddress youremail youremailaddress recipientemail username emailadresse"
_NO_QUESTION = frozenset(f"{_BESIDE} {_OF_A_RESPONSE} {_CODES} {_ADDRESSES}".split())


@dataclass(frozen=True)
class Column:
    """A column: its place from 0, its letter as spreadsheets call it, its question, a part of it, an import id."""

    place: int
    letter: str
    question: str
    part: str = ""
    import_id: str = ""

    @property
    def header(self) -> str:
        """Question and part in one line."""
        return f"{self.question} [{self.part}]" if self.part else self.question

    @property
    def _plain(self) -> str:
        return re.sub(r"[\W_]", "", without_number(self.header).casefold())

    @property
    def is_of_the_tool(self) -> bool:
        """Whether the program wrote it beside the answers, or it says who somebody is: no question is read from it."""
        if self.import_id:
            return not self.import_id.startswith("QID") or "_DO" in self.import_id
        return self._plain in _NO_QUESTION or self.header.startswith(("Points - ", "Feedback - "))

    @property
    def may_be_code(self) -> bool:
        """Whether it is likely to hold the code by which the kit knows a person."""
        return self._plain in _CODES.split()

    @property
    def may_be_address(self) -> bool:
        """Whether it is likely to hold people's e-mail addresses."""
        return self._plain in _ADDRESSES.split() or self.import_id == "recipientEmail"

    @property
    def numbers_a_response(self) -> bool:
        """Whether it is likely to number what was sent, which is another number each time for the same person."""
        return self._plain in _OF_A_RESPONSE.split() or self.import_id == "_recordId"

    def readings(self) -> Iterator[tuple[str, str]]:
        """The ways to read the header as a question and a part of it, as texts are compared."""
        question, part = as_question(self.question), as_question(self.part)
        yield (question, part)
        if part:
            yield (part, "")
            return
        bracketed = _IN_BRACKETS.fullmatch(without_number(self.question))
        if bracketed:
            yield (as_question(bracketed[1]), as_question(bracketed[2]))
            yield (as_question(bracketed[2]), "")
        pieces = self.question.split(" - ")
        for cut in range(len(pieces) - 1, 0, -1):
            before = [piece for piece in pieces[:cut] if folded(piece) != "selected choice"]
            yield (as_question(" - ".join(before)), as_question(" - ".join(pieces[cut:])))
        if len(pieces) > 1:
            yield (as_question(pieces[-1]), "")


def without_number(text: str) -> str:
    """*text* without the number or short name that a program puts before a question."""
    return _BEFORE.sub("", _TAG.sub(" ", text).strip(), count=1)


def as_question(text: str) -> str:
    """*text* as questions are compared: without numbers before it, and signs and blanks behind."""
    return folded(without_number(text)).rstrip(" .,;:?!*")


def spreadsheet_name(place: int) -> str:
    """The letters by which spreadsheets call the column at *place*, from 0 on."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_noted(text: str) -> bool:
    """Whether *text* is the address of a person or a computer, or a point in time, and no words beside."""
    plain = text.strip()
    return bool(is_address(plain) or _ADDRESS_OF_A_COMPUTER.fullmatch(plain) or _FROM_A_CLOCK.fullmatch(plain))


def looks_personal(text: str) -> bool:
    """Whether *text* is such an address or time, or has somebody's address in it."""
    return is_noted(text) or has_address(text)


def are_of_the_tool(cells: Sequence[str]) -> bool:
    """Whether all *cells* are addresses or points in time, which nobody answers to a question of the kit."""
    return bool(cells) and all(looks_personal(cell) for cell in cells)
