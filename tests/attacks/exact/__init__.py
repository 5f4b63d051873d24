"""The exact attacker: what the tests judge every release by. It is no part of the kit and needs SciPy."""
