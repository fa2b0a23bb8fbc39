"""What the pages of the blog show beside their own text: posts, and comments."""

from functools import partial

from django import template
from django.utils.timezone import localdate

from cms import markdown
from cms.queries import blog, comment
from cms.templatetags.once import kept

register = template.Library()
LONGEST_NUMBER = 2  # digits


@register.simple_tag(takes_context=True)
def blog_index(context, page):
    """A page of the posts of this blog, and the tags and years of all."""
    return kept_page(context, page, "posts", blog.blog_index)


def kept_page(context, page, name: str, read):
    """One page of a list; only the first hundred are kept, so that nobody fills the memory with numbers."""
    number = context["request"].GET.get("page")
    made = partial(read, page, page=number)
    is_one_of_few = number is None or (number.isdecimal() and len(number) <= LONGEST_NUMBER)
    return kept(page, name, made, page.pk, number) if is_one_of_few else made()


@register.simple_tag(takes_context=True)
def authors_and_tags(context, post):
    is_preview = getattr(context.get("request"), "is_preview", False)
    read = partial(blog.authors_and_tags, post)
    authors, tags = read() if is_preview else kept(post, "authors", read, post.pk)
    return {"authors": authors, "tags": tags}


@register.inclusion_tag("cms/comment/comments.html", takes_context=True)
def comments(context, post):
    """The comments of a post, its way to write one or the day on which it closed."""
    threads = kept_page(context, post, "threads", comment.threads_of)
    return {
        "request": context["request"],
        "post": post,
        "threads": threads,
        "count": comment.shown_count(post, threads),
        "is_open": post.takes_comments_on(localdate()),
        "last_day": post.last_day_of_comments,
    }


@register.filter
def as_saved(comment):
    """The text of a comment as it was rendered when it was saved."""
    return markdown.stored_html(comment.html)
