"""The kit's own catalogue as it is written, for tests that look at every sentence of it."""

from __future__ import annotations

from kit.curriculum.registers import load_messages, message_files
from kit.curriculum.yaml_files import read_yaml
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())
SECTIONS: dict[str, dict[str, str]] = {
    name: MESSAGES.section(name) for file in message_files(packaged_curriculum()) for name in read_yaml(file)
}
