import os
from pathlib import Path

from kit.reports.kernel_environment import environment


def test_the_environment_of_a_kernel_names_nothing_outside_its_folder():
    folder = Path(os.sep, "x")
    inherited = {"HOME": "h", "PYTHONPATH": "p", "SECRET": "s", "OLDPWD": "o", "KIT_OUTBOX": "k"}
    made = environment(folder, inherited)
    assert not set(inherited.values()) & set(made.values())
    paths = {value for name, value in made.items() if os.sep in value and name != "PATH"}
    assert all(path.startswith(str(folder)) for path in paths)
