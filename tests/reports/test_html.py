import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_output

from kit.curriculum.registers import load_messages
from kit.errors import ReportFailed
from kit.reports.clean import Forbidden
from kit.reports.html import index_html, to_html
from kit.results.script import plotly_script
from kit.settings import packaged_curriculum
from tests.reports.notebooks import FIGURE, code, notebook, shows, words

NOTHING = Forbidden()


@pytest.fixture(scope="module")
def messages():
    return load_messages(packaged_curriculum())


@pytest.fixture
def page(messages):
    def make(*cells, forbidden=NOTHING):
        return to_html(notebook(*cells), "Cohort: spring", name="week_03", messages=messages, forbidden=forbidden)

    return make


class Outline(HTMLParser):
    """Tags in order, and every address an opened page could fetch."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.fetched = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "srcset", "poster", "data", "background")]


def test_a_page_has_title_language_landmarks_and_a_way_past_the_top(page):
    made = page(words("# Week 3 · Listening & hearing"), words("## Next", id="next"))
    assert made.title == "Week 3 · Listening & hearing"
    assert "<title>Week 3 · Listening &amp; hearing · Cohort: spring</title>" in made.html
    assert '<html lang="en">' in made.html
    assert '<a class="skip" href="#main">' in made.html
    tags = Outline(made.html).tags
    assert tags.count("main") == tags.count("footer") == tags.count("h1") == 1


def test_a_notebook_without_a_title_gets_its_name(page):
    made = page(words("only words"))
    assert made.title == "week_03"
    assert "<h1>week_03</h1>" in made.html


def test_code_is_never_shown(page):
    assert "kit.open_week" not in page(code("week = kit.open_week(3)")).html


def test_what_is_for_participants_is_left_out(page):
    made = page(words("for you", tags=["participant"]), code("", outputs=[shows(html="a form")], tags=["participant"]))
    assert "for you" not in made.html
    assert "a form" not in made.html


def test_a_text_with_the_tag_is_folded_behind_its_heading_and_no_other(page):
    made = page(words("# T"), words("## Why\n\nSo.", id="a", tags=["folded"]), words("## Then\n\nThis.", id="b")).html
    assert made.count("<details>") == 1
    assert "<details><summary><h2>Why</h2></summary>\n<p>So.</p>\n</details>" in made


def test_every_kind_of_output_is_shown_in_order(page):
    outputs = [
        shows(html="<p class='kit-lead'>one</p>", plain="no"),
        shows(markdown="**two**"),
        shows(plain="three <b>"),
        new_output("stream", name="stdout", text="four & on"),
        new_output("execute_result", data={"text/html": "<p>five</p>"}, execution_count=1),
    ]
    text = page(code("", outputs=outputs)).html
    wanted = ['<p class="kit-lead">one</p>', "<strong>two</strong>", "three &lt;b&gt;", "four &amp; on", "<p>five</p>"]
    places = [text.index(piece) for piece in wanted]
    assert places == sorted(places)
    assert ">no<" not in text


def test_an_error_is_never_shown(page):
    with pytest.raises(ReportFailed):
        page(code("", outputs=[new_output("error", ename="E", evalue="secret", traceback=["secret"])]))


def test_plotly_stands_in_a_page_once_and_only_where_there_is_a_chart(page):
    chart = code("", outputs=[shows(plotly=FIGURE), shows(plotly=FIGURE)])
    made = page(chart, code("", id="other", outputs=chart.outputs)).html
    assert made.count(plotly_script()) == 1
    assert [f'id="fig-{n}"' in made for n in (1, 4, 5)] == [True, True, False]
    assert 'aria-label="One bar."' in made
    assert len(page(words("# No chart")).html) < 20_000


def test_the_policy_lets_only_the_pages_own_scripts_run_and_nothing_be_fetched(page):
    made = page(code("", outputs=[shows(plotly=FIGURE)])).html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    scripts = re.findall(r"<script>(.*?)</script>", made, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy
    assert "http" not in policy
    assert Outline(made).fetched == []


def test_a_figure_cannot_end_the_script_it_stands_in(page):
    text = "</script><script>alert(1)</script>"
    figure = {"data": [{"name": text}], "layout": {"meta": {"description": f'"{text}'}}}
    made = page(code("", outputs=[shows(plotly=figure)])).html
    assert "<script>alert" not in made
    specs = re.search(r'id="figures">(.*?)</script>', made, re.DOTALL)[1]
    assert json.loads(specs)[0]["data"] == [{"name": text}]


def test_hostile_words_do_nothing(page):
    made = page(words("# T\n<script>alert(1)</script>\n\n![](http://elsewhere.example/x)")).html
    assert "<script" not in made
    assert "elsewhere" not in made


def test_the_same_notebook_gives_the_same_page(page):
    cells = [words("# T"), code("", outputs=[shows(plotly=FIGURE)])]
    assert page(*cells) == page(*cells)


def test_a_page_with_a_name_in_it_is_not_made(page):
    with pytest.raises(ReportFailed, match="week_03: it would show a name"):
        page(words("# T\n\nThank you, Anna."), forbidden=Forbidden(names=("Anna",)))


def test_the_index_leads_to_each_report(messages):
    rows = [("week_01.html", "Week 1 · A < B", "Most <b> chose rest."), ("week_02.html", "Week 2", "")]
    made = index_html(rows, "Cohort: spring", messages=messages, forbidden=NOTHING)
    assert '<li><a href="week_01.html">Week 1 · A &lt; B</a><p>Most &lt;b&gt; chose rest.</p></li>' in made
    assert '<li><a href="week_02.html">Week 2</a></li>' in made
