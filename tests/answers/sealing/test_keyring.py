"""The operating system's keyring: used where there is one, passed over where there is none, told where it refuses."""

from __future__ import annotations

import sys
import threading
from types import ModuleType, SimpleNamespace

import pytest

from kit.answers.sealing import keyring
from kit.answers.sealing.cohort_key import Where, destroy_key, make_key, open_key, place_of, record_of
from kit.errors import StoreError
from tests.cohorts import unwritten_cohort


class Backend:
    """What the library hands out for a system; it forgets nothing."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Locked(Backend):
    def get_password(self, service: str, name: str) -> str | None:
        raise OSError("the keyring is locked, and this is a secret detail")

    set_password = get_password  # type: ignore[assignment]


class Silent(Backend):
    def get_password(self, service: str, name: str) -> str | None:
        threading.Event().wait(5)
        return None


@pytest.fixture
def system(monkeypatch):
    """A system whose keyring is what the test puts there."""

    def put(backend: object, module: str = "keyring.backends.SecretService") -> None:
        type(backend).__module__ = module
        library = ModuleType("keyring")
        library.get_keyring = lambda: backend  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", library)

    monkeypatch.delenv("KIT_KEYS")
    return put


def test_a_secret_is_kept_found_and_forgotten(system):
    system(Backend())
    assert keyring.keep("spring", "s3cret")
    assert keyring.find("spring") == "s3cret"
    assert keyring.find("autumn") is None
    keyring.forget("spring")
    keyring.forget("spring")
    assert keyring.find("spring") is None


def test_the_best_of_several_keyrings_is_taken(system):
    best = Backend()
    type(best).__module__ = "keyring.backends.kwallet"
    chained = SimpleNamespace(backends=[best])
    system(Backend())
    sys.modules["keyring"].get_keyring = lambda: chained
    assert keyring.keep("spring", "s3cret")
    assert len(best.kept) == 1


@pytest.mark.parametrize("module", ["keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file"])
def test_what_is_no_keyring_of_the_system_is_not_used(system, module):
    there = Backend()
    system(there, module)
    assert not keyring.keep("spring", "s3cret")
    assert there.kept == {}
    with pytest.raises(StoreError, match="there is none"):
        keyring.find("spring")


def test_a_folder_for_keys_is_used_instead(system, monkeypatch, tmp_path):
    there = Backend()
    system(there)
    monkeypatch.setenv("KIT_KEYS", str(tmp_path))
    assert not keyring.keep("spring", "s3cret")
    assert there.kept == {}


def test_a_locked_keyring_is_told_in_one_sentence_without_its_own_words(system):
    system(Locked())
    assert not keyring.keep("spring", "s3cret")
    for ask in (keyring.find, keyring.forget):
        with pytest.raises(StoreError, match="can't be opened") as told:
            ask("spring")
        assert "secret detail" not in str(told.value)


def test_nobody_waits_for_a_keyring_without_limit(system, monkeypatch):
    monkeypatch.setattr(keyring, "_PATIENCE", 0.05)
    system(Silent())
    with pytest.raises(StoreError, match="it doesn't answer"):
        keyring.find("spring")


def test_a_cohorts_key_is_in_the_keyring_where_there_is_one_and_goes_from_there(system, tmp_path):
    system(Backend())
    cohort = unwritten_cohort(tmp_path / "spring")
    cohort.private.mkdir(parents=True)
    key = make_key(cohort)
    record = record_of(cohort)
    assert record.where is Where.KEYRING
    assert place_of(cohort, record).startswith("the keyring of this computer")
    assert open_key(cohort).text == key.text
    destroy_key(cohort)
    with pytest.raises(StoreError, match="isn't there"):
        open_key(cohort)
