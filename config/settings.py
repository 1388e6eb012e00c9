"""Settings, top to bottom; docs/operations.md tells what the environment may set."""

import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.machine import (
    checked_keys,
    checked_site,
    kept_key,
    local_zone,
    new_notes_key,
    own_folder,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = own_folder(BASE_DIR / "var")  # what this machine makes and keeps; never committed
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

env = environ.Env()

# Where it is served ---------------------------------------------------------

PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_HOST, ON_LOOPBACK = checked_site(SITE_URL)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if ON_LOOPBACK else [SITE_HOST]
CSRF_TRUSTED_ORIGINS = [] if ON_LOOPBACK else [SITE_URL]

DEBUG = env.bool("DJANGO_DEBUG", default=False)
if DEBUG and not ON_LOOPBACK:
    raise ImproperlyConfigured("DJANGO_DEBUG shows clinical data; only on loopback.")

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_key(VAR / "secret_key")

# Free text is encrypted with the first of these and read with any (rotate_keys).
NOTES_KEYS = env.list("NOTES_KEYS", default=[])
NOTES_KEYS_FILE = VAR / "notes_keys"
if NOTES_KEYS:
    NOTES_KEYS = checked_keys(NOTES_KEYS, "NOTES_KEYS")
else:
    kept = kept_key(NOTES_KEYS_FILE, make=new_notes_key)
    checked_keys(kept.splitlines(), str(NOTES_KEYS_FILE))

# Parts ----------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "dashboard",
    "ruptures",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.forms",  # so that templates/ can give forms our looks
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.privacy.no_store",
    "config.middleware.privacy.check_in_apart",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dashboard.signed_in.SignedIn",
    "config.middleware.sign_ins.end_old_sign_ins",
    "config.middleware.language.as_the_reader_prefers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.sign_in_required.first_account_first",
    "config.middleware.sign_in_required.SignInRequired",
    "dashboard.looking.noted_when_shown",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.practice",
            ],
        },
    }
]

# Database -------------------------------------------------------------------

SQLITE = {
    "CONN_MAX_AGE": None,  # opening and setting up costs a quarter of a request
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # a read that turns into a write never fails
        "timeout": 20,
        # A saved form is on disk when the browser hears so. No mmap_size: it is said to
        # make the WAL-reset bug worse (ruptures/sqlite.py).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
        " PRAGMA secure_delete=ON;",
    },
}
POSTGRESQL = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# It takes our statements for long ones and compiles them first: a second, for 50 ms.
WITHOUT_JIT = {"options": "-c jit=off"}

database: dict[str, Any] = env.db_url(
    "DATABASE_URL", default=f"sqlite:///{VAR / 'practice.sqlite3'}"
)
if "sqlite" in database["ENGINE"]:
    database |= SQLITE
else:
    database |= POSTGRESQL
    database["OPTIONS"] = WITHOUT_JIT | database.get("OPTIONS", {})
DATABASES = {"default": database}

# Guesses at passwords are counted here, by all server processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # many guesses push no count out
    }
}

# Accounts -------------------------------------------------------------------

AUTH_USER_MODEL = "ruptures.User"
AUTHENTICATION_BACKENDS = ["dashboard.signed_in.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/log/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "dashboard.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the sign-in ends with the browser
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# allauth's own copies the e-mail to a second table at each link, and would go on taking
# a former e-mail for sign-ins and resets. Django's has the e-mail in the link's hash.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  no secret
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "dashboard.forms.account.SignInForm",
    "change_password": "dashboard.forms.account.ChangePasswordForm",
    "reset_password": "dashboard.forms.account.ResetPasswordForm",
    "reset_password_from_key": "dashboard.forms.account.NewPasswordForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": None,  # only failures count: a whole practice may share one address
    "login_failed": "20/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "check_in": "30/m/ip",  # looked at or answered, by whoever shares the address
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if ON_LOOPBACK else 1

# Check-in -------------------------------------------------------------------

# What a client is to do who needs help at once; said in the middle of a sentence.
LOCAL_CONTACT = env.str("LOCAL_CONTACT", default="")

# Retention ------------------------------------------------------------------

# Years after its end at which a case is offered to be erased; 0: none ever is.
RETENTION_YEARS = env.int("RETENTION_YEARS", default=0)

# Packets --------------------------------------------------------------------

# What prints a packet as PDF: the first of these that is there. Nothing: none does.
CHROMIUM = env.list(
    "CHROMIUM", default=["chromium", "chromium-browser", "google-chrome"]
)

# Files that come in ---------------------------------------------------------

IMPORTS = own_folder(VAR / "imports")  # uploads, until they are in or refused
FILE_UPLOAD_TEMP_DIR = IMPORTS
FILE_UPLOAD_HANDLERS = [
    "dashboard.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LARGEST = 300 * 2**20  # bytes
MANAGE = [sys.executable, str(BASE_DIR / "manage.py")]  # starts a process of ours

# Sessions -------------------------------------------------------------------

SESSION_ENGINE = "dashboard.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # signed in for half a day at most
SIGN_IN_IDLE = 30 * 60  # a half-filled form outlives it (dashboard/sign_in.py)

# Headers --------------------------------------------------------------------

OVER_TLS = not ON_LOOPBACK
SECURE_SSL_REDIRECT = OVER_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if OVER_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_TLS
CSRF_COOKIE_HTTPONLY = True
if OVER_TLS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS is for this host alone; its neighbours are not ours
    "security.W021",  # nor is the browsers' preload list
]

# plotly.js adds style elements of its own; these are their contents, hashed. Anything
# else in a style element is refused. tests/browser/test_plotly.py draws with each file.
PLOTLY_STYLES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # empty
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",  # of the full file's maps
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, *PLOTLY_STYLES],
        "img-src": [SELF, "data:", "blob:"],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Static files ---------------------------------------------------------------

STATIC_URL = "/static/"
PLOTLY_JS = VAR / "plotly"  # put there by set-up
STATICFILES_DIRS = [("plotly", PLOTLY_JS)] if PLOTLY_JS.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# Reference ranges -----------------------------------------------------------

OWN_RANGES = VAR / "reference"  # sets a practice adds, in the form of the shipped ones
OWN_INSTRUMENTS = OWN_RANGES / "instruments"  # the same for instruments

# Language and time ----------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("fr", "Français")]  # each in its own words
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default=local_zone())  # the practice's own "today"

# E-mail ---------------------------------------------------------------------

SENDS_EMAIL = bool(env.str("EMAIL_URL", default=""))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if SENDS_EMAIL:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = f"no-reply@{SITE_HOST}"

# Logs -----------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.WithoutContent",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The handlers that Django brings would send whole requests by e-mail.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
