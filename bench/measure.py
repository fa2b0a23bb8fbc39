"""One subject in one fresh process: python -m bench.measure SUBJECT REQUESTS, with settings and database given.

Prints one line of JSON: median CPU seconds of a request, the number of queries, status and size.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

import django

django.setup()

from bench.client import Client, Reply, answer_forms  # noqa: E402 - needs Django set up
from bench.subjects import SUBJECTS, Subject  # noqa: E402

WARM_UP = 30


def calls(subject: Subject, client: Client) -> Iterator[tuple[str, dict[str, str] | None]]:
    """Address and form data of each request in turn."""
    if not subject.saves:
        while True:
            yield subject.path, None
    path, fields, choices = subject.path, {}, [{"choice": "a"}, {"choice": "b"}]
    if subject.reads_form:
        forms = answer_forms(client.call(subject.path).body)
        if not forms:
            sys.exit(f"{subject.name}: there is no question with one choice at {subject.path}")
        path, fields, choices = forms[0]
    for seq in count(int(fields.get("seq", 0)) + 1):  # the form knows the number of the next save
        yield path, {**fields, **choices[seq % 2], "do": "save", "seq": str(seq)}


def run(subject: Subject, requests: int) -> dict:
    client = Client(subject.email)
    each = calls(subject, client)

    def call(method: Callable = client.call) -> Reply:
        return method(*next(each))

    for _ in range(WARM_UP):
        reply = call()
        if reply.status != 200:
            sys.exit(f"{subject.name}: {subject.path} answered {reply.status}")
    statements = call(client.count_queries)
    return {
        "seconds": median(call().seconds for _ in range(requests)),
        "queries": len(statements),
        "statements": statements,
        "bytes": len(reply.body.encode()),
    }


if __name__ == "__main__":
    print(json.dumps(run(SUBJECTS[sys.argv[1]], int(sys.argv[2]))))
