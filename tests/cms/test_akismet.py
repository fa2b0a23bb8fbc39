"""The adapter to Akismet against a stub of its protocol: what is sent, what comes of it, and what a failure loses."""

import httpx
import pytest
from akismet import APIKeyError, ProtocolError, RequestError

from cms import tasks
from cms.domain import spam
from cms.domain.moderation import settle_comment
from cms.domain.spam import ask_akismet, tell_akismet
from cms.models import Comment, FailedTask
from tests.builders import build_user
from tests.cms.akismet_stub import ToStub, running_stub
from tests.cms.blogging import NOW, SHOWN, SPAM, WAITING, build_comment, build_post, commenter, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def stub(monkeypatch, settings):
    settings.AKISMET_KEY = "a-key"
    with running_stub() as stub:
        monkeypatch.setattr(
            spam, "http_client", lambda: httpx.Client(transport=ToStub(stub.server_address[1]), timeout=0.5)
        )
        yield stub


@pytest.fixture
def comment(stub):
    author = commenter(network_address="192.0.2.7", user_agent="Browser 1")
    return write(build_post(), text="*Buy* this.", author=author)


def ask(comment):
    ask_akismet(comment_id=comment.pk, now=NOW)
    comment.refresh_from_db()


def test_it_is_told_what_the_form_says_and_the_network_address_is_then_forgotten(comment, stub):
    ask(comment)
    assert stub.paths == ["/1.1/verify-key", "/1.1/comment-check"]
    assert stub.asked[0][1] == {"key": "a-key", "blog": "http://localhost:8000"}
    assert stub.asked[1][1] == {
        "api_key": "a-key",
        "blog": "http://localhost:8000",
        "user_ip": "192.0.2.7",
        "user_agent": "Browser 1",
        "permalink": "http://localhost:8000/blog/on-marking/",
        "comment_type": "comment",
        "comment_author": "Ada Example",
        "comment_author_email": "ada@example.org",
        "comment_content": "*Buy* this.",
        "comment_date_gmt": "2026-11-05T10:14:00+00:00",
        "blog_lang": "en_gb",
        "blog_charset": "UTF-8",
    }
    assert (comment.check_state, comment.state) == ("good", WAITING)
    assert (comment.network_address, comment.user_agent) == (None, "")


def test_spam_is_put_aside_where_a_moderator_can_find_it(comment, stub):
    stub.verdict = "true"
    ask(comment)
    assert (comment.check_state, comment.state, comment.text) == ("spam", SPAM, "*Buy* this.")


def test_blatant_spam_is_put_aside_too_and_not_thrown_away(comment, stub):
    stub.verdict, stub.headers = "true", {"X-akismet-pro-tip": "discard"}
    ask(comment)
    assert (comment.check_state, comment.state) == ("blatant", SPAM)


def test_a_comment_that_a_moderator_settled_meanwhile_stays_as_it_is(comment, stub):
    stub.verdict = "true"
    Comment.objects.update(proven_at=NOW)
    settle_comment(comment=comment, to=SHOWN, reason="", by=build_user(), now=NOW)
    ask(comment)
    assert comment.state == SHOWN


def wrong_key(stub):
    stub.key = "another"


def nonsense(stub):
    stub.verdict = "perhaps"


def broken(stub):
    stub.status = 500


def dead(stub):
    stub.shutdown()
    stub.server_close()


def slow(stub):
    stub.delay = 1.0


@pytest.mark.parametrize(
    ("fail", "error"),
    [
        (wrong_key, APIKeyError),
        (nonsense, ProtocolError),
        (broken, RequestError),
        (dead, RequestError),
        (slow, RequestError),
    ],
)
def test_a_failure_loses_nothing_and_is_seen_by_the_team(comment, stub, fail, error):
    fail(stub)
    with pytest.raises(error):
        ask_akismet(comment_id=comment.pk, now=NOW)
    comment.refresh_from_db()
    assert (comment.state, comment.check_state, comment.text) == (WAITING, "asked", "*Buy* this.")
    tasks.enqueue(ask_akismet, comment_id=comment.pk)
    assert FailedTask.objects.get().name == "cms.domain.spam.ask_akismet"


def test_it_is_asked_in_the_background_and_never_in_the_request(stub, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as put_off:
        write(build_post(), author=commenter(network_address="192.0.2.7"))
    assert (stub.asked, Comment.objects.get().check_state) == ([], "asked")
    assert len(put_off) == 2  # the mail, and this
    for later in put_off:
        later()
    assert "/1.1/comment-check" in stub.paths


def test_without_a_key_nobody_is_asked_and_no_network_address_kept(stub, settings, django_capture_on_commit_callbacks):
    settings.AKISMET_KEY = ""
    with django_capture_on_commit_callbacks(execute=True):
        comment = write(build_post(), author=commenter(network_address="192.0.2.7", user_agent="Browser 1"))
    ask(comment)
    assert (stub.asked, comment.check_state, comment.network_address, comment.user_agent) == ([], "", None, "")


def test_what_a_trusted_person_writes_is_sent_to_nobody(stub, django_capture_on_commit_callbacks):
    post = build_post()
    build_comment(post)
    with django_capture_on_commit_callbacks(execute=True):
        comment = write(post, author=commenter(network_address="192.0.2.7"))
    assert (stub.asked, comment.network_address) == ([], None)


@pytest.mark.parametrize(
    ("said", "to", "path"),
    [("good", SPAM, "/1.1/submit-spam"), ("spam", SHOWN, "/1.1/submit-ham"), ("blatant", SHOWN, "/1.1/submit-ham")],
)
def test_a_moderator_who_knows_better_teaches_it(stub, said, to, path, django_capture_on_commit_callbacks):
    comment = build_comment(build_post(), state=WAITING if said == "good" else SPAM, check_state=said)
    with django_capture_on_commit_callbacks(execute=True):
        settle_comment(comment=comment, to=to, reason="", by=build_user(), now=NOW)
    assert stub.paths == ["/1.1/verify-key", path]
    assert stub.asked[1][1]["user_ip"] == "127.0.0.1"


def test_a_moderator_who_agrees_teaches_nothing(stub, django_capture_on_commit_callbacks):
    comment = build_comment(build_post(), state=WAITING, check_state="good")
    with django_capture_on_commit_callbacks(execute=True):
        settle_comment(comment=comment, to=SHOWN, reason="", by=build_user(), now=NOW)
    assert stub.asked == []


def test_a_comment_that_is_gone_is_not_asked_about(stub):
    ask_akismet(comment_id=0, now=NOW)
    tell_akismet(comment_id=0, is_spam=True, now=NOW)
    assert stub.asked == []
