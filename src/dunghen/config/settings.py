"""Django's settings. `DATABASE_URL` (application role) and `DATABASE_OWNER_URL` (migrations) name a
server in production; without them the embedded PostgreSQL under var/ is used."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from dunghen.config import postgres
from dunghen.core.paths import VAR
from dunghen.web.limits import RATE_LIMITS


def _alias(parts: dict[str, Any]) -> dict[str, Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    rest = {key: value for key, value in parts.items() if key not in names}
    found = {setting: str(parts.get(key, "")) for key, setting in names.items()}
    # a connection of its own for each request would take a fifth of a page's time
    lasting = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": rest, **lasting, **found}


def _databases() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if url:
        owner = os.environ.get("DATABASE_OWNER_URL", url)
        return {"default": _alias(conninfo_to_dict(url)), "owner": _alias(conninfo_to_dict(owner))}
    cluster = postgres.Cluster(VAR / "pg")
    database = os.environ.get("DUNGHEN_DATABASE", postgres.DATABASE)
    return {
        "default": _alias(conninfo_to_dict(cluster.connection(postgres.APP, database))),
        "owner": _alias(conninfo_to_dict(cluster.connection(postgres.OWNER, database))),
    }


def _secret_key() -> str:
    """Given in production, where a default would be a hole; made once under var/ for a trial."""
    given = os.environ.get("DUNGHEN_SECRET_KEY")
    if given:
        return given
    if "DATABASE_URL" in os.environ:
        raise RuntimeError("Thiếu DUNGHEN_SECRET_KEY: máy chủ chính thức phải có khóa bí mật riêng.")
    return postgres.Cluster(VAR / "pg").secrets()[postgres.DJANGO]


DATABASES = _databases()
SECRET_KEY = _secret_key()
DEBUG = False
PRODUCTION = "DATABASE_URL" in os.environ
ALLOWED_HOSTS = os.environ.get("DUNGHEN_HOSTS", "localhost,127.0.0.1,testserver").split(",")
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
NUMBER_GROUPING = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "org.Person"
ROOT_URLCONF = "dunghen.web.urls"
WSGI_APPLICATION = "dunghen.config.wsgi.application"

ROOMS = [
    "dunghen.core",
    "dunghen.org",
    "dunghen.documents",
    "dunghen.procedures",
    "dunghen.dossiers",
    "dunghen.supervision",
    "dunghen.statistics",
    "dunghen.exchange",
    "dunghen.web",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # It pads at random, and the only secret in a page, the CSRF token, is masked anew each time (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dunghen.web.middleware.ChosenLanguageMiddleware",
    "dunghen.web.middleware.RefusalsMiddleware",
    "dunghen.web.middleware.OnePageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dunghen.web.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dunghen.web.middleware.SecondFactorMiddleware",
    "dunghen.web.setup_password.SetupPasswordMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "dunghen.web.templatetags.icons",
                "dunghen.web.templatetags.moments",
                "dunghen.web.templatetags.translated",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dunghen.web.context.office",
            ],
        },
    }
]
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "dunghen_cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

# The public page that shows where a dossier stands, in the QR code of its receipt; without it the code alone.
TRACKING_ADDRESS = os.environ.get("DUNGHEN_TRACKING", "")

# Imported by the worker alone: what draws charts would double the size of a web process.
PROCRASTINATE_IMPORT_PATHS = [
    *("dunghen.statistics.jobs", "dunghen.exchange.jobs", "dunghen.dossiers.jobs"),
    *("dunghen.dossiers.linked.jobs", "dunghen.supervision.tasks.jobs"),
    "dunghen.supervision.home.jobs",
]

# Who carries messages to applicants; in a trial each way ends in a file under var/outbox.
MESSAGE_FOLDER = VAR / "outbox"
MESSAGE_PARTNERS = {
    "sms": os.environ.get("DUNGHEN_SMS", "dunghen.exchange.partners.files.SmsFile"),
    "mail": "dunghen.exchange.partners.mail.Mail",
    "zalo": os.environ.get("DUNGHEN_ZALO", "dunghen.exchange.partners.files.ZaloFile"),
}
EMAIL_FILE_PATH = MESSAGE_FOLDER / "mail"
_SMTP = os.environ.get("DUNGHEN_SMTP", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _SMTP else 'filebased'}.EmailBackend"
EMAIL_HOST = _SMTP.partition(":")[0]
EMAIL_PORT = int(_SMTP.partition(":")[2] or 25)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DUNGHEN_MAIL_FROM", "dunghen@localhost")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "dunghen.web.accounts.ClosedAccounts"
ACCOUNT_FORMS = {"change_password": "dunghen.web.accounts.NewPassword"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = RATE_LIMITS
ACCOUNT_SESSION_REMEMBER = False  # the desk's computer is shared: signed in until the browser closes
# How many proxies of one's own stand before this server: else all officers share their address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("DUNGHEN_PROXIES", "0"))
CSRF_FAILURE_VIEW = "dunghen.web.errors.stale"
MFA_ADAPTER = "dunghen.web.accounts.SecondFactors"
MFA_FORMS = {
    "authenticate": "dunghen.web.accounts.SignInCode",
    "reauthenticate": "dunghen.web.accounts.AgainCode",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Đúng Hẹn"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "dunghen.web.accounts.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dunghen.web.fonts.FontFinder",
]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# What is uploaded and issued; never below STATIC_ROOT.
FILES_FOLDER = Path(os.environ.get("DUNGHEN_FILES", VAR / "files"))
FILES_LIMIT = int(os.environ.get("DUNGHEN_FILE_MB", "25")) * 1024 * 1024
# Signatures: keys (each behind its passphrase), trusted authorities with their lists, who says the time.
SIGNING_KEYS = VAR / "keys" / "signing"
TRUST_FOLDER = Path(os.environ.get("DUNGHEN_TRUST", VAR / "trust"))
TIMESTAMP_AUTHORITY = os.environ.get("DUNGHEN_TIMESTAMPS", "")
PKCS11_MODULE = os.environ.get("DUNGHEN_PKCS11", "")
# What a QR code on a result leads to.
PUBLIC_ADDRESS = os.environ.get("DUNGHEN_ADDRESS", "http://localhost:8000").rstrip("/")

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # of django.request: web/errors.py logs a failure once, with the reference its page shows
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        # they write the names of signers
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
