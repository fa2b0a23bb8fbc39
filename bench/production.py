"""The site's settings as in production, with the static files collected where the bench wants them."""

import os

from cms.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC"]
