"""Posts, the ways to them, and the feeds."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.domain.moderation import settle_comment
from tests.builders import build_user
from tests.cms.blogging import HIDDEN, NOW, SHOWN, WAITING, build_author, build_blog, build_comment, build_post

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_an_empty_blog_says_so(client):
    build_blog()
    assert "Nothing has been posted here yet" in text_of(client, "/blog/")


def test_the_newest_post_stands_first_with_its_authors_and_tags(client):
    build_post(title="Older", slug="older", posted_on=date(2026, 10, 1))
    build_post(title="Newer", slug="newer", authors=[build_author()], tags=["Marking"])
    page = text_of(client, "/blog/")
    assert page.index("Newer") < page.index("Older")
    assert '<a href="/blog/by/ada/">Ada Example</a>, Assessment lead' in page
    assert '<a href="/blog/tagged/marking/">Marking</a>' in page
    assert "Thursday 5 November 2026" in page


def test_posts_are_found_by_tag_author_and_year(client):
    build_post(title="Wanted", slug="wanted", authors=[build_author()], tags=["Marking"])
    build_post(title="Unwanted", slug="unwanted", posted_on=date(2025, 3, 1), tags=["Other"])
    for path in ("/blog/tagged/marking/", "/blog/by/ada/", "/blog/in/2026/"):
        page = text_of(client, path)
        assert "Wanted" in page, path
        assert "Unwanted" not in page, path


@pytest.mark.parametrize(
    "path", ["/blog/tagged/none/", "/blog/by/none/", "/blog/in/1999/", "/blog/feed/json/", "/comments/1/"]
)
def test_what_is_not_there_is_not_found(client, path):
    build_post()
    assert client.get(path).status_code == 404


def test_without_a_blog_its_addresses_are_not_found(client, site):
    assert [client.get(path).status_code for path in ("/blog/feed/rss/", "/blog/in/2026/")] == [404, 404]


def test_eleven_posts_are_two_pages(client):
    for number in range(11):
        build_post(title=f"Post {number:02}", slug=f"post-{number}", posted_on=date(2026, 1, number + 1))
    assert "Post 00" not in text_of(client, "/blog/")
    assert "Post 00" in text_of(client, "/blog/?page=2")


def test_drafts_and_posts_for_some_alone_are_in_no_list_and_no_feed(client):
    build_post(title="Draft", slug="draft", live=False, tags=["Marking"])
    private = build_post(title="Private", slug="private", tags=["Marking"])
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for path in ("/blog/", "/blog/tagged/marking/", "/blog/feed/rss/", "/blog/tagged/marking/feed/atom/"):
        page = client.get(path).content.decode()
        assert "Draft" not in page
        assert "Private" not in page


@pytest.mark.parametrize("path", ["/blog/", "/blog/tagged/marking/", "/blog/feed/rss/"])
def test_a_list_asks_as_many_queries_with_three_posts_as_with_one(client, path, django_assert_num_queries):
    build_post(slug="one", authors=[build_author()], tags=["Marking"])
    client.get(path)
    count = queries_of(client, path)
    for slug in ("two", "three"):
        build_post(slug=slug, authors=[build_author(), build_author(name="Bo", slug="bo")], tags=["Marking", slug])
    client.get(path)
    with django_assert_num_queries(count):
        client.get(path)


def queries_of(client, path):
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_a_post_asks_twelve_queries_at_most_and_no_more_for_more_comments(client, django_assert_num_queries):
    post = build_post(authors=[build_author()], tags=["Marking"])
    head = build_comment(post)
    build_comment(post, thread=head)
    client.get(post.url)
    count = queries_of(client, post.url)
    for _ in range(2):
        head = build_comment(post)
        build_comment(post, thread=head)
    with django_assert_num_queries(count):
        client.get(post.url)
    assert count <= 12


def test_a_post_shows_who_wrote_it_and_holds_no_form(client):
    post = build_post(authors=[build_author()], introduction="In short.")
    page = text_of(client, post.url)
    assert "In short." in page
    assert "Ada Example" in page
    assert "csrfmiddlewaretoken" not in page
    assert not client.cookies


@pytest.mark.parametrize("path", ["/blog/", "/blog/on-marking/", "/blog/tagged/marking/"])
def test_pages_name_the_feeds_to_feed_readers(client, path):
    build_post(tags=["Marking"])
    page = text_of(client, path)
    assert 'type="application/rss+xml"' in page
    assert 'type="application/atom+xml"' in page


def test_the_rss_feed_holds_title_address_and_introduction(client):
    build_post(introduction="In <short>.", authors=[build_author()], tags=["Marking"])
    response = client.get("/blog/feed/rss/")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    item = channel.find("item")
    assert channel.findtext("title") == "Blog"
    assert [item.findtext(name) for name in ("title", "link", "description", "category", "pubDate")] == [
        "On marking",
        "http://localhost:8000/blog/on-marking/",
        "In <short>.",
        "Marking",
        "Thu, 05 Nov 2026 10:14:00 +0000",
    ]


def test_the_atom_feed_of_a_tag_holds_its_posts_alone(client):
    build_post(title="Wanted", slug="wanted", tags=["Marking"])
    build_post(title="Unwanted", slug="unwanted")
    feed = ElementTree.fromstring(client.get("/blog/tagged/marking/feed/atom/").content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Wanted"]
    assert feed.findtext(f"{ATOM}title") == "Blog: Marking"


def test_comments_close_sixty_days_after_the_first_publication():
    post = build_post(published=NOW)
    assert post.last_day_of_comments == date(2027, 1, 4)
    assert (post.takes_comments_on(date(2027, 1, 4)), post.takes_comments_on(date(2027, 1, 5))) == (True, False)


def test_an_editor_closes_and_reopens_a_post():
    post = build_post(comments_closed=True)
    assert not post.takes_comments_on(date(2026, 11, 6))
    post = build_post(slug="reopened", comments_until=date(2028, 1, 1))
    assert post.takes_comments_on(date(2027, 12, 31))


def test_a_post_never_published_takes_none():
    assert not build_post(published=None, live=False).takes_comments_on(date(2026, 11, 6))


def test_a_closed_post_says_since_when(client):
    post = build_post(published=datetime(2026, 1, 5, 10, 0, tzinfo=UTC))
    page = text_of(client, post.url)
    assert "Comments closed on 6 March 2026." in page
    assert "Write a comment" not in page


def test_a_copy_of_a_post_is_kept_and_forgotten_when_a_comment_shows(
    client, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE = True
    post = build_post(published=timezone.now())
    comment = build_comment(post, state=WAITING, text="Read me.")
    client.get(post.url)
    with CaptureQueriesContext(connection) as asked:
        assert "Read me." not in client.get(post.url).content.decode()
    assert len(asked) == 0
    with django_capture_on_commit_callbacks(execute=True):
        settle_comment(comment=comment, to=SHOWN, reason="", by=build_user(), now=NOW)
    assert "Read me." in client.get(post.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        settle_comment(comment=comment, to=HIDDEN, reason="Rude.", by=build_user(), now=NOW)
    assert "Read me." not in client.get(post.url).content.decode()


def test_a_post_for_some_alone_sends_others_to_the_sign_in_page(client):
    post = build_post()
    PageViewRestriction.objects.create(page=post, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(post.url)["Location"].startswith("/account/login/")
