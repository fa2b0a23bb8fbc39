"""The control of autosave_kill.py: a site that acknowledges one save in twenty and forgets it.

Never served to people.
"""

import json
import random
import re
from io import BytesIO
from urllib.parse import parse_qs

from cms.wsgi import application as site

ANSWER = re.compile(r"/answer/[^/]+/$")
SHARE = 0.05


def application(environ, start_response):
    if environ["REQUEST_METHOD"] == "POST" and ANSWER.search(environ["PATH_INFO"]):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        if random.random() < SHARE:
            seq = int(parse_qs(body.decode())["seq"][0])
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"saved": "00:00", "seq": seq}).encode()]
    return site(environ, start_response)
