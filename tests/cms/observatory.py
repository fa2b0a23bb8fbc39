"""The rules of the HTTP Observatory (mdn/mdn-http-observatory, src/grader), for the answers of a test client."""

import re

UNSAFE_SCRIPT = {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:", "http:", "blob:"}
STRICT_REFERRER = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15768000


def policy(response):
    header = response.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def score(response, cookies):
    """100, less every penalty; bonuses count only when 90 or more are left."""
    points = [_csp(policy(response)), _cookies(cookies), _hsts(response), _frames(response), *_others(response)]
    left = 100 + sum(point for point in points if point < 0)
    return left + (sum(point for point in points if point > 0) if left >= 90 else 0)


def _csp(directives):
    if not directives:
        return -25
    scripts = set(directives.get("script-src", directives.get("default-src", ["*"])))
    objects = set(directives.get("object-src", directives.get("default-src", ["*"])))
    styles = set(directives.get("style-src", directives.get("default-src", ["*"])))
    if any(source.startswith(("'nonce-", "'sha")) for source in scripts):
        scripts.discard("'unsafe-inline'")
    if "'unsafe-eval'" in scripts:
        return -10
    if scripts & UNSAFE_SCRIPT or objects & UNSAFE_SCRIPT:
        return -20
    if styles & UNSAFE_SCRIPT:
        return 0
    return 10 if directives.get("default-src") == ["'none'"] else 5


def _cookies(cookies):
    if not cookies:
        return 0
    if not all(cookie["secure"] for cookie in cookies.values()):
        return -20
    sessions = [cookie for cookie in cookies.values() if re.search("sess", cookie.key)]
    if not all(cookie["httponly"] for cookie in sessions):
        return -30
    return 5 if all(cookie["samesite"] for cookie in cookies.values()) else 0


def _hsts(response):
    found = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if not found:
        return -20
    return 0 if int(found.group(1)) >= SIX_MONTHS else -10


def _frames(response):
    held = "frame-ancestors" in policy(response) or "X-Frame-Options" in response.headers
    return 5 if held else -20


def _others(response):
    headers = response.headers
    referrer = headers.get("Referrer-Policy", "")
    return [
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        5 if referrer in STRICT_REFERRER else (-5 if referrer else 0),
        10 if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        10 if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"} else 0,
        -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0,
    ]
