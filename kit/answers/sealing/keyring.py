"""The keyring of the operating system, where there is one that can be used: one secret under one name.

The library is loaded only where a key is made or looked up there; a computer without a keyring, or with one that does
not answer, is no fault.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from kit.errors import StoreError
from kit.settings import APP, keyring_allowed

SERVICE = APP
# The systems' own. Others keep secrets in plain files, in a place that nobody here has chosen.
_OWN = ("macOS", "Windows", "SecretService", "kwallet", "libsecret")
_PATIENCE = 60.0  # seconds in which somebody may be asked to unlock it


def keep(name: str, secret: str) -> bool:
    """Keep *secret* under *name*; whether it is there now."""
    if not keyring_allowed():
        return False

    def job() -> bool:
        backend = _backend()
        if backend is None:
            return False
        backend.set_password(SERVICE, name, secret)
        return bool(backend.get_password(SERVICE, name) == secret)

    with contextlib.suppress(_Unusable):
        return bool(_asked(job))
    return False


def find(name: str) -> str | None:
    """The secret under *name*; None where there is none. Raises StoreError where the keyring cannot be asked."""

    def job() -> str | None:
        backend = _backend()
        if backend is None:
            raise _Unusable("there is none")
        password = backend.get_password(SERVICE, name)
        return None if password is None else str(password)

    try:
        answer: str | None = _asked(job)
    except _Unusable as why:
        raise _refused(name, why) from None
    return answer


def forget(name: str) -> None:
    """Take the secret under *name* away, where there is one. Raises StoreError where the keyring cannot be asked."""

    def job() -> None:
        backend = _backend()
        if backend is None:
            raise _Unusable("there is none")
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)

    try:
        _asked(job)
    except _Unusable as why:
        raise _refused(name, why) from None


class _Unusable(Exception):
    """There is no keyring, or it does not do what it is asked."""


def _refused(name: str, why: _Unusable) -> StoreError:
    return StoreError(
        f"The keyring of this computer can't be opened ({why}), and it holds the key to the answers ({SERVICE}, "
        f"{name}); unlock it, or sign in to this computer's desktop, then try again."
    )


def _backend() -> Any:
    """The system's own keyring; None where there is none."""
    import keyring  # noqa: PLC0415 - it takes a tenth of a second, and hardly any command needs it

    chosen = keyring.get_keyring()
    backends = getattr(chosen, "backends", [chosen])  # several, of which the first is the best
    return next((one for one in backends if type(one).__module__.rpartition(".")[2] in _OWN), None)


def _asked(job: Callable[[], Any]) -> Any:
    """What *job* returns. Raises _Unusable where it fails, or the keyring waits for somebody for too long."""
    results: list[Any] = []
    failures: list[str] = []

    def work() -> None:
        try:
            results.append(job())
        except Exception as error:  # noqa: BLE001 - every system has errors of its own; none of them is the kit's fault
            failures.append(str(error) if isinstance(error, _Unusable) else type(error).__name__)

    asking = threading.Thread(target=work, name="kit-keyring", daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    if results:
        return results[0]
    raise _Unusable(failures[0] if failures else "it doesn't answer")
