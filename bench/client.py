"""Calls the WSGI application in this process, as a signed-in browser would. Django must be set up."""

import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.db import connection

TOKEN = "t" * 32  # Django takes any 32 letters as a form token when cookie and form agree
TRANSACTIONS = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE", re.IGNORECASE)


def session_cookie(email: str) -> str:
    """The key of a new session of this person."""
    users = get_user_model()
    user = users.objects.get(**{users.USERNAME_FIELD: email})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@dataclass
class Reply:
    status: int
    body: str
    seconds: float  # of this thread's CPU
    headers: dict[str, str] = field(default_factory=dict)


class Client:
    def __init__(self, email: str):
        """Without an address: a visitor, who has no cookie."""
        self.application = get_wsgi_application()
        self.cookies = {}
        if email:
            self.cookies = {settings.SESSION_COOKIE_NAME: session_cookie(email), settings.CSRF_COOKIE_NAME: TOKEN}

    def call(self, path: str, data: dict[str, str] | None = None) -> Reply:
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}).encode() if data is not None else b""
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET" if data is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "text/html" if data is None else "application/json",
            "HTTP_COOKIE": SimpleCookie(self.cookies).output(header="", sep=";").strip(),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        started: list = []
        began = time.thread_time()
        response = self.application(environ, lambda status, headers: started.extend((status, headers)))
        content = b"".join(response)
        response.close()
        seconds = time.thread_time() - began
        return Reply(int(started[0][:3]), content.decode(), seconds, dict(started[1]))

    def count_queries(self, path: str, data: dict[str, str] | None = None) -> list[str]:
        """The statements of one request, without those that only open and close a transaction."""
        statements: list[str] = []

        def note(execute, sql, params, many, context):
            if not TRANSACTIONS.match(sql):
                statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self.call(path, data)
        return statements


def answer_forms(html: str) -> list[tuple[str, dict[str, str], list[dict[str, str]]]]:
    """The questions of a lesson page with one choice: address, hidden fields, and the choices as field and value."""
    found = []
    for form in BeautifulSoup(html, "html.parser").find_all("form", action=re.compile(r"/answer/[^/]+/$")):
        hidden = {tag["name"]: tag.get("value", "") for tag in form.find_all("input", type="hidden") if tag.get("name")}
        choices = [{tag["name"]: tag["value"]} for tag in form.find_all("input", type="radio")]
        if choices and len({name for choice in choices for name in choice}) == 1:
            found.append((form["action"], hidden, choices))
    return found
