"""Copies of public pages, kept for every visitor. One version names them all: changing it forgets them all.

Whatever changes what a visitor may see calls `forget_pages()`: publishing, booking, a hold that expires, a consent
that ends, a price. The version is shared by every process, in Redis or else in a file. A copy is filed under the
version read before the page was made, so a page that was being made while something changed is never found again.
Should a process die between its commit and the new version, a copy lives ten minutes at the most.
"""

import os
import tempfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils.timezone import localdate

LIFE = timedelta(minutes=10)
MOST_BYTES_A_PAGE = 256_000
MOST_BYTES = 16_000_000  # of all copies of one version
MOST_BYTES_WITH_QUERY = MOST_BYTES // 2  # so that many filters never leave no room for the pages themselves
VERSION = "version"


@dataclass(frozen=True)
class Copy:
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes  # the same with gzip
    etag: str


def forget_pages() -> None:
    """After this transaction, or at once outside of one. A Redis that is down never fails the request."""
    transaction.on_commit(renew_version, robust=True)


def renew_version() -> None:
    if settings.REDIS_URL:
        caches["pages"].set(VERSION, uuid4().hex, timeout=None)
    else:
        _write(uuid4().hex)


def pages_version() -> str:
    """Never a number that counts: one that was lost must not come back to an old copy."""
    if settings.REDIS_URL:
        return str(caches["pages"].get_or_set(VERSION, lambda: uuid4().hex, timeout=None))
    try:
        version = version_file().read_text()
    except FileNotFoundError:
        renew_version()
        version = version_file().read_text()
    _drop_older_copies(version)
    return version


@dataclass(frozen=True)
class Part:
    version: str
    day: date
    until: float
    value: object


parts: dict[Hashable, Part] = {}
MOST_PARTS = 500


def kept_part(name: Hashable, make: Callable):
    """What many public pages show alike, such as the menu: kept by this process as long as a copy of a page would be.

    `make` gives something that nobody changes. There are as many names as kinds of part, never one for each visitor.
    """
    if not settings.PAGE_PARTS:
        return make()
    version, day, now = pages_version(), localdate(), monotonic()
    part = parts.get(name)
    if part is None or (part.version, part.day) != (version, day) or part.until < now:
        if len(parts) >= MOST_PARTS:
            parts.clear()
        part = parts[name] = Part(version, day, now + LIFE.total_seconds(), make())
    return part.value


seen = {"version": ""}


def _drop_older_copies(version: str) -> None:
    """Local memory would keep them until it is full."""
    if seen["version"] != version:
        seen["version"] = version
        caches["pages"].clear()


def version_file() -> Path:
    return Path(settings.VAR_DIR) / "pages.version"


def _write(version: str) -> None:
    """Put in place in one go: another process reads the old one or the new one."""
    folder = version_file().parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="pages.")
    with os.fdopen(handle, "w") as file:
        file.write(version)
    os.replace(name, version_file())


def kept_copy(*, version: str, address: str) -> Copy | None:
    return caches["pages"].get(f"{version}:{address}")


def keep_copy(*, version: str, address: str, copy: Copy, has_query: bool) -> None:
    """Unless the copies of this version have reached what they may weigh."""
    size = len(copy.body) + len(copy.packed)
    if size > MOST_BYTES_A_PAGE:
        return
    pages, weight = caches["pages"], f"{version}:weight"
    pages.add(weight, 0, timeout=LIFE.total_seconds())
    try:
        total = pages.incr(weight, size)
    except ValueError:  # it has just expired
        return
    if total <= (MOST_BYTES_WITH_QUERY if has_query else MOST_BYTES):
        pages.set(f"{version}:{address}", copy, timeout=LIFE.total_seconds())
