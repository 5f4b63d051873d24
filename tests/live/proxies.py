"""The proxies that the recipes in docs/recipes describe, started as written there, on ports of their own."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import os
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.live.serving import Client, Reply, Served
from tests.processes import connected, free_port, started, until

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"
NAMES = {"spring": "spring.workshop.example.org", "autumn": "autumn.workshop.example.org"}
DEADLINE, LONGEST = 60.0, 600.0


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs: the port at which browsers find it, and the certificate to trust."""

    port: int
    authority: Path

    def origin(self, cohort: str = "spring") -> str:
        return f"https://{NAMES[cohort]}:{self.port}"

    def device(self, cohort: str = "spring", **more: Any) -> Through:
        return Through(self.port, name=NAMES[cohort], authority=str(self.authority), **more)


@dataclass
class Through(Client):
    """A device elsewhere, which speaks TLS with the proxy."""

    name: str = ""
    authority: str = ""

    def connection(self) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=self.authority)
        made = http.client.HTTPSConnection(self.name, self.port, timeout=DEADLINE, context=context)
        plain = connected("127.0.0.1", self.port, source=self.source, limit=DEADLINE)
        made.sock = context.wrap_socket(plain, server_hostname=self.name)
        return made

    def ask(self, method: str, path: str, body: object = None, *, headers=None, raw: bytes | None = None) -> Reply:
        with contextlib.closing(self.connection()) as connection:
            return self.asked(connection, method, path, body, headers=headers, raw=raw)

    def joined(self, served: Served) -> Through:
        """Itself, once it has joined and agreed."""
        reply = self.ask("POST", "/api/join", {"code": served.code()})
        assert reply.status == 200, reply.body
        self.agree()
        return self


@contextmanager
def caddy(folder: Path, ports: dict[str, int], https: int) -> Iterator[Proxy]:
    """Caddy with the recipe's Caddyfile. Where there is none the test is skipped."""
    found = shutil.which("caddy")
    if found is None:
        pytest.skip("no Caddy on this machine; install it with: apt-get install caddy")
    told = {"CADDY_ADMIN": f"127.0.0.1:{free_port()}", "HTTP_PORT": str(free_port()), "HTTPS_PORT": str(https)}
    told |= {"LISTEN": "127.0.0.1", **_targets(ports)}
    told |= {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with _running([found, "run", "--config", str(RECIPES / "Caddyfile")], folder, told):
        authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        # Each name gets its certificate in the background, a moment after Caddy listens.
        until(lambda: authority.exists() and all(_speaks_as(name, https, authority) for name in NAMES.values()))
        yield Proxy(https, authority)


@contextmanager
def configurable_http_proxy(folder: Path, ports: dict[str, int], https: int) -> Iterator[Proxy]:
    """JupyterHub's proxy, with the recipe's script. Where there is none the test is skipped."""
    found = ROOT / "node_modules" / ".bin" / "configurable-http-proxy"
    if shutil.which("node") is None or not found.exists():
        pytest.skip("no configurable-http-proxy on this machine; install it with: npm ci")
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine; install it with: apt-get install curl")
    certificate, key = _certificate(folder)
    told = {"CONFIGURABLE_HTTP_PROXY": str(found), "CONFIGPROXY_AUTH_TOKEN": "a-secret-of-the-test", **_targets(ports)}
    told |= {"CERTIFICATE": str(certificate), "KEY": str(key), "LISTEN": "127.0.0.1", "HTTPS_PORT": str(https)}
    told["API_PORT"] = str(free_port())
    with _running(["sh", str(RECIPES / "configurable_http_proxy.sh")], folder, told) as said:
        until(lambda: "leads to both cohorts" in said.read_text("utf-8"), limit=DEADLINE)
        yield Proxy(https, certificate)


@contextmanager
def _running(command: list[str], folder: Path, told: dict[str, str]) -> Iterator[Path]:
    said = folder / "proxy.log"
    with said.open("wb") as log:
        how = {"env": {**os.environ, **told}, "cwd": folder, "stdout": log, "stderr": log}
        with started(command, deadline=LONGEST, **how) as process:
            try:
                yield said
            finally:
                process.terminate()


def _targets(ports: dict[str, int]) -> dict[str, str]:
    return {name.upper(): f"127.0.0.1:{port}" for name, port in ports.items()}


def _speaks_as(name: str, port: int, authority: Path) -> bool:
    with contextlib.suppress(OSError):
        context = ssl.create_default_context(cafile=str(authority))
        context.wrap_socket(connected("127.0.0.1", port, limit=5), server_hostname=name).close()
        return True
    return False


def _certificate(folder: Path) -> tuple[Path, Path]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "workshop.example.org")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in NAMES.values()]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


PROXIES = {"Caddy": caddy, "configurable-http-proxy": configurable_http_proxy}
