"""A certificate that the kit makes itself, so that a session can be encrypted without anybody's help.

Nobody vouches for it: every phone warns once. Whoever compares its fingerprint with the one on the screen knows that
they speak with the facilitator's computer and with nobody in between.
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Collection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kit.errors import CohortError
from kit.live.process.addresses import LOOPBACK
from kit.system.disk import write_private
from kit.system.opening import bytes_of

FILE_NAME = "certificate.pem"
DAYS = 90
RENEWED_BEFORE = 14
_NAME = "Workshop session"
_GROUPS = 4


def certificate_for(run: Path, address: str, *, now: datetime.datetime | None = None) -> Path:
    """Return the file in *run* with key and certificate for *address*; a new one if needed.

    Raises StoreError if it cannot be written.
    """
    path, moment = run / FILE_NAME, now or datetime.datetime.now(datetime.UTC)
    if not _serves(path, address, moment):
        write_private(path, _make((LOOPBACK, address), moment))
    return path


def fingerprint_of(path: Path) -> str:
    """Return the SHA-256 of the certificate at *path*, in groups of four that people can read to each other."""
    certificate = _read(path)
    if certificate is None:
        raise CohortError(f"{path}: is no certificate any more; end the session and start it again.")
    text = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[start : start + _GROUPS] for start in range(0, len(text), _GROUPS))


def _serves(path: Path, address: str, now: datetime.datetime) -> bool:
    certificate = _read(path)
    if certificate is None or ipaddress.ip_address(address) not in _addresses(certificate):
        return False
    left = certificate.not_valid_after_utc - now
    return certificate.not_valid_before_utc <= now and left > datetime.timedelta(days=RENEWED_BEFORE)


def _read(path: Path) -> x509.Certificate | None:
    try:
        data = bytes_of(path)
        serialization.load_pem_private_key(data, None)
        return x509.load_pem_x509_certificate(data)
    except (OSError, ValueError, TypeError):
        return None


def _addresses(certificate: x509.Certificate) -> Collection[object]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return names.get_values_for_type(x509.IPAddress)


def _make(addresses: Collection[str], now: datetime.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    names += [x509.IPAddress(ipaddress.ip_address(one)) for one in dict.fromkeys(addresses)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A phone's clock may be a little behind.
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
