"""Posts as their lists show them: what a list needs is read at once, whatever its length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
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


def blog_pk() -> int | None:
    blog = the_blog()
    return blog.pk if blog else None


def posts_of(blog: BlogPage) -> QuerySet[PostPage]:
    """Live and open to everybody, the newest first."""
    return PostPage.objects.child_of(blog).live().public().order_by(F("posted_on").desc(nulls_last=True), "-pk")


def posts_by_slug() -> dict[str, int]:
    """Of those that everybody may read."""
    return dict(PostPage.objects.live().public().values_list("slug", "pk"))


@dataclass(frozen=True)
class BlogIndex:
    posts: Page  # of PostLine
    tags: tuple[Tag, ...]
    years: tuple[int, ...]


def blog_index(blog: BlogPage, *, page: str | int | None) -> BlogIndex:
    """A page of the posts, and the tags and years of all of them: the days of all are read once, and their tags."""
    days = dict(posts_of(blog).values_list("pk", "posted_on"))
    tags = _tags_of(list(days))
    posts = Paginator(list(days), A_PAGE).get_page(page)
    found = PostPage.objects.in_bulk(list(posts.object_list))
    ordered = [found[pk] for pk in posts.object_list]
    posts.object_list = post_lines(ordered, blog_url=blog.url, tags=tags)
    every_tag = {tag.pk: tag for some in tags.values() for tag in some}
    years = {day.year for day in days.values() if day and day <= localdate()}
    return BlogIndex(
        posts=posts,
        tags=tuple(sorted(every_tag.values(), key=lambda tag: tag.name)),
        years=tuple(sorted(years, reverse=True)),
    )


def post_lines(
    posts: Iterable[PostPage], *, blog_url: str, tags: Mapping[int, list[Tag]] | None = None
) -> list[PostLine]:
    posts = list(posts)
    pks = [post.pk for post in posts]
    authors, tags = _authors_of(pks), _tags_of(pks) if tags is None else tags
    return [
        PostLine(
            pk=post.pk,
            title=post.title,
            url=f"{blog_url}{post.slug}/",
            introduction=post.introduction,
            posted_on=post.posted_on,
            first_published_at=post.first_published_at,
            authors=tuple(authors[post.pk]),
            tags=tuple(tags.get(post.pk, ())),
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
