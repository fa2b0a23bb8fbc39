"""What the pages of the blog show beside their own text: posts, and comments."""

from django import template
from django.utils.timezone import localdate

from cms import markdown
from cms.queries import blog, comment

register = template.Library()


@register.simple_tag(takes_context=True)
def blog_index(context, page):
    """A page of the posts of this blog, and the tags and years of all."""
    return blog.blog_index(page, page=context["request"].GET.get("page"))


@register.simple_tag
def authors_and_tags(post):
    authors, tags = blog.authors_and_tags(post)
    return {"authors": authors, "tags": tags}


@register.inclusion_tag("cms/comment/comments.html", takes_context=True)
def comments(context, post):
    """The comments of a post, its way to write one or the day on which it closed."""
    threads = comment.threads_of(post, page=context["request"].GET.get("page"))
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
