"""Who may write is anybody, so the form guards itself: a box for machines, a look at the clock, limits.

The rule of who is believed stands in cms/domain/comment.py. The form only asks whether this browser has proven the
address that was typed: signed in with it, or remembered at its owner's wish.
"""

from datetime import timedelta
from uuid import uuid4

from allauth.core import ratelimit
from django import forms
from django.core import signing
from django.utils import timezone

from cms import pupils
from cms.domain.mail import on_one_line
from cms.forms.account import AddressField
from cms.forms.fields import OneLineField
from cms.markdown import PERSON_LIMITS, TooMuchMarkdown, check_size

OPENED = signing.Signer(salt="cms.comment.opened")
SHORTEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
TOO_OFTEN = "That was a little often. What you wrote is still here: wait ten minutes, then send it again."
TOO_QUICK = "This came faster than anybody types. What you wrote is still here: read it once more, then send it again."
TOO_OLD = "This form was open for more than a day. What you wrote is still here: send it again."
FOR_MACHINES = "A box that people do not see was filled in. It is empty again now: send what you wrote once more."
MARKDOWN = "Plain text. *Stars* make italics, a blank line makes a paragraph. Please name no pupil."


def opened_at(moment) -> str:
    """Goes out with the form and comes back with it, so that nobody need remember who opened one."""
    return OPENED.sign_object(int(moment.timestamp()))


class TextField(forms.CharField):
    def __init__(self, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": 8}))
        super().__init__(error_messages={"required": "Write your comment."}, help_text=MARKDOWN, **options)

    def clean(self, value):
        text = super().clean(value).replace("\r\n", "\n")
        try:
            check_size(text, **PERSON_LIMITS)
        except TooMuchMarkdown as error:
            raise forms.ValidationError(str(error)) from error
        if pupils.holds_pupil_number(text):
            raise forms.ValidationError(pupils.REFUSAL)
        return text


class NameField(OneLineField):
    """Control characters and marks that turn the writing round are dropped: a name stands in subjects of mails."""

    def to_python(self, value):
        return on_one_line(super().to_python(value))


class CommentForm(forms.Form):
    name = NameField(
        label="Your name", max_length=100, help_text="Shown.", error_messages={"required": "Give your name."}
    )
    role = NameField(
        label="Your role and kind of school",
        max_length=120,
        help_text="Shown. For example: Assessment lead, primary school.",
        error_messages={"required": "Give your role, such as “Assessment lead, primary school”."},
    )
    email = AddressField(label="Your e-mail address")
    text = TextField(label="Your comment")
    wants_replies = forms.BooleanField(label="Write to me when somebody replies in this thread", required=False)
    website = forms.CharField(label="Leave this box empty", required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, request):
        person = request.user if request.user.is_authenticated else None
        first = {"opened": opened_at(timezone.now()), "key": uuid4(), "name": person.name if person else ""}
        super().__init__(data, initial=first)
        self.request = request
        self.fields["website"].widget.attrs = {"autocomplete": "off", "tabindex": "-1"}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if person:
            del self.fields["email"]
        else:
            self.fields["email"].help_text = "Never shown. We send a link to it, with which you publish your comment."

    def seen_fields(self):
        return [self[name] for name in self.fields if name not in ("website", "opened", "key")]

    def clean(self):
        data = super().clean()
        self._refuse_machines(data)
        if not self.errors and not self._is_within_limits(data):
            raise forms.ValidationError(TOO_OFTEN)
        return data

    def _refuse_machines(self, data):
        try:
            opened = OPENED.unsign_object(data.get("opened", ""))
        except (signing.BadSignature, ValueError):
            opened = 0
        age = timedelta(seconds=timezone.now().timestamp() - opened)
        if data.get("website"):
            self.add_error(None, FOR_MACHINES)
        if age < SHORTEST:
            self.add_error(None, TOO_QUICK)
        elif age > LONGEST:
            self.add_error(None, TOO_OLD)
            self._put_back(opened=opened_at(timezone.now()))
        self._put_back(website="")

    def _put_back(self, **values):
        """What the form shows when it asks again."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value

    def _is_within_limits(self, data) -> bool:
        limits = [("comment", None), ("comment_of_all", "everybody")]
        if "email" in data:
            limits.append(("comment_mail", data["email"]))
        return all(ratelimit.consume(self.request, action=action, key=key) for action, key in limits)


class EditCommentForm(forms.Form):
    text = TextField(label="Your comment")


class ReportForm(forms.Form):
    reason = OneLineField(
        label="What is wrong with it?",
        help_text="A moderator reads this. The author of the comment does not.",
        max_length=300,
        error_messages={"required": "Say in a few words what is wrong with the comment."},
    )

    def __init__(self, data=None, *, request):
        super().__init__(data)
        self.request = request

    def clean(self):
        data = super().clean()
        if not self.errors and not ratelimit.consume(self.request, action="comment_report"):
            raise forms.ValidationError(TOO_OFTEN)
        return data


class SettleForm(forms.Form):
    """For the buttons of a moderator's page."""

    to = forms.ChoiceField(choices=[(name, name) for name in ("shown", "hidden", "spam", "removed")])
    reason = OneLineField(max_length=300, required=False)

    def clean(self):
        data = super().clean()
        if data.get("to") in ("hidden", "removed") and not data.get("reason"):
            self.add_error("reason", "Say why: it stands in the history of the comment.")
        return data
