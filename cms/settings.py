"""One settings file for every place Touchstone runs: values come from the environment.

As cloned it is a development site on SQLite. With PRODUCTION=1 it refuses to start until the secret key, the
host names, the address and the mail server are given.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))  # all that the running site writes; not in the repository

PRODUCTION = env.bool("PRODUCTION", False)
DEMO = env.bool("DEMO", not PRODUCTION)  # shows the folder of demonstration mail; never in production
DEBUG = env.bool("DEBUG", False) and not PRODUCTION
TEST_RUN = env.bool("TOUCHSTONE_TEST_RUN", False) and not PRODUCTION  # set by manage.py test

SECRET_KEY = env.str("SECRET_KEY", "" if PRODUCTION else "for-development-only-" + "0123456789" * 4)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
SITE_URL = env.str("SITE_URL", "" if PRODUCTION else "http://localhost:8000").rstrip("/")
EMAIL_URL = env.str("EMAIL_URL", "")

if PRODUCTION:
    missing = [
        sentence
        for wrong, sentence in [
            (len(SECRET_KEY) < 50, "SECRET_KEY must be given and have at least 50 characters"),
            (not ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts of the site"),
            ("*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must not be *"),
            (not SITE_URL.startswith("https://"), "SITE_URL must begin with https://"),
            (not EMAIL_URL, "EMAIL_URL must name the mail server"),
            (DEMO, "DEMO must not be on"),
        ]
        if wrong
    ]
    if missing:
        raise ImproperlyConfigured("PRODUCTION=1, but: " + "; ".join(missing) + ".")

# Applications -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "courses",
    "quizzes",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a lesson is 32 kB, 9 when packed; tokens are masked against BREACH
    "cms.middleware.ContentSecurityPolicy",
    "cms.middleware.response_headers",
    "cms.middleware.page_cache",  # a hit costs no query and no session, and still has every header of the above
    "cms.middleware.keep_site",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.middleware.second_factor_required",
    "cms.middleware.admin_for_the_team",
    "cms.middleware.admin_forgets_pages",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.views.context.site",
            ],
            "builtins": ["django.templatetags.static", "cms.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, sessions ------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'touchstone.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Measured: "database is locked" falls from 47 % of requests to none under 40 writers
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
    # A file, so that it can be kept between runs (--reuse-db) and shared with a live server's threads
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", str(VAR_DIR / "test.sqlite3"))}
    VAR_DIR.mkdir(exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": REDIS, "pages": {**REDIS, "KEY_PREFIX": "pages"}}
else:
    LOCAL = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {
        "default": {"BACKEND": LOCAL, "OPTIONS": {"MAX_ENTRIES": 5000}},
        # Apart, so that many pages never push out a limit of the sign-in
        "pages": {"BACKEND": LOCAL, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
    }
# Public pages are made once for all visitors (cms/domain/pagecache.py). Most tests change rows behind its back
PAGE_CACHE = env.bool("PAGE_CACHE", not DEBUG and not TEST_RUN)
PAGE_PARTS = env.bool("PAGE_PARTS", not DEBUG and not TEST_RUN)  # what many pages show alike: the menu, the next cohort
# Local memory is not shared between processes: a session ended in one would live on in another
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"

# Background tasks: in the request unless a worker is running (manage.py db_worker --queue-name '*')
TASK_QUEUE = env.bool("TASK_QUEUE", PRODUCTION)
TASK_BACKEND = "django_tasks_db.DatabaseBackend" if TASK_QUEUE else "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": TASK_BACKEND, "QUEUES": ["default"]}}
TASK_RETRY_MINUTES = [1, 5, 30, 120]  # a task that fails is tried again after so long, then a person must look

# The clock (manage.py run_due): name, "minute", "hour", "day HH:MM" or "thursday HH:MM", function(now=)
JOBS = [
    ("publish-scheduled", "minute", "cms.domain.job.publish_scheduled"),
    ("release-lost-tasks", "hour", "cms.tasks.release_lost"),
    ("expire-holds", "hour", "courses.domain.hold.expire_holds"),
    ("lapse-offers", "hour", "courses.domain.offer.lapse_offers"),
    ("end-priorities", "hour", "courses.domain.waiting.end_priorities"),
    ("settle-orders", "minute", "courses.domain.invoice.settle_orders"),
    ("quote-new-bookings", "minute", "courses.domain.quote.quote_new_bookings"),
    ("remind-of-overdue", "day 09:00", "courses.domain.payment.remind_of_overdue"),
    ("remind-of-holds", "day 08:00", "courses.domain.hold.remind_of_holds"),
    ("remind-of-names", "day 08:00", "courses.domain.hold.remind_of_names"),
    ("remind-of-offers", "day 08:00", "courses.domain.offer.remind_of_offers"),
    ("carry-out-hand-overs", "hour", "courses.domain.handover.carry_out_hand_overs"),
    ("warn-of-graces", "day 08:00", "courses.domain.grace.warn_of_graces"),
    ("settle-quizzes", "hour", "courses.domain.answer.settle_quizzes"),
    ("forget-old-uploads", "day 03:00", "quizzes.domain.intake.forget_old_intakes"),
    ("forget-register-uploads", "day 03:00", "courses.domain.registerimport.forget_old_uploads"),
    ("deal-finished-lessons", "day 03:00", "courses.domain.five.deal_finished_lessons"),
    ("five-a-week", "thursday 16:00", "courses.domain.five.send_five"),
    ("clear-sessions", "day 03:00", "cms.domain.job.clear_sessions"),
    ("prune-tasks", "day 03:00", "cms.tasks.prune"),
    ("forget-old-drafts", "day 03:00", "courses.domain.draft.forget_old_drafts"),
    ("forget-old-mail", "day 03:00", "cms.domain.mail.forget_old_mail"),
    ("look-after-consents", "day 00:05", "cms.domain.testimonial.look_after_consents"),
    ("forget-old-enquiries", "day 03:00", "cms.domain.enquiry.forget_old_enquiries"),
    ("tidy-comments", "hour", "cms.domain.comment.tidy_comments"),
    ("forget-old-commenters", "day 03:00", "cms.domain.comment.forget_old_commenters"),
    ("forget-old-runs", "day 03:00", "cms.domain.job.forget_old_runs"),
]

# People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if TEST_RUN:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only: no real password is in a test
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "cms.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cms.forms.account.SignInForm",
    "reset_password": "cms.forms.account.AskPasswordResetForm",
    "add_email": "cms.forms.account.ChangeAddressForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up is closed; this keeps the password on the sign-in form
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the old address hears of a new one, and of every change that guards the account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # our adapter sends them nothing, but takes as long as for a known address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on; all others end, because Django ties them to the hash
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# "key" is the account and the network address together (cms/accounts.py), so nobody can lock out a colleague.
# Wrong tries in 5 minutes: 10 passwords, or 3 codes with 3 tries each. With several processes this needs REDIS_URL.
ACCOUNT_RATE_LIMITS = {
    "login": "60/10m/ip",
    "login_failed": "60/5m/ip,10/5m/key",
    "request_login_code": "60/10m/ip,3/5m/key,10/h/key",
    "reset_password": "60/10m/ip",
    "reset_mail": "3/10m/key",
    "mail_to_account": "30/h/key",  # here the account alone: no single network address gets so far
    "manage_email": "5/5m/user",
    # Booking: by network address, and by the address that would be written to or the booking that is looked for
    "start_booking": "60/h/ip",
    "mail_draft": "20/h/ip,3/h/key",
    "find_booking": "20/h/ip,5/h/key",
    # Comments (cms/forms/comment.py): of one network address, of all together, and mails to one address
    "comment": "6/10m/ip,20/d/ip",
    "comment_of_all": "120/h/key",
    "comment_mail": "3/h/key,8/d/key",
    "comment_report": "6/10m/ip,20/d/ip",
    "enquiry": "30/h/ip,5/h/key",
    "school_search": "240/m/ip",  # a whole school may type behind one address
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)  # without a proxy X-Forwarded-For is not believed
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "cms.forms.account.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Touchstone"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
TEAM_PLACES = ["courses.access.team_places", "cms.access.team_places"]  # function(user): links for the navigation
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", PRODUCTION)

# Mail ---------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Touchstone <programme@touchstone.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10

# Comments -----------------------------------------------------------------------------------------------------

COMMENTS_OPEN_DAYS = 60  # after a post was first published; an editor may close it sooner or reopen it
COMMENT_EDIT_MINUTES = 15
AKISMET_KEY = env.str("AKISMET_KEY", "")  # given: first comments are sent to Akismet, which the form says
if AKISMET_KEY and not TASK_QUEUE:
    raise ImproperlyConfigured("AKISMET_KEY needs TASK_QUEUE=1: Akismet is never asked while a visitor waits.")

# Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEMO  # a style edited while the site runs would be sent with the length it had before
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", str(VAR_DIR / "media"))
STATICFILES_BACKEND = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": STATICFILES_BACKEND if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail ------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Touchstone"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILUSERS_PASSWORD_REQUIRED = False

# Security -----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # but /admin/ frames its own previews: cms/middleware.py
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.views.error.csrf_failure"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preload lists are hard to leave: the operator's decision, not ours
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Logs ---------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        "json": {"()": "pythonjsonlogger.json.JsonFormatter", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}

# The programme's numbers: defaults that a cohort may change (product.md 4) -----------------------------------

BEHIND_FROM = 3  # lessons; a lead is "behind" from here (decision 1)
MAX_EXCUSED = 4  # lessons a facilitator may excuse a lead
FREE_HAND_OVERS = 2  # places that a school may hand over freely in a cohort
GRACE_DAYS = 20  # school days for a school with one lead left to name another
GRACE_WARNED_BEFORE = 5  # school days
POST_TEST_WEEK = 37  # school week in which the post-test opens, and the pre-test closes
