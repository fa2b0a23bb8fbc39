"""The moderators' queue in the admin."""

import pytest
from django.contrib.auth.models import Group

from cms.domain.moderation import AlreadyRemoved, NotProven, settle_comment, settle_comments
from cms.models import Comment
from cms.queries.comment import history_of
from courses.demonstration import put_groups
from tests.builders import build_user
from tests.cms.blogging import (
    HIDDEN,
    NOW,
    REMOVED,
    SHOWN,
    SPAM,
    WAITING,
    build_comment,
    build_post,
    write,
)
from tests.cms.test_blog import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return build_post()


@pytest.fixture
def moderator():
    user = build_user(name="Mo Derator")
    user.groups.set([put_groups()[0], Group.objects.get(name="Moderators")])
    return user


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def states():
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def settle(comment, to, moderator, reason="Because."):
    return settle_comment(comment=comment, to=to, reason=reason, by=moderator, now=NOW)


# The verb -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [SHOWN, HIDDEN, SPAM, REMOVED])
def test_each_step_is_kept_with_its_reason_and_who_took_it(post, moderator, to):
    comment = settle(build_comment(post, state=WAITING), to, moderator)
    assert (comment.state, comment.settled_by, comment.settled_at, comment.reason) == (to, moderator, NOW, "Because.")
    entry = history_of(comment)[0]
    assert (entry.user, entry.data) == (moderator, {"reason": "Because.", "before": "waiting"})


def test_what_is_removed_is_gone_for_good(post, moderator):
    comment = settle(build_comment(post), REMOVED, moderator)
    assert (comment.text, comment.html, comment.email) == ("", "", "")
    with pytest.raises(AlreadyRemoved):
        settle(comment, SHOWN, moderator)


def test_nothing_is_shown_before_its_address_is_proven(post, moderator):
    comment = write(post)
    with pytest.raises(NotProven):
        settle(comment, SHOWN, moderator)
    assert settle(comment, SPAM, moderator).state == SPAM


def test_many_at_once_pass_over_what_cannot_be_settled(post, moderator):
    waiting, removed, unproven = build_comment(post, state=WAITING), build_comment(post, state=REMOVED), write(post)
    pks = [waiting.pk, removed.pk, unproven.pk, 99_999]
    assert settle_comments(pks=pks, to=SHOWN, by=moderator, now=NOW) == 1
    assert states() == [SHOWN, REMOVED, WAITING]


# The admin ----------------------------------------------------------------------------------------------------


def test_what_waits_and_what_was_reported_stands_first_and_is_counted_in_the_menu(admin, post):
    build_comment(post, name="Reported Person").reports.create(reporter="a", reason="Rude.", reported_at=NOW)
    build_comment(post, name="Waiting Person", state=WAITING)
    build_comment(post, name="Shown Person")
    write(post)
    page = admin.get("/admin/comments/").content.decode()
    rows = page[page.index("<tbody") :]
    assert rows.index("Waiting Person") < rows.index("Shown Person")
    assert rows.index("Reported Person") < rows.index("Shown Person")
    assert "Ada Example" not in rows  # not proven: nobody's turn yet
    assert "Comments (2)" in page


@pytest.mark.parametrize(
    ("query", "found"), [("q=needle", ["One"]), ("state=hidden", ["Two"]), ("state=shown", ["One"])]
)
def test_the_list_is_searched_and_filtered(admin, post, query, found):
    build_comment(post, name="One", text="A needle.")
    build_comment(post, name="Two", text="Hay.", state=HIDDEN)
    page = admin.get(f"/admin/comments/results/?{query}").content.decode()
    assert [name for name in ("One", "Two") if f"{name}<" in page or f"{name}\n" in page] == found


def test_the_list_asks_as_many_queries_with_three_comments_as_with_one(admin, post, django_assert_num_queries):
    build_comment(post)
    admin.get("/admin/comments/")
    count = queries_of(admin, "/admin/comments/")
    for _ in range(2):
        build_comment(build_post(slug=f"post-{Comment.objects.count()}"))
    with django_assert_num_queries(count):
        admin.get("/admin/comments/")


def test_the_page_of_a_comment_shows_its_thread_reports_and_history(admin, post, moderator):
    head = build_comment(post, name="Head Person")
    reply = build_comment(post, name="Reply Person", thread=head)
    reply.reports.create(reporter="a", reason="It is rude.", reported_at=NOW)
    settle(reply, HIDDEN, moderator, reason="It was rude.")
    page = admin.get(f"/admin/comments/inspect/{reply.pk}/").content.decode()
    assert [
        word for word in ("Head Person", "It is rude.", "It was rude.", "Hid the comment") if word not in page
    ] == []


def test_the_buttons_settle_a_comment(admin, post):
    comment = build_comment(post, state=WAITING)
    path = f"/admin/comments/{comment.pk}/settle/"
    assert admin.post(path, {"to": "shown"}).status_code == 302
    assert states() == [SHOWN]
    admin.post(path, {"to": "hidden"})
    assert states() == [SHOWN]  # without a reason nothing is hidden
    admin.post(path, {"to": "hidden", "reason": "Rude."})
    assert states() == [HIDDEN]
    assert admin.get(path).status_code == 405


@pytest.mark.parametrize(("action", "state"), [("show", SHOWN), ("spam", SPAM)])
def test_many_are_settled_at_once_and_foreign_ids_ignored(admin, post, action, state):
    chosen = [build_comment(post, state=WAITING) for _ in range(2)]
    build_comment(post, state=WAITING)
    ids = "&".join(f"id={pk}" for pk in [chosen[0].pk, chosen[1].pk, 99_999, post.pk + 50_000])
    path = f"/admin/bulk/cms/comment/{action}/?{ids}&next=/admin/comments/"
    assert admin.get(path).status_code == 200
    assert states() == [WAITING] * 3
    assert admin.post(path)["Location"] == "/admin/comments/"
    assert states() == [state, state, WAITING]


@pytest.mark.parametrize("groups", [[], ["Office"]])
def test_who_may_not_moderate_finds_nothing_and_changes_nothing(client, post, groups):
    put_groups()
    user = build_user()
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    comment = build_comment(post, state=WAITING)
    assert client.get(f"/admin/comments/inspect/{comment.pk}/").status_code in (302, 404)
    assert client.post(f"/admin/comments/{comment.pk}/settle/", {"to": "shown"}).status_code == 404
    client.post(f"/admin/bulk/cms/comment/show/?id={comment.pk}&next=/admin/")
    assert states() == [WAITING]
    assert "secret" not in client.get("/admin/comments/").content.decode()


def test_no_form_of_the_admin_writes_or_deletes_a_comment(admin, post):
    comment = build_comment(post)
    for path in ("new/", f"edit/{comment.pk}/", f"delete/{comment.pk}/"):
        admin.post(f"/admin/comments/{path}", {"name": "Changed", "text": "Changed"})
    comment.refresh_from_db()
    assert (comment.name, Comment.objects.count()) == ("Ada Example", 1)
