from html.parser import HTMLParser

import pytest

from kit.reports.markup import Headings, clean_html, first_heading, fold, markdown, wide_tables
from kit.results.pictures import bar


class Seen(HTMLParser):
    """The tags and attributes that a browser would find."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![](http://elsewhere.example/x.png)",
        "![words](http://elsewhere.example/x.png)",
        "[go](javascript:alert(1))",
        "<a href='file:///x'>go</a>",
        "<p style='background:url(http://elsewhere.example)' onclick=x>p</p>",
        "<iframe src=http://elsewhere.example></iframe>",
        "<link rel=stylesheet href=http://elsewhere.example>",
        "<svg><script>1</script></svg>",
        "<form action=http://elsewhere.example><input name=a></form>",
        "<p class='skip'>x</p><div id=main>x</div>",
    ],
)
def test_nothing_in_markdown_runs_loads_or_takes_on_the_pages_look(hostile):
    seen = Seen()
    seen.feed(markdown(hostile))
    assert seen.tags <= {"p", "a", "div"}
    assert seen.attributes <= {"rel"}


def test_a_pictures_words_stay():
    assert "a hill" in markdown("![a hill](http://elsewhere.example/x.png)")


def test_links_to_the_web_stay_and_tell_nothing_about_the_reader():
    assert markdown("[a](https://example.org)").strip() == (
        '<p><a href="https://example.org" rel="noopener noreferrer">a</a></p>'
    )


def test_the_kits_own_tables_keep_what_makes_them_accessible():
    table = (
        '<table class="kit-ranges"><caption>c <span>n</span></caption><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><th scope="row">a</th></tr></tbody></table>'
    )
    assert clean_html(table) == table


def test_headings_begin_with_one_h1_and_skip_no_level():
    mend = Headings()
    made = mend("<h2>a</h2><h4>b</h4><h4>c</h4>") + mend("<h1>d</h1><h3>e</h3><h2>f</h2>")
    assert made == "<h1>a</h1><h2>b</h2><h2>c</h2><h2>d</h2><h3>e</h3><h3>f</h3>"


def test_headings_in_order_stay_as_they_are():
    text = "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h4>e</h4><h3>f</h3><h2>g</h2>"
    assert Headings()(text) == text


def test_the_first_heading_is_a_pages_title():
    assert first_heading("<p>x</p><h1>Week <em>3</em></h1><h1>b</h1>") == "Week 3"
    assert first_heading("<h2>b</h2>") is None


def test_a_wide_table_scrolls_by_itself_and_by_keyboard_and_a_narrow_one_is_left_alone():
    narrow = clean_html("<table><caption>A</caption><thead><tr>" + "<th scope=col>x</th>" * 3 + "</tr></thead></table>")
    wide = clean_html(
        '<table><caption>"A" &amp; b <span>note</span></caption><thead><tr>'
        + "<th scope=col>x</th>" * 4
        + "</tr></thead></table>"
    )
    assert wide_tables(narrow) == narrow
    made = wide_tables(narrow + wide)
    assert made.startswith(narrow)
    assert '<div class="wide" role="region" aria-label="&quot;A&quot; &amp; b" tabindex="0"><table>' in made


def test_the_bars_of_a_result_stay_and_nothing_else_that_could_be_drawn():
    kept = clean_html(bar(3, 7, 12))
    assert kept.count("<rect") == 3
    assert 'x1="25%" x2="58.333%"' in kept
    hostile = "<svg onload=x><a href='javascript:x'><rect onclick=x style='x'/></a><image href=x /><use href=x /></svg>"
    seen = Seen()
    seen.feed(clean_html(hostile))
    assert seen.tags <= {"svg", "a", "rect"}
    assert seen.attributes <= {"rel"}


def test_markdown_draws_nothing():
    assert "<svg" not in markdown(bar(3, 7, 12))


@pytest.mark.parametrize("text", ["## Why\n\nBecause.\n\n- a\n- b", "# Why *so*\n\n## More\n\nBecause."])
def test_a_text_that_begins_with_its_heading_is_folded_behind_it(text):
    html = markdown(text)
    folded = fold(html)
    heading, _, rest = html.partition("\n")
    assert folded == f"<details><summary>{heading}</summary>\n{rest}</details>"


@pytest.mark.parametrize("text", ["Because.", "Because.\n\n## Why", ""])
def test_a_text_without_a_heading_before_it_stays_open(text):
    assert fold(markdown(text)) == markdown(text)
