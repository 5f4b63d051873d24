"""Where a host listens and how it speaks: loopback alone, the network when asked, encrypted with a certificate."""

from __future__ import annotations

import http.client
import json
import shutil
import ssl
import subprocess

import pytest

from kit.errors import CohortError
from kit.live.process.session import new_session, session_from, tls_of
from tests.live.serving import serving


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate for this test, is missing here")
    folder = tmp_path_factory.mktemp("tls")
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "certificate.pem", folder / "key.pem"


def test_a_session_travels_as_one_line_and_comes_back_the_same(tmp_path):
    session = new_session(tmp_path, 3, lan="192.168.1.5", mode="self-paced")
    assert "\n" not in session.to_text()
    assert session_from(session.to_text()) == session


def test_a_host_listens_on_this_computer_alone_unless_asked(root):
    session = new_session(root, 1)
    assert session.addresses == ("127.0.0.1",)
    with serving(root, session=session) as served, pytest.raises(OSError):
        served.device("127.0.0.2").ask("GET", "/api/state")


def test_in_the_network_it_listens_at_that_address_and_here_and_nowhere_else(root):
    # A second address of this computer stands for the network's.
    session = new_session(root, 1, lan="127.0.0.2", people=9)
    with serving(root, session=session) as served:
        assert session.url(served.port) == f"http://127.0.0.2:{served.port}"
        for address in ("127.0.0.1", "127.0.0.2"):
            assert served.device(address).ask("POST", "/api/join", {"code": session.code}).status == 200
        with pytest.raises(OSError):
            served.device("127.0.0.3").ask("GET", "/api/state")


def test_with_a_certificate_everything_is_encrypted_and_the_key_is_sent_no_other_way(root, certificate):
    chain, key = certificate
    session = new_session(root, 1, certificate=str(chain), key=str(key), people=9)
    with serving(root, session=session) as served:
        context = ssl.create_default_context(cafile=str(chain))
        connection = http.client.HTTPSConnection("localhost", served.port, timeout=10, context=context)
        connection.request("POST", "/api/join", json.dumps({"code": session.code}))
        reply = connection.getresponse()
        assert reply.status == 200
        assert "Secure" in reply.headers["Set-Cookie"]
        reply.read()
        connection.close()
        assert session.url(served.port).startswith("https://")
        with pytest.raises((OSError, http.client.HTTPException)):
            served.device().ask("GET", "/api/state")


def test_files_that_are_no_certificate_are_told_with_the_cure(tmp_path, certificate):
    chain, key = map(str, certificate)
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    for pair, words in (
        ((chain, ""), "both files"),
        (("", key), "both files"),
        ((chain, str(tmp_path / "none.pem")), "no such file"),
        ((str(wrong), key), "don't fit"),
        ((key, chain), "don't fit"),
    ):
        with pytest.raises(CohortError, match=words):
            tls_of(new_session(tmp_path, 1, certificate=pair[0], key=pair[1]))
    assert tls_of(new_session(tmp_path, 1)) is None


def test_a_key_with_a_passphrase_is_refused_rather_than_asked_for(tmp_path, certificate):
    chain, key = certificate
    locked = tmp_path / "locked.pem"
    openssl = shutil.which("openssl")
    made = [openssl, "rsa", "-aes256", "-passout", "pass:x", "-in", str(key), "-out", str(locked)]
    subprocess.run(made, check=True, capture_output=True, timeout=120)
    with pytest.raises(CohortError, match="without a passphrase"):
        tls_of(new_session(tmp_path, 1, certificate=str(chain), key=str(locked)))
