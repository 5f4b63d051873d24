import hashlib
import re

import pytest

from kit.answers import open_store
from kit.answers.pseudonyms import Secret, open_secret
from kit.errors import StoreError


def test_a_pseudonym_is_the_same_every_time_and_says_nothing_of_the_label(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        first = store.participant("anna@example.org")
    with open_store(cohort, weeks=weeks) as store:
        assert store.participant("anna@example.org") == first
        assert store.participant(" anna@example.org\n") == first
        assert store.participant("Anna@example.org") != first
    assert re.fullmatch(r"p[0-9a-f]{32}", first)
    for guess in (hashlib.sha256(b"anna@example.org"), hashlib.md5(b"anna@example.org")):
        assert first[1:] not in guess.hexdigest()


def test_another_cohort_has_other_pseudonyms(tmp_path, cohort, weeks):
    (tmp_path / "other").mkdir()
    other = type(cohort)(root=tmp_path / "other", slug="autumn", size=3, policy={})
    with open_store(cohort, weeks=weeks) as one, open_store(other, weeks=weeks) as two:
        assert one.participant("anna") != two.participant("anna")


def test_every_purpose_has_its_own_key():
    secret = Secret(bytes(32))
    assert len({secret.pseudonym("x")[1:], secret.order("x")[:32], secret.check[:32]}) == 3
    assert secret.pseudonym("x") == Secret(bytes(32)).pseudonym("x") != Secret(b"1" * 32).pseudonym("x")


def test_composed_and_decomposed_letters_are_one_label():
    secret = Secret(bytes(32))
    assert secret.pseudonym("Jos\u00e9") == secret.pseudonym("Jose\u0301") == secret.pseudonym("\u200bJos\u00e9")


@pytest.mark.parametrize("label", ["", "  ", "\u200b"])
def test_an_empty_label_is_nobody(store, label):
    with pytest.raises(StoreError, match="needs a code"):
        store.participant(label)


def test_a_secret_that_is_there_is_never_replaced(tmp_path):
    path = tmp_path / "secret.key"
    open_secret(tmp_path, may_make=True)
    kept = path.read_bytes()
    assert len(kept) == 32
    open_secret(tmp_path, may_make=True)
    assert path.read_bytes() == kept
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="damaged"):
        open_secret(tmp_path, may_make=True)
    assert path.read_bytes() == b""
