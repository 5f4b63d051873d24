import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOOK = """
import sys
{first}
import kit.reports.all_reports
print(sorted(set(sys.modules) & {{"rfc3987_syntax", "plotly", "sqlalchemy", "pandas"}}))
"""


def loaded(first=""):
    run = [sys.executable, "-c", LOOK.format(first=first)]
    return subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout.strip()


def test_reports_leave_the_slow_grammar_plotly_and_the_store_unloaded():
    assert loaded() == "[]"


def test_who_needs_the_grammar_later_can_have_it():
    assert loaded("import kit.reports, importlib.util; assert importlib.util.find_spec('rfc3987_syntax')") == "[]"
