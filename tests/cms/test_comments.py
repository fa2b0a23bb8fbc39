"""Who is believed, what is shown, who hears of it: the verbs of comments."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from cms.domain import comment as domain
from cms.domain.comment import (
    CommentsClosed,
    ReplyRefused,
    TooLateToEdit,
    disown_comment,
    edit_comment,
    forget_old_commenters,
    prove_comment,
    report_comment,
    tidy_comments,
)
from cms.domain.mail import stop_mail
from cms.domain.moderation import settle_comment
from cms.emails import ALL_REPLIES, replies_kind
from cms.models import Comment, CommentReport, Mail
from cms.queries.comment import page_of, place_of, threads_of, to_do_count
from cms.queries.mail import address_digest
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
    commenter,
    write,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def post():
    return build_post()


@pytest.fixture
def moderator():
    return build_user(name="Mo Derator")


def state(comment):
    comment.refresh_from_db()
    return comment.state


def letters(address):
    return [mail.subject for mail in Mail.objects.filter(to=address).order_by("pk")]


# Who is believed ----------------------------------------------------------------------------------------------


def test_a_first_comment_waits_for_its_address_and_then_for_a_moderator(post, moderator):
    comment = write(post)
    assert (comment.state, comment.proven_at, letters("ada@example.org")) == (WAITING, None, ["Publish my comment"])
    assert to_do_count() == 0
    prove_comment(comment=comment, now=LATER)
    assert (state(comment), comment.proven_at, to_do_count()) == (WAITING, LATER, 1)
    settle_comment(comment=comment, to=SHOWN, reason="", by=moderator, now=LATER)
    assert state(comment) == SHOWN
    assert letters("ada@example.org")[1:] == ["Your comment on “On marking” is shown"]


def test_a_second_comment_shows_once_its_address_is_proven(post):
    build_comment(post)
    comment = write(post)
    assert state(comment) == WAITING
    prove_comment(comment=comment, now=LATER)
    assert (state(comment), comment.shown_at) == (SHOWN, LATER)
    assert letters("ada@example.org") == ["Publish my comment"]


def test_a_stranger_who_types_a_trusted_address_gains_nothing(post):
    build_comment(post)
    comment = write(post, author=commenter(name="Not Ada"))
    assert (comment.state, letters("ada@example.org")) == (WAITING, ["Publish my comment"])
    disown_comment(comment=comment)
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_a_proven_comment_is_not_disowned_by_an_old_link(post):
    comment = build_comment(post)
    disown_comment(comment=comment)
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_a_browser_that_was_remembered_needs_no_mail(post):
    build_comment(post)
    assert write(post, author=commenter(is_proven=True)).state == SHOWN
    assert letters("ada@example.org") == []


def test_a_browser_that_was_remembered_gives_a_first_comment_no_trust(post):
    assert write(post, author=commenter(is_proven=True)).state == WAITING


def test_somebody_signed_in_is_believed_and_then_trusted(post, moderator):
    user = build_user(email="lead@example.org")
    author = commenter(email=user.email, user=user, is_proven=True)
    first = write(post, author=author)
    assert first.state == WAITING
    settle_comment(comment=first, to=SHOWN, reason="", by=moderator, now=NOW)
    assert write(post, author=author).state == SHOWN


@pytest.mark.parametrize("state", [WAITING, HIDDEN, SPAM, REMOVED])
def test_only_a_comment_that_is_shown_gives_trust(post, state):
    build_comment(post, state=state)
    assert write(post, author=commenter(is_proven=True)).state == WAITING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [here](https://a.example) and https://b.example", SHOWN),
        ("https://a.example https://b.example www.c.example", WAITING),
        ("[a](https://a.example) [b](https://b.example) [c](/c)", WAITING),
    ],
)
def test_many_links_wait_for_a_moderator_whoever_wrote_them(post, text, expected):
    build_comment(post)
    assert write(post, text=text, author=commenter(is_proven=True)).state == expected


def test_to_prove_a_comment_twice_is_to_prove_it_once(post):
    comment = write(post)
    prove_comment(comment=comment, now=NOW)
    prove_comment(comment=comment, now=LATER)
    comment.refresh_from_db()
    assert comment.proven_at == NOW


# Writing ------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_comment(post):
    key = uuid4()
    first, second = write(post, key=key), write(post, key=key)
    assert (first.pk, Comment.objects.count(), letters("ada@example.org")) == (second.pk, 1, ["Publish my comment"])


def test_the_same_form_by_two_ways_at_once_is_one_comment(post, monkeypatch):
    key = uuid4()
    first = write(post, key=key)
    real = Comment.objects.filter
    monkeypatch.setattr(
        domain.Comment.objects,
        "filter",
        lambda *tests, **given: real(pk=None) if "key" in given else real(*tests, **given),
    )
    assert write(post, key=key).pk == first.pk


def test_the_text_is_rendered_once_when_it_is_saved(post):
    comment = write(post, text="*Well* said.")
    assert (comment.text, comment.html) == ("*Well* said.", "<p><em>Well</em> said.</p>")


def test_a_reply_to_a_reply_joins_the_same_thread(post):
    head = build_comment(post)
    reply = build_comment(post, thread=head)
    assert write(post, under=reply).thread_id == head.pk


@pytest.mark.parametrize("state", [WAITING, HIDDEN, SPAM, REMOVED])
def test_a_reply_to_what_is_not_shown_is_refused(post, state):
    with pytest.raises(ReplyRefused):
        write(post, under=build_comment(post, state=state))
    assert Comment.objects.count() == 1


def test_a_reply_to_a_comment_of_another_post_is_refused(post):
    with pytest.raises(ReplyRefused):
        write(build_post(slug="other"), under=build_comment(post))


def test_a_closed_post_takes_no_comment_and_the_last_day_does(post):
    assert write(post, now=datetime(2027, 1, 4, 23, 59, tzinfo=UTC))
    with pytest.raises(CommentsClosed):
        write(post, now=datetime(2027, 1, 5, 0, 0, tzinfo=UTC))


# Changing -----------------------------------------------------------------------------------------------------


def test_a_comment_is_changed_for_fifteen_minutes(post):
    build_comment(post)
    comment = write(post, author=commenter(is_proven=True))
    edit_comment(comment=comment, text="*Better.*", now=NOW + timedelta(minutes=15))
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.state) == ("*Better.*", "<p><em>Better.</em></p>", SHOWN)
    assert comment.edited_at == NOW + timedelta(minutes=15)
    with pytest.raises(TooLateToEdit):
        edit_comment(comment=comment, text="Late.", now=NOW + timedelta(minutes=15, seconds=1))


def test_what_was_never_shown_is_not_called_edited(post):
    comment = edit_comment(comment=write(post), text="Better.", now=LATER)
    assert (comment.edited_at, comment.state) == (None, WAITING)


def test_a_first_comment_changed_after_it_was_shown_waits_again(post):
    comment = build_comment(post)
    assert edit_comment(comment=comment, text="Buy this.", now=LATER).state == WAITING


def test_a_trusted_comment_changed_into_a_list_of_links_waits(post):
    build_comment(post)
    comment = build_comment(post)
    assert edit_comment(comment=comment, text="www.a.example " * 3, now=LATER).state == WAITING


@pytest.mark.parametrize("state", [HIDDEN, SPAM, REMOVED])
def test_what_a_moderator_settled_is_not_changed(post, state):
    with pytest.raises(TooLateToEdit):
        edit_comment(comment=build_comment(post, state=state), text="Again.", now=LATER)


# Replies and their notices ------------------------------------------------------------------------------------


def test_each_mailbox_holds_the_notices_of_its_own_thread_alone(post):
    """Wagtail CVE-2022-21683: replies were told to everybody who had ever commented."""
    other = build_post(title="On testing", slug="on-testing")
    heads = {}
    for name, where in [("ada", post), ("bo", post), ("cy", other)]:
        heads[name] = build_comment(where, email=f"{name}@{name}.example", name=name.title(), wants_replies=True)
    for name in heads:
        author = commenter(email=f"re-{name}@x.example", name=f"Re {name.title()}", is_proven=True)
        build_comment(other, email=author.email, state=SHOWN)  # trusted, and not asking for replies
        write(heads[name].post, under=heads[name], author=author, wants_replies=False)
    assert {name: letters(f"{name}@{name}.example") for name in heads} == {
        "ada": ["Re Ada replied on “On marking”"],
        "bo": ["Re Bo replied on “On marking”"],
        "cy": ["Re Cy replied on “On testing”"],
    }
    assert Mail.objects.count() == 3


def test_everybody_in_the_thread_who_asked_hears_once_and_the_writer_not(post):
    head = build_comment(post, email="ada@ada.example", wants_replies=True)
    build_comment(post, thread=head, email="bo@bo.example", wants_replies=True)
    build_comment(post, thread=head, email="bo@bo.example", wants_replies=True)
    build_comment(post, thread=head, email="cy@cy.example", wants_replies=False)
    write(post, under=head, author=commenter(email="bo@bo.example", is_proven=True))
    assert (letters("bo@bo.example"), letters("cy@cy.example")) == ([], [])
    write(post, under=head, author=commenter(email="ada@ada.example", is_proven=True))
    assert len(letters("bo@bo.example")) == 1


def test_a_notice_comes_when_the_reply_is_shown_and_only_then(post, moderator):
    head = build_comment(post, email="ada@ada.example", wants_replies=True)
    reply = write(post, under=head, author=commenter(email="bo@bo.example", is_proven=True))
    assert letters("ada@ada.example") == []
    for to in (SHOWN, HIDDEN, SHOWN):
        settle_comment(comment=reply, to=to, reason="Because.", by=moderator, now=NOW)
    assert letters("ada@ada.example") == ["Ada Example replied on “On marking”"]
    assert letters("bo@bo.example") == ["Your comment on “On marking” is shown"]


def test_one_click_stops_the_notices_of_one_thread(post, client, django_capture_on_commit_callbacks):
    one, two = (build_comment(post, email="ada@ada.example", wants_replies=True) for _ in range(2))
    build_comment(post, email="bo@bo.example")
    author = commenter(email="bo@bo.example", is_proven=True)
    with django_capture_on_commit_callbacks(execute=True):
        write(post, under=one, author=author)
    header = outbox.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert client.post(header.removeprefix("http://localhost:8000")).status_code == 200
    write(post, under=one, author=author)
    assert len(letters("ada@ada.example")) == 1
    write(post, under=two, author=author)
    assert len(letters("ada@ada.example")) == 2


@pytest.mark.parametrize("kind", [ALL_REPLIES, "thread"])
def test_notices_can_be_stopped_for_a_thread_and_for_all(post, kind):
    head = build_comment(post, email="ada@ada.example", wants_replies=True)
    build_comment(post, email="bo@bo.example")
    kind = replies_kind(head.pk) if kind == "thread" else kind
    stop_mail(who=address_digest("Ada@ada.example"), kind=kind, now=NOW)
    write(post, under=head, author=commenter(email="bo@bo.example", is_proven=True))
    assert letters("ada@ada.example") == []


def test_a_person_with_an_account_stops_notices_as_that_person(post):
    user = build_user(email="ada@ada.example")
    head = build_comment(post, email=user.email, user=user, wants_replies=True)
    build_comment(post, email="bo@bo.example")
    author = commenter(email="bo@bo.example", is_proven=True)
    write(post, under=head, author=author)
    assert (len(letters(user.email)), Mail.objects.get(to=user.email).user) == (1, user)
    stop_mail(who=user.pk, kind=replies_kind(head.pk), now=NOW)
    write(post, under=head, author=author)
    assert len(letters(user.email)) == 1


@pytest.mark.parametrize("name", ["Bo\nBcc: x@x.example", "Bo\r\nX", "Bo\u2028X", "Bo\x07X", "Bo\u202eX"])
def test_a_name_cannot_write_into_the_head_of_a_mail(post, name, django_capture_on_commit_callbacks):
    head = build_comment(post, email="ada@ada.example", wants_replies=True)
    build_comment(post, email="bo@bo.example")
    with django_capture_on_commit_callbacks(execute=True):
        write(post, under=head, author=commenter(email="bo@bo.example", name=name, is_proven=True))
    message = outbox.outbox[0]
    assert (message.to, message.bcc, message.subject.splitlines()) == (["ada@ada.example"], [], [message.subject])
    assert "\u202e" not in message.subject


# Reports ------------------------------------------------------------------------------------------------------


def test_a_comment_stays_after_two_reports_and_waits_after_three_people(post):
    comment = build_comment(post)
    for who in ("a", "b", "b", "b"):
        report_comment(comment=comment, reporter=who, reason="Rude.", now=NOW)
    assert (state(comment), comment.reports.count(), to_do_count()) == (SHOWN, 2, 1)
    report_comment(comment=comment, reporter="c", reason="Rude.", now=NOW)
    assert state(comment) == WAITING


def test_reports_that_were_dismissed_count_no_more(post, moderator):
    comment = build_comment(post)
    for who in ("a", "b"):
        report_comment(comment=comment, reporter=who, reason="Rude.", now=NOW)
    settle_comment(comment=comment, to=SHOWN, reason="It is not rude.", by=moderator, now=NOW)
    assert set(comment.reports.values_list("outcome", flat=True)) == {"dismissed"}
    report_comment(comment=comment, reporter="c", reason="Rude.", now=NOW)
    assert (state(comment), to_do_count()) == (SHOWN, 1)


# Under a post -------------------------------------------------------------------------------------------------


def test_threads_stand_in_order_and_their_replies_with_them(post):
    head = build_comment(post, text="One")
    build_comment(post, text="Two", created_at=LATER)
    build_comment(post, text="Re", thread=head, created_at=LATER)
    build_comment(post, text="Hidden", thread=head, state=HIDDEN)
    threads = threads_of(post, page=1)
    assert [(t.head.html, [r.html for r in t.replies]) for t in threads] == [
        ("<p>One</p>", ["<p>Re</p>"]),
        ("<p>Two</p>", []),
    ]


def test_a_hidden_head_keeps_its_place_while_a_reply_is_shown(post):
    hidden = build_comment(post, state=HIDDEN)
    build_comment(post, thread=hidden)
    build_comment(post, state=HIDDEN)
    assert [thread.head.pk for thread in threads_of(post, page=1)] == [hidden.pk]


def test_the_lasting_address_leads_to_the_page_of_the_thread(post):
    comments = [build_comment(post, created_at=NOW + timedelta(minutes=n)) for n in range(26)]
    reply = build_comment(post, thread=comments[25])
    assert [page_of(comments[24]), page_of(comments[25]), page_of(reply)] == [1, 2, 2]
    assert place_of(comments[0]) == f"/blog/on-marking/#comment-{comments[0].pk}"
    assert place_of(reply) == f"/blog/on-marking/?page=2#comment-{reply.pk}"


# The clock ----------------------------------------------------------------------------------------------------


def test_an_address_is_forgotten_24_months_after_the_last_comment(post):
    old = build_comment(post, email="old@old.example")
    kept = build_comment(post, email="kept@kept.example")
    build_comment(post, email="kept@kept.example", created_at=NOW + timedelta(days=1))
    forget_old_commenters(now=NOW + timedelta(days=731))
    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.email, old.name, old.state, kept.email) == ("", "Ada Example", SHOWN, "kept@kept.example")


def test_what_nobody_proved_goes_after_a_week_and_what_waits_for_us_stays(post):
    unproven, waiting = write(post), build_comment(post, state=WAITING)
    tidy_comments(now=NOW + timedelta(days=7))
    assert Comment.objects.count() == 2
    tidy_comments(now=NOW + timedelta(days=7, seconds=1))
    assert (state(waiting), Comment.objects.filter(pk=unproven.pk).exists()) == (WAITING, False)


def test_spam_goes_after_a_month_and_a_network_address_after_four_hours(post):
    comment = build_comment(post, state=WAITING, network_address="192.0.2.1", user_agent="Browser")
    build_comment(post, state=SPAM)
    tidy_comments(now=NOW + timedelta(hours=4, seconds=1))
    comment.refresh_from_db()
    assert (comment.network_address, comment.user_agent, Comment.objects.count()) == (None, "", 2)
    tidy_comments(now=NOW + timedelta(days=30, seconds=1))
    assert list(Comment.objects.all()) == [comment]


# The database refuses -----------------------------------------------------------------------------------------


def refuses(name, action):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        action()


def test_a_comment_is_not_its_own_thread(post):
    comment = build_comment(post)
    refuses("comment_not_its_own_thread", lambda: Comment.objects.update(thread=comment))


def test_nothing_is_shown_without_a_proven_address(post):
    build_comment(post)
    refuses("comment_shown_is_proven", lambda: Comment.objects.update(proven_at=None))


def test_one_form_makes_one_row(post):
    comment = build_comment(post)
    comment.pk = None
    refuses("UNIQUE|unique", lambda: comment.save(force_insert=True))


def test_one_person_reports_a_comment_once(post):
    comment = build_comment(post)
    given = {"comment": comment, "reporter": "a", "reason": "Rude.", "reported_at": NOW}
    CommentReport.objects.create(**given)
    refuses("UNIQUE|unique", lambda: CommentReport.objects.create(**given))
