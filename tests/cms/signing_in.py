"""Steps that several tests of sign-in share."""

import re

from django.core import mail as outbox
from django.urls import reverse

ANSWERS_DIFFER_BY = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def ask_code(client, address, **request):
    return client.post(reverse("account_login"), {"login": address}, **request)


def code_in_mail():
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", outbox.outbox[-1].body, re.MULTILINE).group()


def give_code(client, code, **values):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **values})


def sign_in_by_code(client, address):
    ask_code(client, address)
    return give_code(client, code_in_mail())


def try_password(client, address, password, **request):
    url = reverse("account_login", query={"with": "password"})
    return client.post(url, {"login": address, "password": password}, **request)


def body(response):
    """What a stranger can compare: the page without its one-off token."""
    return ANSWERS_DIFFER_BY.sub("", response.content.decode())


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200
