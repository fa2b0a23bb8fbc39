"""A blog with posts and comments, and the form with which one is written."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from cms.domain.comment import Commenter, write_comment
from cms.forms.comment import opened_at
from cms.markdown import render_person_markdown
from cms.models import Author, BlogPage, Comment, PostPage
from tests.builders import build_site

NOW = datetime(2026, 11, 5, 10, 14, tzinfo=UTC)
WAITING, SHOWN, HIDDEN, SPAM, REMOVED = Comment.State


def build_blog():
    blog = BlogPage.objects.first()
    if blog is None:
        home = build_site()
        home.refresh_from_db()
        blog = home.add_child(instance=BlogPage(title="Blog", slug="blog", introduction="Notes."))
    return blog


def build_author(*, name="Ada Example", slug="ada"):
    author, _ = Author.objects.get_or_create(slug=slug, defaults={"name": name, "role": "Assessment lead"})
    return author


def build_post(*, title="On marking", slug="on-marking", authors=(), tags=(), published=NOW, live=True, **fields):
    blog = build_blog()
    blog.refresh_from_db()
    fields.setdefault("posted_on", date(2026, 11, 5))
    post = PostPage(title=title, slug=slug, body=[("prose", "Text.")], live=live, **fields)
    post.first_published_at = published
    post = blog.add_child(instance=post)
    post.authors.set(authors)
    post.tags.add(*tags)
    post.save()
    return post


def build_comment(post, *, state=SHOWN, text="Well said.", email="ada@example.org", name="Ada Example", **fields):
    """A row as the verbs leave it, its address proven."""
    times = {"created_at": NOW, "proven_at": NOW, "shown_at": NOW if state != WAITING else None}
    return Comment.objects.create(
        **times | fields,
        post=post,
        state=state,
        name=name,
        role="Assessment lead, primary school",
        email=email,
        text=text,
        html=render_person_markdown(text),
        key=uuid4(),
    )


def commenter(email="ada@example.org", **fields):
    return Commenter(**{"name": "Ada Example", "role": "Assessment lead", "email": email, **fields})


def write(post, *, under=None, text="Well said.", author=None, wants_replies=True, key=None, now=NOW):
    return write_comment(
        post=post,
        under=under,
        author=author or commenter(),
        text=text,
        wants_replies=wants_replies,
        key=key or uuid4(),
        now=now,
    )


def form_data(**given):
    """What a person sends who took ten seconds over it."""
    data = {
        "name": "Ada Example",
        "role": "Assessment lead, primary school",
        "email": "ada@example.org",
        "text": "Well said.",
        "wants_replies": "on",
        "website": "",
        "opened": opened_at(timezone.now() - timedelta(seconds=10)),
        "key": str(uuid4()),
    }
    return {name: value for name, value in (data | given).items() if value is not None}
