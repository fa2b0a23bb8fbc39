"""python -m bench.sign_in EMAIL: the cookie of a new session, as NAME=KEY, under the settings that are given."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    from bench.client import session_cookie

    print(f"{settings.SESSION_COOKIE_NAME}={session_cookie(sys.argv[1])}")
