"""Posts as their lists show them: what a list needs is read at once, whatever its length."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils.timezone import localdate
from taggit.models import Tag

from cms.models import Author, BlogPage, PostPage, PostTag

A_PAGE = 10


@dataclass(frozen=True)
class PostLine:
    pk: int
    title: str
    url: str
    introduction: str
    posted_on: date | None
    first_published_at: datetime | None
    authors: tuple[Author, ...]
    tags: tuple[Tag, ...]


def the_blog() -> BlogPage | None:
    return BlogPage.objects.live().public().first()


def posts_of(blog: BlogPage) -> QuerySet[PostPage]:
    """Live and open to everybody, the newest first."""
    return PostPage.objects.child_of(blog).live().public().order_by(F("posted_on").desc(nulls_last=True), "-pk")


def post_lines(posts: Iterable[PostPage], *, blog_url: str) -> list[PostLine]:
    posts = list(posts)
    pks = [post.pk for post in posts]
    authors, tags = _authors_of(pks), _tags_of(pks)
    return [
        PostLine(
            pk=post.pk,
            title=post.title,
            url=f"{blog_url}{post.slug}/",
            introduction=post.introduction,
            posted_on=post.posted_on,
            first_published_at=post.first_published_at,
            authors=tuple(authors[post.pk]),
            tags=tuple(tags[post.pk]),
        )
        for post in posts
    ]


def _authors_of(pks: list[int]) -> dict[int, list[Author]]:
    found = defaultdict(list)
    rows = PostPage.authors.through.objects.filter(postpage__in=pks).select_related("author").order_by("author__name")
    for row in rows:
        found[row.postpage_id].append(row.author)
    return found


def _tags_of(pks: list[int]) -> dict[int, list[Tag]]:
    found = defaultdict(list)
    for row in PostTag.objects.filter(content_object__in=pks).select_related("tag").order_by("tag__name"):
        found[row.content_object_id].append(row.tag)
    return found


def authors_and_tags(post: PostPage) -> tuple[list[Author], list[Tag]]:
    return _authors_of([post.pk])[post.pk], _tags_of([post.pk])[post.pk]


def years_of(blog: BlogPage) -> list[int]:
    """In which something was posted, the newest first."""
    days = posts_of(blog).exclude(posted_on=None).values_list("posted_on", flat=True)
    return sorted({day.year for day in days if day <= localdate()}, reverse=True)


def tags_of(blog: BlogPage) -> list[Tag]:
    posts = posts_of(blog).order_by().values("pk")
    return list(Tag.objects.filter(cms_posttag_items__content_object__in=posts).distinct().order_by("name"))
