import base64
import json
import os
import re
import struct
import zipfile
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kit.errors import ImportRefused, OutboxError
from kit.sending import sealed as module
from kit.sending.sealed import (
    Bundle,
    device_code,
    is_bundle,
    newest_of,
    open_sealed,
    public_text,
    read_public,
    read_sealed,
    seal,
)
from kit.sending.submissions import Submission, new_id
from tests.refused import refused

CANARY = "Kanarienvogel singt"
KEY = X25519PrivateKey.generate()
PUBLIC = KEY.public_key()
DEVICE = "b-01234-56789-abcde-fghjk"


def said(answers=None, *, week=3, exercise="check-in", revision=1, id=None, cohort="spring") -> Submission:
    answers = {"energy": 7} if answers is None else answers
    return Submission(
        id=id or new_id(), cohort=cohort, week=week, exercise=exercise, answers=answers, revision=revision
    )


def bundle(*submissions, cohort="spring", agreed=True, participant=DEVICE) -> Bundle:
    return Bundle(cohort=cohort, participant=participant, agreed=agreed, submissions=submissions)


def opened(data, *, slug="spring", key=KEY):
    return open_sealed(data, key, slug, name="a.bundle")


def forged(plain: bytes, *, slug="spring", key=PUBLIC, padded=False) -> bytes:
    """A well sealed file of any content, as somebody would make it who knows the format and means harm."""
    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    header = module._MAGIC + slug.encode() + b"\n" + ephemeral
    cipher, nonce = module._cipher(once.exchange(key), ephemeral, key)
    if not padded:
        plain = (plain + b"\x80").ljust(next(size for size in module.SIZES if len(plain) < size), b"\0")
    return header + cipher.encrypt(nonce, plain, header)


def inside(**changed) -> dict:
    row = {"id": new_id(), "cohort": "spring", "week": 3, "exercise": "check-in", "answers": {"a": 1}, "revision": 1}
    return {"cohort": "spring", "participant": DEVICE, "agreed": True, "submissions": [row], **changed}


def test_what_was_sealed_comes_out_as_it_went_in():
    made = bundle(said({"words": CANARY, "energy": 3, "hopes": ["rest", "people"]}), said(week=1))
    assert opened(seal(made, PUBLIC)) == made


def test_nothing_in_the_file_can_be_read_but_the_cohort():
    made = bundle(said({"words": CANARY, "heartfelt-answer": "wayfaring"}, exercise="tender-hearts"))
    data = seal(made, PUBLIC)
    texts = [CANARY, "heartfelt-answer", "wayfaring", "tender-hearts", DEVICE, made.submissions[0].id, "submissions"]
    plain = [text.encode() for text in texts]
    for form in (data, data[::-1], base64.b64encode(data)):
        assert not any(one in form or base64.b64encode(one)[:-4] in form for one in plain)
    assert re.findall(rb"[ -~\n]{12,}", data)[0].startswith(b"kit-bundle 1 spring\n")
    assert not re.findall(rb"[a-z -]{14,}", data[len(b"kit-bundle 1 spring\n") :])


def test_one_exercise_and_a_whole_course_have_the_same_length():
    small = seal(bundle(said({})), PUBLIC)
    course = seal(bundle(*(said(week=week, exercise=f"e-{n}") for week in range(9) for n in range(9))), PUBLIC)
    assert len(small) == len(course)


def test_the_same_answers_never_give_the_same_bytes():
    made = bundle(said())
    assert seal(made, PUBLIC)[40:72] != seal(made, PUBLIC)[40:72]


def test_more_than_fits_is_refused_when_it_is_made():
    with refused(OutboxError, match="more on this computer than one bundle"):
        seal(bundle(*(said(exercise=f"e-{n}") for n in range(module.MOST_SUBMISSIONS + 1))), PUBLIC)
    with refused(OutboxError, match="more on this computer than one bundle"):
        seal(bundle(said({"words": "x" * module.SIZES[-1]})), PUBLIC)


@pytest.mark.parametrize("place", [0, 5, 14, 21, 60, 5000, -1])
def test_an_edit_of_any_byte_is_refused(place):
    data = bytearray(seal(bundle(said({"words": CANARY})), PUBLIC))
    data[place] ^= 1
    with pytest.raises(ImportRefused) as refused:
        opened(bytes(data))
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("length", [0, 3, 19, 40, 52, 60, 65_000, -1])
def test_a_file_cut_short_is_refused(length):
    with pytest.raises(ImportRefused, match=r"no bundle|cut short"):
        opened(seal(bundle(said()), PUBLIC)[:length])


def test_a_file_with_something_added_is_refused():
    with pytest.raises(ImportRefused, match="something was added"):
        opened(seal(bundle(said()), PUBLIC) + b"\0")


def test_two_bundles_cannot_be_spliced():
    one, other = seal(bundle(said()), PUBLIC), seal(bundle(said()), PUBLIC)
    with pytest.raises(ImportRefused, match="was changed"):
        opened(one[:60] + other[60:])


def test_a_bundle_of_another_cohort_is_named():
    data = seal(bundle(said(cohort="autumn"), cohort="autumn"), PUBLIC)
    with pytest.raises(ImportRefused, match="is for the cohort autumn and this is spring"):
        opened(data)
    with pytest.raises(ImportRefused, match="was changed"):
        opened(data.replace(b"autumn\n", b"spring\n", 1))


def test_another_key_opens_nothing():
    with pytest.raises(ImportRefused, match="sealed with another key"):
        opened(seal(bundle(said()), PUBLIC), key=X25519PrivateKey.generate())


def test_a_key_that_leads_nowhere_is_refused():
    sealed = seal(bundle(said()), PUBLIC)
    start = sealed.index(b"\n") + 1
    with pytest.raises(ImportRefused, match="was changed"):
        opened(sealed[:start] + bytes(32) + sealed[start + 32 :])


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b"NaN",
        b"9" * 60_000,
        json.dumps([inside()]).encode(),
        json.dumps({**inside(), "more": 1}).encode(),
        json.dumps(inside(participant="live:somebody")).encode(),
        json.dumps(inside(participant=["b"])).encode(),
        json.dumps(inside(agreed=1)).encode(),
        json.dumps(inside(cohort="autumn")).encode(),
        json.dumps(inside(submissions={})).encode(),
        json.dumps(inside(submissions=[[]])).encode(),
        json.dumps(inside(submissions=[{**inside()["submissions"][0], "id": "../../etc/passwd"}])).encode(),
        json.dumps(inside(submissions=[{**inside()["submissions"][0], "cohort": "autumn"}])).encode(),
        json.dumps(inside(submissions=[{**inside()["submissions"][0], "answers": {"a": {"b": [[1]]}}}])).encode(),
        json.dumps(inside(submissions=[{**inside()["submissions"][0], "answers": {"a": float("nan")}}])).encode(),
        json.dumps(inside(submissions=inside()["submissions"] * 2)).encode(),
        json.dumps(inside()).replace('"week": 3', '"week": 3, "week": 4').encode(),
    ],
    ids=range(21),
)
def test_a_well_sealed_file_of_anything_else_is_refused(plain):
    with pytest.raises(ImportRefused, match="wasn't made by the kit"):
        opened(forged(plain))


def test_too_many_submissions_are_refused():
    row = inside()["submissions"][0]
    rows = [{**row, "id": new_id()} for _ in range(module.MOST_SUBMISSIONS + 1)]
    with pytest.raises(ImportRefused, match="wasn't made by the kit"):
        opened(forged(json.dumps(inside(submissions=rows)).encode()))


def test_a_filling_that_is_not_zeros_is_refused():
    plain = json.dumps(inside()).encode()
    assert opened(forged(plain))
    hidden = (plain + b"\x80").ljust(module.SIZES[0] - 7, b"\0") + b"secret\0"
    assert len(hidden) == module.SIZES[0]
    with pytest.raises(ImportRefused, match="wasn't made by the kit"):
        opened(forged(hidden, padded=True))


def test_archives_of_other_kinds_are_no_bundles(tmp_path):
    path = tmp_path / "a.bundle"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../answers.db", "x")
    assert not is_bundle(path)
    with pytest.raises(ImportRefused, match="this is no bundle"):
        opened(read_sealed(path))


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path):
    path = tmp_path / "huge.bundle"
    with path.open("wb") as file:
        file.write(b"kit-bundle 1 spring\n")
        file.truncate(1 << 40 if os.name != "nt" else 1 << 24)
    with pytest.raises(ImportRefused, match="larger than any bundle"):
        read_sealed(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_does_not_hold_up_an_import(tmp_path):
    os.mkfifo(tmp_path / "pipe.bundle")
    with pytest.raises(ImportRefused, match="no ordinary file"):
        read_sealed(tmp_path / "pipe.bundle")


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path, tmp_path / "none.bundle"):
        with pytest.raises(ImportRefused, match="there is no such file"):
            read_sealed(path)


def test_a_device_keeps_its_code_for_its_owner_alone(tmp_path):
    code = device_code(tmp_path / "outbox")
    assert device_code(tmp_path / "outbox") == code
    assert device_code(tmp_path / "another") != code
    assert opened(seal(bundle(said(), participant=code), PUBLIC)).participant == code
    if os.name != "nt":
        assert (tmp_path / "outbox" / "device.code").stat().st_mode & 0o777 == 0o600


def test_a_code_that_was_edited_is_refused(tmp_path):
    for text in (b"anna\n", b"", struct.pack("3B", 255, 254, 0)):
        (tmp_path / "device.code").write_bytes(text)
        with refused(OutboxError, match=r"device\.code: (this code was changed|can't be read)"):
            device_code(tmp_path)


def test_only_the_newest_submission_of_an_exercise_goes_along():
    early, late, other = said(revision=1), said({}, revision=2), said(week=4)
    assert newest_of([early, other, late]) == (late, other)
    assert newest_of([late, early]) == (late,)
    assert newest_of([early, replace(early, id=new_id())])[0] != early


def test_the_public_key_travels_as_text(tmp_path):
    (tmp_path / "cohort.pub").write_text(public_text("spring", PUBLIC))
    assert read_public(tmp_path, "spring").public_bytes_raw() == PUBLIC.public_bytes_raw()


def test_without_a_public_key_a_sentence_says_what_to_do(tmp_path):
    with refused(OutboxError, match=r"ask your facilitator for the file cohort\.pub"):
        read_public(tmp_path, "spring")


@pytest.mark.parametrize("text", ["", "kit-public-key 1 spring ", "kit-public-key 1 spring AAAA", "\u00e9", "x" * 99])
def test_a_public_key_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "cohort.pub").write_text(text, "utf-8")
    with refused(OutboxError, match="ask your facilitator"):
        read_public(tmp_path, "spring")


def test_the_public_key_of_another_cohort_is_refused(tmp_path):
    (tmp_path / "cohort.pub").write_text(public_text("autumn", PUBLIC))
    with refused(OutboxError, match="isn't the key of the cohort spring"):
        read_public(tmp_path, "spring")


def test_the_notice_travels_along_and_older_bundles_name_none():
    made = replace(bundle(said()), notice="0123456789abcdef")
    assert opened(seal(made, PUBLIC)) == made
    assert opened(forged(json.dumps(inside()).encode())).notice == ""


@pytest.mark.parametrize("notice", [7, None, "x" * 16, "0123456789ABCDEF", "../../etc", ["a"]])
def test_a_notice_that_is_none_is_refused(notice):
    with pytest.raises(ImportRefused, match="wasn't made by the kit"):
        opened(forged(json.dumps(inside(notice=notice)).encode()))
