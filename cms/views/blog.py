from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from taggit.models import Tag
from wagtail.views import serve

from cms.access import get_blog_or_404
from cms.domain.pagecache import kept_part
from cms.models import Author, BlogPage, PostPage
from cms.queries.blog import A_PAGE, blog_pk, post_lines, posts_by_slug, posts_of, years_of
from cms.views.pagecache import public_page

FEEDS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
IN_A_FEED = 20


@login_not_required
@public_page("page")
def index(request):
    """Without the walk down the page tree, which costs more queries than the page itself."""
    pk = kept_part("blog", blog_pk)  # the page itself is read anew: it carries what one request has read
    return BlogPage.objects.get(pk=pk).serve(request) if pk else serve(request, "blog/")


@login_not_required
@public_page("page")
def post(request, slug):
    """What only some may read, Wagtail's own view decides."""
    found = PostPage.objects.filter(pk=kept_part("posts", posts_by_slug).get(slug), live=True).first()
    return found.serve(request) if found else serve(request, f"blog/{slug}/")


@login_not_required
@public_page("page")
def tagged(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    return some_posts(request, title=f"Posts about {tag.name}", feed_tag=tag, tags=tag)


@login_not_required
@public_page("page")
def written_by(request, slug):
    author = get_object_or_404(Author, slug=slug)
    return some_posts(request, title=f"Posts by {author.name}", author=author, authors=author)


@login_not_required
@public_page("page")
def posted_in(request, year):
    if year not in years_of(get_blog_or_404()):
        raise Http404
    return some_posts(request, title=f"Posts of {year}", posted_on__year=year)


def some_posts(request, *, title, author=None, feed_tag=None, **condition):
    blog = get_blog_or_404()
    posts = Paginator(posts_of(blog).filter(**condition), A_PAGE).get_page(request.GET.get("page"))
    posts.object_list = post_lines(posts.object_list, blog_url=blog.url)
    context = {"blog": blog, "title": title, "posts": posts, "author": author, "feed_tag": feed_tag}
    context["share_title"] = title
    return render(request, "cms/blog/some_posts.html", context)


@login_not_required
@public_page()
def feed(request, kind, slug=None):
    """RSS or Atom, of all posts or of those with a tag: title, introduction, authors, tags."""
    if kind not in FEEDS:
        raise Http404
    blog = get_blog_or_404()
    tag = get_object_or_404(Tag, slug=slug) if slug else None
    posts = posts_of(blog).filter(**({"tags": tag} if tag else {}))[:IN_A_FEED]
    made = FEEDS[kind](
        title=f"{blog.title}: {tag.name}" if tag else blog.title,
        link=settings.SITE_URL + (reverse("posts_tagged", args=[tag.slug]) if tag else blog.url),
        description=blog.introduction or "From the assessment lead programme",
        language="en-gb",
        feed_url=settings.SITE_URL + request.path,
    )
    for line in post_lines(posts, blog_url=blog.url):
        made.add_item(
            title=line.title,
            link=settings.SITE_URL + line.url,
            description=line.introduction,
            author_name=", ".join(author.name for author in line.authors) or None,
            categories=[tag.name for tag in line.tags],
            pubdate=line.first_published_at,
            updateddate=line.first_published_at,
            unique_id=settings.SITE_URL + line.url,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
