"""Where allauth meets the site: who may sign in, how often one may try, and how its mails go."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as current
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.domain.account import settle_account
from cms.domain.mail import post_mail
from cms.models import User
from cms.queries.account import person_with_address

REASONS = {
    "login_code": "Somebody, most likely you, asked to sign in with this address.",
    "email_confirmation": "Somebody signed in to Touchstone asked to use this address for their account.",
    "password_reset_key": "Somebody, most likely you, asked for a new password for this address.",
}
NOTICE = "Something that guards your account changed, and you should know of it."


def account_and_address(request, email) -> str:
    """The key of our limits: whoever tries too often is stopped, the right person at another address is not."""
    return f"{email.lower()}|{get_ip(request)}"


def may_mail(request, action, email) -> bool:
    """Counts one more mail of this kind; False when this account has had enough from this network address.

    A wide limit over all network addresses keeps a mailbox from being flooded; no single one can use it up.
    """
    return bool(
        ratelimit.consume(request, action=action, key=account_and_address(request, email))
        and ratelimit.consume(request, action="mail_to_account", key=email.lower())
    )


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": "This is the address that you use already.",
        "email_password_mismatch": (
            "This address and password do not go together. Check both, or sign in with a code instead."
        ),
        "enter_current_password": "This is not your present password.",
        "incorrect_code": "This is not the code that we sent. Check it and type it again.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was a little often. Wait a few minutes and try again.",
        "too_many_login_attempts": "That was a little often. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request):
        return False  # people come by booking or invitation (decision 15)

    def _get_login_attempts_cache_key(self, request, **credentials):
        return account_and_address(request, credentials.get("email", ""))

    def pre_login(self, request, user, **details):
        response = super().pre_login(request, user, **details)
        if response is None:
            settle_account(user=user)
        return response

    def post_login(self, request, user, **details):
        # Only for the navigation: every page asks for the rights themselves, so a stale list shows a link too many
        request.session["team"] = [place for path in settings.TEAM_PLACES for place in import_string(path)(user)]
        return super().post_login(request, user, **details)

    def confirm_email(self, request, email_address):
        if User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id).exists():
            self.add_message(
                request, messages.ERROR, message="This address belongs to another account. Nothing has changed."
            )
            return False
        return super().confirm_email(request, email_address)

    def send_mail(self, template_prefix, email, context):
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind == "unknown_account":
            self._take_as_long_as_a_mail(email)
        else:
            self._post(kind, template_prefix, email, context)

    def _post(self, kind, template_prefix, email, context):
        values = {**context, "email": email, "link": self._link(kind, context)}
        post_mail(
            to=email,
            user=person_with_address(email) or context.get("user") or self._signed_in(),
            kind=kind.replace("_", " "),
            why=REASONS.get(kind, NOTICE),
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", values).split()),
            text=render_to_string(f"{template_prefix}_message.txt", values).strip(),
            now=timezone.now(),
        )

    def _take_as_long_as_a_mail(self, email):
        """Strangers get no mail, but the clock must not tell them from people: the same work, then undone."""
        with transaction.atomic():
            self._post("login_code", "account/email/login_code", email, {"code": self.generate_login_code()})
            transaction.set_rollback(True)

    def _link(self, kind, values):
        """To a page that fills in the code and waits for a press of its button: mail scanners open links."""
        if kind != "login_code":
            return ""
        query = {"code": values["code"]}
        wanted = get_next_redirect_url(current.request)
        if wanted:
            query["next"] = wanted
        return current.request.build_absolute_uri(reverse("code_from_mail", query=query))

    def _signed_in(self):
        user = getattr(current.request, "user", None)
        return user if user is not None and user.is_authenticated else None
