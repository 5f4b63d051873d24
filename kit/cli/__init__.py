"""The commands of the kit, thin: each reads its options, calls one function, and says what happened."""

from kit.cli.main import main

__all__ = ["main"]
