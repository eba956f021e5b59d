"""Settings of the server, all from the environment; what is not said has a default that is safe on one machine.

REMIT_HOME        folder of the database, its lock and secrets; `var` beside the working directory
DATABASE_URL      postgresql://user:password@host/name; without it the embedded SQLite in REMIT_HOME
REMIT_HOSTS       the names under which the server is reached, separated by commas
REMIT_ORIGIN      the address in mails and links, https://remit.example.com
REMIT_SECRET_KEY  signs sessions and links; made once and kept in REMIT_HOME where it is not given
REMIT_DEMO        "1" allows signing in as a persona of the demonstration; only the demo engagement's own members can be chosen
REMIT_MAIL        smtp://user:password@host:port, or smtps://; without it mail is written into REMIT_HOME/mail
REMIT_MAIL_FROM   the sender of mail
REMIT_OIDC        name,client id,secret,issuer of an OpenID Connect provider for single sign-on
REMIT_API_RATE    requests a minute for each token or person, 600; REMIT_API_BULK_RATE for bulk events and facts, 120
REMIT_WEBHOOKS_PRIVATE  "1" lets webhooks go to addresses of the own network; otherwise they are refused
REMIT_SEALING_COST  how hard a passphrase of a sealed bid is to try: 17, for 128 MiB and about a third of a second each time; 15 to 20
REMIT_DEBUG       "1" shows tracebacks; for developers
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from remit import __version__

HOME = Path(os.environ.get("REMIT_HOME", "var")).resolve()
DEBUG = os.environ.get("REMIT_DEBUG") == "1"
DEMO = os.environ.get("REMIT_DEMO") == "1"
ORIGIN = os.environ.get("REMIT_ORIGIN", "http://localhost:8000").rstrip("/")
SECURE = ORIGIN.startswith("https://")
WEB = Path(__file__).parent / "web"


def _secret(name: str) -> str:
    """A secret of this installation, made once; readable by its owner alone."""
    path = HOME / name
    if not path.is_file():
        HOME.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _database() -> dict[str, Any]:
    address = os.environ.get("DATABASE_URL", "")
    if address:
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    return {
        "ENGINE": "remit.records.sqlite",
        "NAME": HOME / "remit.sqlite3",
        "CONN_MAX_AGE": None,  # closing takes the write lock, and a page that only reads must not wait for it
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
    }


SECRET_KEY = os.environ.get("REMIT_SECRET_KEY") or _secret("secret-key")
ALLOWED_HOSTS = [host for host in os.environ.get("REMIT_HOSTS", "").split(",") if host] or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if SECURE else []
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "records.User"
ROOT_URLCONF = "remit.web.addresses"
WSGI_APPLICATION = "remit.web.wsgi.application"

INSTALLED_APPS = [
    "remit.records.apps.Records",
    "remit.web.apps.Web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "ninja",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "remit.web.turns.Turns",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "remit.web.preferences.Preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["remit.web.templatetags.remit", "remit.web.templatetags.clocks"],
        },
    }
]

# ── language, time, files ──
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
LARGEST_UPLOAD = 512 << 20
FILE_UPLOAD_HANDLERS = [
    "remit.web.sealed_uploads.SealedUploads",  # a file of a bid never touches the disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SEALING_COST = min(max(int(os.environ.get("REMIT_SEALING_COST") or 17), 15), 20)

# ── sessions and sign-in ──
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "remit.web.sign_in.Accounts"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Remit"
SOCIALACCOUNT_ADAPTER = "remit.web.sign_in.SingleSignOn"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
_oidc = os.environ.get("REMIT_OIDC", "").split(",", 3)
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": _oidc[0],
                    "client_id": _oidc[1],
                    "secret": _oidc[2],
                    "settings": {"server_url": _oidc[3]},
                }
            ],
        }
    }
    if len(_oidc) == 4
    else {}
)

# ── content security ──
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── jobs, mail, log ──
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}


def _mail() -> dict[str, Any]:
    address = os.environ.get("REMIT_MAIL", "")
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": HOME / "mail"}
    parts = urlsplit(address)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = os.environ.get("REMIT_MAIL_FROM", "remit@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("REMIT_LOG", "WARNING")},
}
NINJA_MAX_PER_PAGE_SIZE = 1_000
API_RATE = int(os.environ.get("REMIT_API_RATE", "600"))
API_BULK_RATE = int(os.environ.get("REMIT_API_BULK_RATE", "120"))
WEBHOOKS_PRIVATE = os.environ.get("REMIT_WEBHOOKS_PRIVATE") == "1"
VERSION = __version__
