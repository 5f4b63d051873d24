"""A certificate that the kit makes: for the address in use, renewed in time, known by its fingerprint."""

from __future__ import annotations

import datetime
import hashlib
import http.client
import json
import ssl
import stat
from dataclasses import replace

import pytest

from kit.errors import CohortError
from kit.live.process.certificate import DAYS, RENEWED_BEFORE, certificate_for, fingerprint_of
from kit.live.process.session import new_session
from tests.live.serving import serving

NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)


def test_it_stays_while_the_address_does_and_is_made_anew_for_another_or_near_its_end(tmp_path):
    first = certificate_for(tmp_path, "192.168.1.5", now=NOW).read_bytes()
    almost = NOW + datetime.timedelta(days=DAYS - RENEWED_BEFORE - 1)
    assert certificate_for(tmp_path, "192.168.1.5", now=almost).read_bytes() == first
    late = certificate_for(tmp_path, "192.168.1.5", now=almost + datetime.timedelta(days=2)).read_bytes()
    assert late != first
    assert certificate_for(tmp_path, "10.0.0.7", now=NOW).read_bytes() != late
    # A clock that was set back by years finds it not valid yet.
    again = certificate_for(tmp_path, "10.0.0.7", now=NOW).read_bytes()
    assert certificate_for(tmp_path, "10.0.0.7", now=NOW - datetime.timedelta(days=900)).read_bytes() != again


@pytest.mark.parametrize("damaged", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"])
def test_a_damaged_one_is_made_anew_and_only_its_owner_reads_the_key(tmp_path, damaged):
    path = tmp_path / "certificate.pem"
    path.write_bytes(damaged)
    assert certificate_for(tmp_path, "fd00::7", now=NOW) == path
    assert b"PRIVATE KEY" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_fingerprint_is_that_of_the_certificate_in_groups_to_compare(tmp_path):
    path = certificate_for(tmp_path, "192.168.1.5", now=NOW)
    text = path.read_text("ascii")
    der = ssl.PEM_cert_to_DER_cert(text[text.index("-----BEGIN CERTIFICATE") :])
    groups = fingerprint_of(path).split()
    assert "".join(groups) == hashlib.sha256(der).hexdigest().upper()
    assert {len(group) for group in groups} == {4}
    path.write_bytes(b"nothing")
    with pytest.raises(CohortError, match="start it again"):
        fingerprint_of(path)


def test_a_session_speaks_with_it_and_names_its_fingerprint_to_screen_and_panel_alone(root):
    path = certificate_for(root / "private", "127.0.0.1")
    session = replace(new_session(root, 1, certificate=str(path), key=str(path)), made=True)
    with serving(root, session=session) as served:
        context = ssl.create_default_context(cafile=str(path))
        connection = http.client.HTTPSConnection("127.0.0.1", served.port, timeout=10, context=context)
        connection.connect()
        seen = hashlib.sha256(connection.sock.getpeercert(binary_form=True)).hexdigest().upper()
        headers = {"Authorization": f"Bearer {session.token}"}
        connection.request("GET", "/api/facilitator/state", headers=headers)
        assert json.loads(connection.getresponse().read())["fingerprint"].replace(" ", "") == seen
        connection.close()


@pytest.mark.parametrize("change", ["another", "gone", "damaged"])
def test_the_fingerprint_shown_is_of_what_is_spoken_with_whatever_becomes_of_the_file(root, change):
    path = certificate_for(root / "private", "127.0.0.1")
    shown = fingerprint_of(path)
    session = replace(new_session(root, 1, certificate=str(path), key=str(path)), made=True)
    with serving(root, session=session) as served:
        if change == "another":
            certificate_for(root / "private", "10.0.0.7")
            assert fingerprint_of(path) != shown
        elif change == "gone":
            path.unlink()
        else:
            path.write_bytes(b"nothing")
        assert served.host.services.joining.shown()["fingerprint"] == shown
