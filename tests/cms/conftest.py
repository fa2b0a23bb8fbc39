import pytest
from django.test import Client


@pytest.fixture
def requests_commit(monkeypatch, django_capture_on_commit_callbacks):
    """A test's transaction never ends: what a request leaves for the end of its own happens after the request."""
    send = Client.request

    def request(self, **environ):
        with django_capture_on_commit_callbacks(execute=True):
            return send(self, **environ)

    monkeypatch.setattr(Client, "request", request)
