import nh3
import pytest
from bleach._vendor import html5lib
from django.utils.safestring import SafeString

from cms import markdown
from cms.markdown import AUTHOR_TAGS, PERSON_TAGS, TooMuchMarkdown, render_author_markdown, render_person_markdown
from tests.cms.xss_vectors import VECTORS

WRAPPERS = {"html", "head", "body"}  # what a parser adds round a fragment
XHTML = "{http://www.w3.org/1999/xhtml}"


def offences(html, tags):
    """What a browser would find in this HTML that is not on the list: parsed as a browser parses, then walked."""
    found = []
    tree = html5lib.parse(html, treebuilder="etree")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            found.append("a comment")
            continue
        name = element.tag.removeprefix(XHTML)
        if name not in tags | WRAPPERS:
            found.append(f"<{name}>")
        for attribute, value in element.attrib.items():
            ok = (name, attribute) in {("a", "href"), ("ol", "start")} or (
                (name, attribute) == ("a", "rel")
                and value in {"noopener", "nofollow noopener ugc", "noopener noreferrer"}
            )
            if not ok:
                found.append(f"{attribute} on <{name}>")
            if attribute == "href" and not is_harmless(value):
                found.append(f"href={value!r}")
    return found


def is_harmless(url):
    """Told by a second rule than the module's own: what remains once a browser has dropped what it drops."""
    seen = "".join(character for character in url if character > " ").lower()
    if seen.startswith(("http://", "https://")):
        return "\\" not in seen
    return seen.startswith("mailto:") or not (":" in seen.split("/")[0] or seen.startswith(("//", "/\\", "\\")))


def test_there_are_enough_vectors_and_each_is_a_new_one():
    assert len(set(VECTORS)) == len(VECTORS) >= 150


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize(
    ("render", "tags"), [(render_author_markdown, AUTHOR_TAGS), (render_person_markdown, PERSON_TAGS)]
)
def test_nothing_that_runs_survives_rendering(render, tags, vector):
    assert offences(render(vector), tags) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_the_cleaner_alone_stops_it_too(vector):
    assert offences(markdown.clean(vector, tags=AUTHOR_TAGS), AUTHOR_TAGS) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_a_second_cleaner_finds_nothing_left_to_remove(vector):
    ours = render_author_markdown(vector)
    theirs = nh3.clean(
        ours,
        tags=set(AUTHOR_TAGS),
        attributes={"a": {"href", "rel"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    assert shape(theirs) == shape(ours)


def shape(html):
    return [(element.tag, dict(element.attrib), element.text) for element in html5lib.parse(html).iter()]


def test_the_walk_finds_what_it_looks_for():
    assert offences("<p onclick=x>a</p>", AUTHOR_TAGS) == ["onclick on <p>"]
    assert offences("<a href='javascript:x'>a</a>", AUTHOR_TAGS) == ["href='javascript:x'"]
    assert offences("<b>a</b><!-- a -->", AUTHOR_TAGS) == ["<b>", "a comment"]


def test_headings_of_authors_begin_at_two():
    assert render_author_markdown("# A\n\n## B\n\n### C") == "<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>"


def test_headings_of_people_begin_at_three():
    assert render_person_markdown("# A\n\n#### B") == "<h3>A</h3>\n<h4>B</h4>"


def test_typed_tags_are_shown_as_typed():
    assert render_author_markdown("Use <b>bold</b>") == "<p>Use &lt;b&gt;bold&lt;/b&gt;</p>"


def test_authors_have_tables():
    html = render_author_markdown("| a | b |\n| --- | --: |\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert "style" not in html


def test_people_keep_their_line_breaks():
    assert render_person_markdown("one\ntwo") == "<p>one<br>\ntwo</p>"


def test_links_to_other_hosts_are_marked_and_links_of_our_own_are_not():
    assert render_author_markdown("[a](https://x.example/?a=1&b=2) [b](/programme/) [c](#d)") == (
        '<p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">a</a> '
        '<a href="/programme/">b</a> <a href="#d">c</a></p>'
    )
    assert render_person_markdown("[a](https://x.example)") == (
        '<p><a href="https://x.example" rel="nofollow noopener ugc">a</a></p>'
    )


def test_a_mail_address_stays_a_link():
    html = render_author_markdown("<office@example.org>")
    assert html5lib.parse(html).find(f".//{XHTML}a").get("href") == "mailto:office@example.org"


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://a.example/x:y", "mailto:a@b.example", "/a", "a/b:c", "#a", "?a=b:c"]
)
def test_a_link_that_is_allowed(url):
    assert markdown.link_is_allowed(url)


@pytest.mark.parametrize(
    "url",
    ["", "//a.example", "/\\a.example", "\\\\a", "https:a.example", "https:///a", "a:b", "java\tscript:a", "tel:1"],
)
def test_a_link_that_is_not(url):
    assert not markdown.link_is_allowed(url)


def test_what_comes_out_is_marked_safe():
    assert isinstance(render_author_markdown("a"), SafeString)
    assert isinstance(render_person_markdown("a"), SafeString)


AUTHOR_BOMBS = {
    "long": "a" * 60_001,
    "brackets": "[" * 401,
    "nested links": "[a" * 401 + "](b)" * 401,
    "marks": "*a **b " * 2_000,
    "ticks": "`" * 4_001,
    "tags": "<a " * 4_001,
    "headings": "a\n=\n" * 15_000,
    "quotations": ">" * 9 + " a",
    "lists in one line": "- " * 9 + "a",
    "lists by indent": "\n".join("    " * depth + "* a" for depth in range(10)),
    "tabs": "\t" * 9 + "* a",
}


@pytest.mark.parametrize("text", AUTHOR_BOMBS.values(), ids=AUTHOR_BOMBS)
def test_a_text_bomb_is_refused_before_it_is_rendered(text):
    with pytest.raises(TooMuchMarkdown):
        render_author_markdown(text)


@pytest.mark.parametrize(
    "text", ["a" * 5_001, "[" * 101, "*a **b " * 200, "\n" * 1_001], ids=["long", "brackets", "marks", "lines"]
)
def test_people_have_less_room(text):
    with pytest.raises(TooMuchMarkdown):
        render_person_markdown(text)


def test_a_refusal_says_what_to_change():
    with pytest.raises(TooMuchMarkdown, match=r"This text has 5,001 characters\. Please keep it to 5,000\."):
        render_person_markdown("a" * 5_001)


@pytest.mark.parametrize(
    "text",
    ["[" * 100, "`" * 500, "[a](b) " * 100, "a\n=\n" * 333, ">" * 8 + " a", "\\" * 5_000, "- - - - - - - - - - -"],
    ids=["brackets", "ticks", "links", "headings", "quotations", "backslashes", "a rule"],
)
def test_what_is_just_within_the_limits_is_rendered(text):
    assert len(render_person_markdown(text)) < 20 * len(text) + 200
