"""Notices of earlier versions of the kit: who agreed to one has agreed, and is told once what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import TypeAdapter

from kit.curriculum.items import Content, Words
from kit.curriculum.policy import Policy, notice_values, version_of
from kit.curriculum.registers import Messages, load_messages
from kit.curriculum.yaml_files import read_yaml
from kit.settings import Cohort, content_root, packaged_curriculum

FILE = "earlier_notices.yaml"


class EarlierNotice(Content):
    """A notice of the page: its sentences by the names of its parts, and those that a plain network adds."""

    version: Words
    parts: tuple[Words, ...]
    network: tuple[Words, ...]
    says: dict[str, Words]


_NOTICES = TypeAdapter(dict[str, tuple[EarlierNotice, ...]])


@lru_cache(maxsize=1)
def earlier_notices() -> tuple[EarlierNotice, ...]:
    """All of them, the oldest first."""
    return _NOTICES.validate_python(read_yaml(content_root() / "data" / FILE))["notices"]


def changed_since(cohort: Cohort, policy: Policy, messages: Messages, *, network: bool) -> dict[str, tuple[str, ...]]:
    """What has changed, in sentences, by the version of each earlier notice as this cohort's people read it.

    Words of the cohort's own were there then, too; *network* is whether the connection is a plain one.
    """
    values, notices = notice_values(cohort, policy), earlier_notices()
    sentences = [messages(f"live.{since(one)}") for one in notices]
    versions = (version_of(policy.name, tuple(_sentences(one, messages, values, network=network))) for one in notices)
    return {version: tuple(sentences[at:]) for at, version in enumerate(versions)}


def since(notice: EarlierNotice) -> str:
    """The name of the sentence that says what has changed since *notice*."""
    return f"notice_since_{notice.version.replace('.', '_')}"


def _sentences(
    notice: EarlierNotice, messages: Messages, values: Mapping[str, object], *, network: bool
) -> Iterator[str]:
    now, kits = messages.section("live"), load_messages(packaged_curriculum()).section("live")
    for part in (*notice.parts, *(notice.network if network else ())):
        own = now.get(f"notice_{part}", "")
        text = notice.says[part] if own == kits.get(f"notice_{part}", "") else own
        yield text.format(**values)
