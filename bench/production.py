"""The site's settings as in production, with the static files collected where the bench wants them."""

import os

from cms.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC"]
SECURE_REDIRECT_EXEMPT = [*SECURE_REDIRECT_EXEMPT, r"^robots\.txt$"]  # noqa: F405 - Lighthouse asks without the proxy's header
