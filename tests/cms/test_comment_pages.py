"""The pages on which comments are written, published, changed and reported."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.domain.comment import write_comment
from cms.forms.comment import opened_at
from cms.models import Comment, Mail, PostPage
from cms.queries.comment import mine_token, publish_token
from tests.builders import build_user
from tests.cms.blogging import HIDDEN, SHOWN, WAITING, build_comment, build_post, commenter, form_data, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return build_post(published=timezone.now())


@pytest.fixture
def path(post):
    return f"/comments/{post.pk}/new/"


def page(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def fresh(post, **given):
    """Written just now, by the clock of the pages."""
    return write(post, now=timezone.now(), **given)


# Writing ------------------------------------------------------------------------------------------------------


def test_a_visitor_writes_and_is_sent_to_the_mail(client, path):
    text = page(client.post(path, form_data(), follow=True))
    comment = Comment.objects.get()
    assert "Look in your mail" in text
    assert (comment.name, comment.email, comment.state) == ("Ada Example", "ada@example.org", WAITING)
    assert (comment.network_address, comment.user_agent) == (None, "")


def test_the_address_is_on_no_page(client, post):
    comment = build_comment(post, created_at=timezone.now())
    mine, publish = mine_token(comment), publish_token(comment)
    paths = [
        post.url,
        f"/comments/{comment.pk}/reply/",
        f"/comments/{comment.pk}/report/",
        f"/comments/mine/{mine}/",
        f"/comments/mine/{mine}/edit/",
        f"/comments/publish/{publish}/",
    ]
    assert [path for path in paths if "ada@example.org" in page(client.get(path))] == []


def test_a_form_with_faults_keeps_what_was_typed(client, path):
    text = page(client.post(path, form_data(name="", text="I wrote this.")), 422)
    assert "Your name: Give your name." in text
    assert "I wrote this." in text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"website": "https://spam.example"}, "A box that people do not see was filled in."),
        ({"opened": ""}, "This form was open for more than a day."),
        ({"opened": "forged"}, "This form was open for more than a day."),
        (
            {"opened": opened_at(timezone.now() - timedelta(days=1, minutes=1))},
            "This form was open for more than a day.",
        ),
        ({"opened": opened_at(timezone.now() + timedelta(hours=1))}, "This came faster than anybody types."),
        ({"text": "x" * 5001}, "This text has 5,001 characters. Please keep it to 5,000."),
        ({"text": "[" * 101}, "more than 100 square brackets"),
        ({"email": "no address"}, "Your e-mail address: "),
    ],
)
def test_what_looks_like_a_machine_is_asked_again_and_nothing_is_lost(client, path, given, sentence):
    data = form_data(**{"text": "I wrote this."} | given)
    text = page(client.post(path, data), 422)
    assert sentence in text
    assert data["text"] in text
    assert "spam.example" not in text
    assert not Comment.objects.exists()


def test_a_form_that_was_too_old_goes_through_when_it_is_sent_again(client, path):
    response = client.post(path, form_data(opened=opened_at(timezone.now() - timedelta(days=2))))
    renewed = response.context["form"]["opened"].value()
    assert renewed == opened_at(timezone.now()) or renewed == opened_at(timezone.now() - timedelta(seconds=1))


def test_a_double_click_sends_one_comment(client, path):
    data = form_data()
    assert [client.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert (Comment.objects.count(), Mail.objects.count()) == (1, 1)


def test_the_seventh_comment_of_a_network_address_in_ten_minutes_is_put_off(client, path):
    answers = [client.post(path, form_data(email=f"{n}@x.example")).status_code for n in range(6)]
    text = page(client.post(path, form_data(text="I wrote this.", email="7@x.example")), 422)
    assert answers == [302] * 6
    assert "That was a little often." in text
    assert "I wrote this." in text


def test_a_forwarded_for_header_does_not_get_round_the_limit(client, path):
    for n in range(6):
        client.post(path, form_data(email=f"{n}@x.example"), headers={"X-Forwarded-For": f"192.0.2.{n}"})
    page(client.post(path, form_data(email="7@x.example"), headers={"X-Forwarded-For": "192.0.2.9"}), 422)


def test_one_address_gets_three_mails_an_hour_at_most(path):
    for n in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(path, form_data())
    assert Mail.objects.count() == 3


def test_all_together_are_limited_too(path, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"comment_of_all": "2/h/key"}
    given = [(f"192.0.2.{n}", f"{n}@x.example") for n in range(3)]
    answers = [Client(REMOTE_ADDR=ip).post(path, form_data(email=email)).status_code for ip, email in given]
    assert answers == [302, 302, 422]


def test_somebody_signed_in_types_no_address(client, path):
    user = build_user(email="lead@example.org", name="Lee Lead")
    client.force_login(user)
    text = page(client.get(path))
    assert 'name="email"' not in text
    assert 'value="Lee Lead"' in text
    assert "A moderator reads your comment" in page(client.post(path, form_data(email="other@x.example"), follow=True))
    comment = Comment.objects.get()
    assert (comment.user, comment.email, comment.proven_at is not None) == (user, "lead@example.org", True)


def test_no_field_of_a_comment_but_those_of_the_form_can_be_posted(client, path):
    fields = {field.attname: "1" for field in Comment._meta.concrete_fields}
    extra = {"state": "shown", "html": "<b>x</b>", "shown_at": "2026-01-01", "proven_at": "2026-01-01", "user_id": "1"}
    client.post(path, fields | extra | form_data())
    comment = Comment.objects.get()
    assert (comment.state, comment.html, comment.shown_at, comment.proven_at, comment.user_id) == (
        (WAITING, "<p>Well said.</p>", None, None, None)
    )


def test_a_pupil_number_is_refused_and_the_text_kept(client, path):
    text = page(client.post(path, form_data(text="Ask about A123456789012 please.")), 422)
    assert "This looks like it holds a unique pupil number" in text
    assert "Ask about A123456789012 please." in text
    assert Comment.objects.count() == 0


def test_a_post_that_closed_meanwhile_keeps_the_text(client, path, post):
    PostPage.objects.update(comments_closed=True)
    assert "Write a comment" not in page(client.get(post.url))
    text = page(client.post(path, form_data(text="I wrote this.")), 422)
    assert "The post takes no more comments." in text
    assert "I wrote this." in text
    assert not Comment.objects.exists()


def test_a_reply_to_a_comment_hidden_meanwhile_keeps_the_text(client, post):
    under = build_comment(post, state=HIDDEN, text="secret-hidden")
    path = f"/comments/{under.pk}/reply/"
    assert "There is nothing to reply to here any more." in page(client.get(path))
    text = page(client.post(path, form_data(text="I wrote this.")), 422)
    assert "I wrote this." in text
    assert "secret-hidden" not in text
    assert Comment.objects.count() == 1


def test_a_comment_never_shown_cannot_be_reached_by_its_number(client, post):
    waiting = build_comment(post, state=WAITING)
    paths = [f"/comments/{waiting.pk}/{end}" for end in ("", "reply/", "report/")]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_draft_takes_no_comments(client):
    draft = build_post(slug="draft", live=False)
    assert client.get(f"/comments/{draft.pk}/new/").status_code == 404
    assert client.post(f"/comments/{draft.pk}/new/", form_data()).status_code == 404


# Publishing ---------------------------------------------------------------------------------------------------


def test_the_link_in_the_mail_publishes_only_when_the_button_is_pressed(client, post):
    build_comment(post)
    comment = fresh(post)
    path = f"/comments/publish/{publish_token(comment)}/"
    assert "Publish my comment" in page(client.get(path))
    comment.refresh_from_db()
    assert comment.state == WAITING
    assert "Your comment is shown" in page(client.post(path, {"do": "publish"}, follow=True))
    comment.refresh_from_db()
    assert comment.state == SHOWN
    assert "commenter" not in client.cookies


def test_the_owner_of_the_address_deletes_what_they_did_not_write(client, post):
    path = f"/comments/publish/{publish_token(fresh(post))}/"
    assert "The comment is deleted" in page(client.post(path, {"do": "disown"}))
    assert not Comment.objects.exists()
    assert client.get(path).status_code == 404


def test_a_browser_is_remembered_at_its_owners_wish_and_for_that_address_alone(client, post):
    build_comment(post)
    build_comment(post, email="bo@bo.example")
    path = f"/comments/publish/{publish_token(fresh(post))}/"
    client.post(path, {"do": "publish", "remember": "yes"})
    kept = client.cookies["commenter"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/comments/", True, "Lax")
    assert "ada" not in kept.value
    client.post(f"/comments/{post.pk}/new/", form_data())
    assert Comment.objects.latest("pk").state == SHOWN
    client.post(f"/comments/{post.pk}/new/", form_data(email="bo@bo.example"))
    assert Comment.objects.latest("pk").state == WAITING


def test_a_forged_cookie_is_not_believed(client, post):
    build_comment(post)
    client.cookies["commenter"] = "forged:value"
    client.post(f"/comments/{post.pk}/new/", form_data())
    assert Comment.objects.latest("pk").state == WAITING


@pytest.mark.parametrize("kind", ["publish", "mine"])
def test_a_link_of_the_other_kind_or_a_forged_one_opens_nothing(client, post, kind):
    comment = fresh(post)
    wrong = mine_token(comment) if kind == "publish" else publish_token(comment)
    for token in (wrong, "x", f"{comment.pk}", wrong[:-1]):
        assert client.get(f"/comments/{kind}/{token}/").status_code == 404


# Changing and reporting ---------------------------------------------------------------------------------------


def test_whoever_wrote_changes_it_by_the_signed_link(client, post):
    comment = fresh(post)
    path = f"/comments/mine/{mine_token(comment)}/edit/"
    assert "Well said." in page(client.get(path))
    assert "<p>Better said.</p>" in page(client.post(path, {"text": "Better said."}, follow=True))


def test_after_fifteen_minutes_the_change_is_refused_and_the_text_kept(client, post):
    comment = write(post, now=timezone.now() - timedelta(minutes=15, seconds=1))
    path = f"/comments/mine/{mine_token(comment)}/"
    assert "Change it until" not in page(client.get(path))
    text = page(client.post(f"{path}edit/", {"text": "Too late."}), 422)
    assert "The time for changes is over." in text
    assert "Too late." in text
    comment.refresh_from_db()
    assert comment.text == "Well said."


def test_a_visitor_reports_a_comment_once(client, post):
    comment = build_comment(post)
    for _ in range(4):
        text = page(client.post(f"/comments/{comment.pk}/report/", {"reason": "Rude."}, follow=True))
    assert "Thank you for telling us" in text
    comment.refresh_from_db()
    assert (comment.reports.count(), comment.state) == (1, SHOWN)
    assert "127.0.0.1" not in comment.reports.get().reporter


def test_three_people_who_report_it_make_it_wait(post):
    comment = build_comment(post)
    for n in range(3):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(f"/comments/{comment.pk}/report/", {"reason": "Rude."})
    comment.refresh_from_db()
    assert comment.state == WAITING


def test_a_report_without_a_reason_is_asked_for_one(client, post):
    text = page(client.post(f"/comments/{build_comment(post).pk}/report/", {"reason": " "}), 422)
    assert "Say in a few words what is wrong" in text


# Under the post -----------------------------------------------------------------------------------------------


def test_the_post_shows_who_when_and_the_thread(client, post):
    head = build_comment(post, name="Ada Example")
    build_comment(post, name="Bo Example", thread=head, edited_at=timezone.now())
    build_comment(post, name="Hidden Person", state=HIDDEN)
    text = page(client.get(post.url))
    assert "2 comments" in text
    assert f'id="comment-{head.pk}"' in text
    assert "Assessment lead, primary school" in text
    assert "5 November 2026, 10:14" in text
    assert ">edited<" in text
    assert "Hidden Person" not in text


def test_a_post_without_comments_says_so(client, post):
    assert "Nobody has written yet" in page(client.get(post.url))


def test_twenty_six_threads_are_two_pages(client, post):
    comments = [build_comment(post, text=f"Thread {n:02}.") for n in range(26)]
    assert "Thread 25." not in page(client.get(post.url))
    assert "26 comments" in page(client.get(post.url))
    response = client.get(f"/comments/{comments[25].pk}/")
    assert response["Location"] == f"{post.url}?page=2#comment-{comments[25].pk}"
    assert "Thread 25." in page(client.get(f"{post.url}?page=2"))


def test_the_form_says_what_is_kept_and_akismet_only_where_it_is_asked(client, path, settings):
    text = page(client.get(path))
    assert "forgotten 24 months after your last comment" in text
    assert "Akismet" not in text
    settings.AKISMET_KEY = "a-key"
    assert "sent to Akismet" in page(client.get(path))


def test_write_comment_is_the_verb_of_the_page(post):
    given = {"post": post, "under": None, "text": "x", "wants_replies": False, "now": timezone.now()}
    assert write_comment(**given, author=commenter(), key=form_data()["key"]).state == WAITING
