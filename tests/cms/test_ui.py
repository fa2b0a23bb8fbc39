import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.test import RequestFactory

from cms.models import User
from cms.templatetags import ui
from cms.views.styleguide import ExampleForm, styleguide

STATIC = Path(__file__).parents[2] / "static"
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {
    name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall((STATIC / "css/tokens.css").read_text())
}
GROUNDS = ["paper", "sunk", "raised", "accent-soft", "unsure-soft", "error-soft"]
TEXTS = ["muted", "accent"]


def render(source, **context):
    return Template(source).render(Context(context))


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Colour -------------------------------------------------------------------------------------------------------


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_computes_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_body_text_has_at_least_seven_to_one(ground, scheme):
    assert contrast(COLOURS["ink"][scheme], COLOURS[ground][scheme]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in TEXTS for ground in GROUNDS]
    + [
        ("unsure", "paper"),
        ("unsure", "unsure-soft"),
        ("error", "paper"),
        ("error", "error-soft"),
        ("on-accent", "accent"),
    ]
    + [
        ("edge", "paper"),
        ("edge", "sunk"),
        ("edge", "raised"),
        ("edge", "accent-soft"),
        ("error", "raised"),
        ("unsure", "sunk"),
        ("error", "sunk"),
    ],
)
def test_everything_else_has_at_least_four_and_a_half_to_one(text, ground, scheme):
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


def test_no_colour_is_named_outside_the_tokens():
    for path in (STATIC / "css").glob("*.css"):
        if path.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)", path.read_text()) in ([], ["#fff", "#fff"]), path.name


def test_the_style_of_any_page_stays_under_its_weight():
    sizes = {path.stem: len(gzip.compress(path.read_bytes(), 9)) for path in (STATIC / "css").glob("*.css")}
    frame_styles = {"tokens", "base", "components"}
    for template in (STATIC.parent / "templates").rglob("*.html"):
        styles = frame_styles | set(re.findall(r"css/([\w-]+)\.css", template.read_text()))
        assert sum(sizes[style] for style in styles) <= 14 * 1024, (template.name, styles)


def test_no_tag_of_ours_hides_one_of_django_s():
    engine = engines["django"].engine
    theirs = [
        library for name, library in zip(engine.builtins, engine.template_builtins, strict=True) if "cms" not in name
    ]
    for library in theirs:
        assert not library.tags.keys() & ui.register.tags.keys()
        assert not library.filters.keys() & ui.register.filters.keys()


# Components ---------------------------------------------------------------------------------------------------


def test_an_interval_says_its_value_its_base_and_its_level():
    assert words(render("{% interval 14 11 17 total=20 %}")) == "14 of 20 , best read as 11 to 17 (9 times in 10)"


def test_a_breadcrumb_links_every_step_but_the_last():
    html = render('{% breadcrumb "Programme" "/programme/" "Module 1" "/m/" "Here" %}')
    assert re.findall(r'href="([^"]+)"', html) == ["/programme/", "/m/"]
    assert words(html) == "Programme Module 1 Here"


def test_what_stands_in_a_body_is_kept_and_what_stands_in_a_field_is_escaped():
    html = render("{% notice title=title %}<p>kept</p>{{ text }}{% endnotice %}", title="<b>", text="<i>")
    assert "<p>kept</p>" in html
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html


def test_the_prose_filter_renders_what_authors_write():
    assert render("{{ text|prose }}", text="## A *b*") == "<h2>A <em>b</em></h2>"


def test_prose_that_is_too_tangled_is_shown_as_typed():
    html = render("{{ text|prose }}", text="[" * 401 + "<script>")
    assert html == "<p>" + "[" * 401 + "&lt;script&gt;</p>"


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render('{% icon "tick" %}')
    assert 'role="img" aria-label="Done"' in render('{% icon "tick" "Done" %}')


def test_every_icon_that_a_template_asks_for_is_drawn():
    drawn = set(re.findall(r'id="([a-z-]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = {
        name
        for path in (STATIC.parent / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"', path.read_text())
    }
    assert asked <= drawn


def test_the_error_summary_links_to_each_field():
    form = ExampleForm({"email": "x", "term": "1"})
    html = render("{% error_summary form %}", form=form)
    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_email", "id_phase_0"]
    assert 'id="id_phase_0"' in str(form["phase"])


def test_the_error_summary_of_a_good_form_is_empty():
    assert render("{% error_summary form %}", form=ExampleForm()).strip() == ""


def test_a_field_is_tied_to_its_hint_and_its_error():
    html = ExampleForm({})["email"].as_field_group()
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_be_left_empty_says_so():
    assert "(optional)" in ExampleForm()["note"].as_field_group()
    assert "(optional)" not in ExampleForm()["name"].as_field_group()


def test_a_help_text_is_escaped():
    class Form(forms.Form):
        name = forms.CharField(help_text="<b>")

    assert "&lt;b&gt;" in Form()["name"].as_field_group()


def test_a_head_sorts_one_way_and_then_the_other():
    def head(query):
        return render('{% sort_head "Name" "name" %}', request=RequestFactory().get(f"/?{query}"))

    assert 'href="?q=a&amp;sort=name"' in head("q=a&page=3")
    assert 'href="?sort=-name"' in head("sort=name")
    assert 'aria-sort="ascending"' in head("sort=name")
    assert 'aria-sort="descending"' in head("sort=-name")
    assert "aria-sort" not in head("sort=other")


def test_a_pager_keeps_the_rest_of_the_address():
    page = Paginator(range(30), 10).page(2)
    html = render("{% pager page %}", page=page, request=RequestFactory().get("/?q=a&page=2"))
    assert re.findall(r'<a href="([^"]+)"', html) == ["?q=a&amp;page=1", "?q=a&amp;page=3"]
    assert "Page 2 of 3" in html


def test_one_page_needs_no_pager():
    assert render("{% pager page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_evidence_says_in_words_whether_it_was_checked():
    tag = '{% evidence_note author="A" year="1" title="T" finding="F" status=status %}'
    assert "Checked: seen in public material" in render(tag, status="checked")
    assert "From memory: plausible, not yet checked against the source" in render(tag, status="from memory")


def test_a_summary_shows_nought_and_names_what_is_missing():
    html = render("{% summary_list rows %}", rows=[{"label": "Leads", "value": 0}, {"label": "Order", "value": ""}])
    assert words(html) == "Leads 0 Order Not given"


# Frame --------------------------------------------------------------------------------------------------------


def frame(user=None, session=None, **context):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.session = session or {}
    return Template('{% extends "base.html" %}').render(Context({"request": request, **context}))


def test_a_visitor_sees_the_way_in(db):
    html = frame()  # the pages of the menu are those that are published: tests/courses/views/test_visitor_pages.py
    assert ">Sign in</a>" in html
    assert "Sign out" not in html


def test_the_frame_costs_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        frame(User(email="a@example.org"), {"team": ["facilitate", "admin"]}, demo=True)


def test_the_team_finds_its_own_doors():
    lead = User(email="a@example.org")
    assert ">Edit</a>" not in frame(lead)
    assert ">Facilitate</a>" not in frame(lead)
    html = frame(lead, {"team": ["facilitate", "admin"]})
    assert ">Edit</a>" in html
    assert ">Facilitate</a>" in html


def test_signing_out_is_a_form_that_also_wipes_drafts():
    html = frame(User(email="a@b.c"))
    form = r'<form id="sign-out"\s+method="post"\s+action="/account/logout/"\s+data-wipe-drafts>'
    assert re.search(form, html)
    assert '<button type="submit" form="sign-out">Sign out</button>' in html


def test_nothing_in_the_frame_needs_an_inline_style_or_script():
    html = frame(User(email="a@example.org"), demo=True)
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_stands_on_its_own(name):
    html = Template(f'{{% include "{name}.html" %}}').render(Context())
    assert html.count("<h1>") == 1


def test_the_style_guide_shows_everything_to_the_team(rf, db):
    request = rf.get("/styleguide/")
    request.user = User.objects.create_superuser("staff@example.org")
    request.session = {}
    html = styleguide(request).content.decode()
    assert "style=" not in html
    assert html.count("<svg") > 20


def test_the_style_guide_is_hidden_from_others(client, db):
    lead = User.objects.create_user("lead@example.org")
    client.force_login(lead)
    assert client.get("/styleguide/").status_code == 404
