"""Settings every environment shares. What differs stands in development, test and production."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF, Nonce

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

# --- Identity of the site (regulation R-2): required data, checked at deploy time -------------
SITE_IDENTITY = {
    "kind": env.str("SITE_KIND", "Trang thông tin điện tử tổng hợp"),
    "name": env.str("SITE_NAME", ""),
    "code": env.str("SITE_CODE", ""),
    "domain": env.str("SITE_DOMAIN", ""),
    "governing_body": env.str("SITE_GOVERNING_BODY", ""),
    "licence": env.str("SITE_LICENCE", ""),
    "responsible_person": env.str("SITE_RESPONSIBLE_PERSON", ""),
    "chief_editor": env.str("SITE_CHIEF_EDITOR", ""),
    "address": env.str("SITE_ADDRESS", ""),
    "place": env.str("SITE_PLACE", ""),
    "phone": env.str("SITE_PHONE", ""),
    "email": env.str("SITE_EMAIL", ""),
}
PUBLIC_ORIGIN = f"https://{SITE_IDENTITY['domain']}"  # what links in letters begin with
# Under which conditions open data may be used again; the owner of the site confirms the words.
OPEN_DATA_LICENCE = env.str(
    "OPEN_DATA_LICENCE",
    "Được sao chép, dùng lại cho mọi mục đích, với điều kiện ghi nguồn và không làm sai số liệu.",
)
EMBLEM = env.str("SITE_EMBLEM", "")  # static path of the emblem; the layout holds without one
DEMO = False

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "engagement.text",
    "engagement.jobs",
    "engagement.audit",
    "engagement.accounts",
    "engagement.worktime",
    "engagement.live",
    "engagement.web",
    "engagement.intake",
    "engagement.workflow",
    "engagement.reorganisation",
    "qa",
    "surveys",
    "dashboards",
    "engagement.portal",
    "engagement.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "engagement.web.middleware.RequestIdMiddleware",
    "engagement.web.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    # Behind the headers its 400 page needs, before all that reads the address or a cookie.
    "engagement.web.middleware.ControlCharactersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "engagement.accounts.middleware.GrantsMiddleware",
    "engagement.accounts.middleware.SessionLimitsMiddleware",
    "engagement.accounts.middleware.UnsentWordsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "engagement.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "engagement.config.urls"
ASGI_APPLICATION = "engagement.config.asgi.application"
WSGI_APPLICATION = "engagement.config.wsgi.application"

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
                "engagement.web.context.page",
            ],
        },
    }
]

# --- Storage ---------------------------------------------------------------------------------
DEFAULT_DATABASE_URL = f"sqlite:///{VAR_DIR / 'site.sqlite3'}"


def database(url: str) -> dict[str, object]:
    """Django's database entry for `url`, with the options the house requires (architecture §5)."""
    config = dict(env.db_url_config(url))
    given = config.get("OPTIONS", {})  # such as sslmode and sslrootcert
    if "sqlite" in config["ENGINE"]:
        config["OPTIONS"] = {
            **given,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return config
    # Without a pool 257 of 900 concurrent submissions failed; short timeouts turn a hung
    # server into an error page instead of a request that never ends.
    timeout = env.int("DATABASE_STATEMENT_TIMEOUT_MS", 10_000)
    house = f"-c statement_timeout={timeout} -c synchronous_commit=on"
    config["OPTIONS"] = {
        "connect_timeout": 3,
        **given,
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL_SIZE", 10),
            "timeout": env.int("DATABASE_POOL_TIMEOUT_SECONDS", 30),
        },
        "options": f"{given.get('options', '')} {house}".strip(),
    }
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", DEFAULT_DATABASE_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", "")
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
# The pace of live survey results. Fixed, so that when a number moves tells nothing about an answer.
SURVEY_TICK_SECONDS = env.int("SURVEY_TICK_SECONDS", 10)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dashboards.staticfinder.PlotlyFinder",
]
# Text without files. Above the longest a person pastes, so that 10 MB of it is answered with a
# sentence at the field; what is larger still is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000  # a survey's page for each member of a large household
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Background work and live results --------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMBEDDED_WORKER = env.bool("EMBEDDED_WORKER", False)  # the worker as a thread of the ASGI process
LIVE_TICK_SECONDS = env.float("LIVE_TICK_SECONDS", 0.5)
LIVE_ALLOWED_ORIGINS = env.list("LIVE_ALLOWED_ORIGINS", default=[])

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/lam-viec/"
LOGOUT_REDIRECT_URL = "/"
SECOND_FACTOR_REQUIRED = True
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "engagement.accounts.adapter.StaffAccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SOCIALACCOUNT_ADAPTER = "engagement.accounts.adapter.StaffSocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
MFA_ADAPTER = "engagement.accounts.adapter.StaffMFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the office keeps the addresses
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "engagement.accounts.passkey_forms.AddPasskeyForm",
    "authenticate_webauthn": "engagement.accounts.passkey_forms.SecondFactorPasskeyForm",
    "login_webauthn": "engagement.accounts.passkey_forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "engagement.accounts.passkey_forms.ConfirmPasskeyForm",
}
MFA_TOTP_ISSUER = SITE_IDENTITY["name"]
SESSION_ENGINE = "engagement.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # from sign-in, whatever is done meanwhile
SESSION_IDLE_SECONDS = 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "engagement.web.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Vietnamese ------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["engagement.web.formats"]
LOCALE_PATHS = [
    BASE_DIR / "engagement" / "web" / "locale",
    BASE_DIR / "engagement" / "accounts" / "locale",
]

# --- Public forms ----------------------------------------------------------------------------
# Networks whose X-Forwarded-For we believe; the socket's own address is used for all others.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
RECAPTCHA_PUBLIC_KEY = env.str("RECAPTCHA_PUBLIC_KEY", "")
RECAPTCHA_PRIVATE_KEY = env.str("RECAPTCHA_PRIVATE_KEY", "")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
# The proof of work: half of this many hashes on average, about a second on a cheap phone.
INTAKE_PROOF_MAX_NUMBER = env.int("INTAKE_PROOF_MAX_NUMBER", 200_000)

# --- Mail ------------------------------------------------------------------------------------
EMAIL_HOST = env.str("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
# The mailbox that citizens write to; without a host no letter comes in. Always TLS.
MAIL_INTAKE_HOST = env.str("MAIL_INTAKE_HOST", "")
MAIL_INTAKE_PORT = env.int("MAIL_INTAKE_PORT", 993)
MAIL_INTAKE_USER = env.str("MAIL_INTAKE_USER", "")
MAIL_INTAKE_PASSWORD_FILE = env.str("MAIL_INTAKE_PASSWORD_FILE", "")
MAIL_INTAKE_FOLDER = env.str("MAIL_INTAKE_FOLDER", "INBOX")
MAIL_INTAKE_CA_FILE = env.str("MAIL_INTAKE_CA_FILE", "")  # of a server with its own authority
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", SITE_IDENTITY["email"])

# --- Headers ---------------------------------------------------------------------------------
CSP_DIRECTIVES: dict[str, list[str | Nonce]] = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
}
if RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY:
    google = ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"]
    for directive in ("script-src", "frame-src", "connect-src"):
        CSP_DIRECTIVES[directive] = [*CSP_DIRECTIVES.get(directive, []), *google]
CONTENT_SECURITY_POLICY: dict[str, object] = {"DIRECTIVES": CSP_DIRECTIVES}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Logs hold no citizen's words or contact: paths carry no secrets, bodies are never logged --
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"privacy": {"()": "engagement.web.logs.PrivacyFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["privacy"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Anybody can send a foreign Host header; it is answered with 400 and needs no traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Several lines a job would bury what matters.
        "django_tasks_db": {"level": "WARNING"},
        "pikepdf": {"level": "ERROR"},
        "daphne": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
