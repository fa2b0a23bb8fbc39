"""A server that speaks Akismet's protocol, for the real client: what it was asked is kept, what it says can be set."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import httpx

THANKS = "Thanks for making the web a better place."


class Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked = []  # (path, fields)
        self.key = "a-key"
        self.verdict = "false"
        self.headers = {}
        self.delay = 0.0
        self.status = 200

    @property
    def paths(self):
        return [path for path, _ in self.asked]


class Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        given = {name: values[0] for name, values in fields.items()}
        self.server.asked.append((self.path, given))
        time.sleep(self.server.delay)
        text = self.answer(given).encode()
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def answer(self, given):
        if self.path == "/1.1/verify-key":
            return "valid" if given.get("key") == self.server.key and given.get("blog") else "invalid"
        if given.get("api_key") != self.server.key or not given.get("user_ip"):
            return "invalid"
        return self.server.verdict if self.path == "/1.1/comment-check" else THANKS

    def log_message(self, *arguments):
        pass


class ToStub(httpx.HTTPTransport):
    """Whatever is sent to Akismet's host goes to the stub."""

    def __init__(self, port):
        super().__init__()
        self.port = port

    def handle_request(self, request):
        assert (request.url.scheme, request.url.host) == ("https", "rest.akismet.com")
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return super().handle_request(request)


@contextmanager
def running_stub():
    stub = Stub()
    thread = threading.Thread(target=stub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        stub.server_close()
