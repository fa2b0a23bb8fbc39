"""A blog in the world of the access tests: a comment that is shown, one that waits, and one whose links are known."""

from django.utils import timezone

from cms.models import Comment
from cms.queries.comment import mine_token, publish_token
from tests.cms.blogging import build_author, build_comment, build_post, form_data

WAITING_TEXT, ADDRESS = "secret-comment-that-waits", "secret-address@writer.example"


def lay_blog(world) -> None:
    things = world.things
    things.author = build_author()
    things.post = build_post(authors=[things.author], tags=["Marking"], published=timezone.now())
    things.draft_post = build_post(slug="draft", live=False)
    things.comment = build_comment(things.post, email=ADDRESS)
    things.waiting = build_comment(things.post, email=ADDRESS, text=WAITING_TEXT, state=Comment.State.WAITING)
    things.mine = build_comment(
        things.post, email=ADDRESS, state=Comment.State.WAITING, created_at=timezone.now(), proven_at=None
    )


def arguments(world) -> dict[str, dict]:
    things = world.things
    shown, waiting, draft = {"pk": things.comment.pk}, {"pk": things.waiting.pk}, {"pk": things.draft_post.pk}
    mine, publish = {"token": mine_token(things.mine)}, {"token": publish_token(things.mine)}
    return {
        "post": {"slug": things.post.slug},
        "posts_tagged": {"slug": "marking"},
        "posts_by": {"slug": "ada"},
        "posts_in": {"year": 2026},
        "feed": {"kind": "rss"},
        "feed/unknown": {"kind": "json"},
        "feed_tagged": {"slug": "marking", "kind": "atom"},
        "new_comment": {"pk": things.post.pk},
        "new_comment/draft": draft,
        **{name: shown for name in ("comment", "reply_to_comment", "report_comment")},
        **{f"{name}/waiting": waiting for name in ("comment", "reply_to_comment", "report_comment")},
        "my_comment": mine,
        "my_comment/forged": publish,
        "edit_comment": mine,
        "edit_comment/forged": publish,
        "publish_comment": publish,
        "publish_comment/forged": mine,
        "settle_comment": waiting,
    }


def data() -> dict[str, dict]:
    report, edit, publish = {"reason": "Rude."}, {"text": "Better said."}, {"do": "publish"}
    return {
        "new_comment": form_data(),
        "new_comment/draft": form_data(),
        "reply_to_comment": form_data(),
        "reply_to_comment/waiting": form_data(),
        "report_comment": report,
        "report_comment/waiting": report,
        "edit_comment": edit,
        "edit_comment/forged": edit,
        "publish_comment": publish,
        "publish_comment/forged": publish,
        "settle_comment": {"to": "hidden", "reason": "Rude."},
    }
