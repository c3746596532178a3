"""One settings module for every place the portal runs; what differs comes from the environment."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.templatetags.static import static

from lmi_portal import environment, staff_groups

ROOT = environment.ROOT
DATA_DIR = environment.data_dir()
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret_key(debug=DEBUG)
FIELD_ENCRYPTION_KEYS = environment.field_encryption_keys(debug=DEBUG)
SITE_URL = environment.site_url()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
REDIS_URL = environment.redis_url()
STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET = environment.stripe()
STRIPE_API_BASE = "https://api.stripe.com"
STRIPE_CHECKOUT_ORIGIN = "https://checkout.stripe.com"
STAFF_MFA_REQUIRED = environment.flag("STAFF_MFA_REQUIRED", default=True)
# `manage.py staff_groups` grants it.
STAFF_GROUPS = staff_groups.STAFF_GROUPS

INSTALLED_APPS = [
    # For the commands that are of all apps.
    "lmi_portal",
    "lmi_portal.accounts",
    "lmi_portal.audit",
    "lmi_portal.outbox",
    "lmi_portal.library",
    "lmi_portal.demo",
    "districts",
    "billing",
    "convenings",
    "initiative",
    "oasis.providers",
    "oasis",
    "wellbeing",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lmi_portal.null_characters.refuse_null_characters",
    "lmi_portal.robots.keep_private_pages_unfound",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lmi_portal.staff.StaffAreaMiddleware",
    "oasis.guard.OasisMiddleware",
    "wellbeing.guard.WellbeingMiddleware",
    "lmi_portal.by_button_alone.explain_not_allowed",
]

ROOT_URLCONF = "lmi_portal.urls"
WSGI_APPLICATION = "lmi_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lmi_portal.home.site",
            ],
            "libraries": {name: f"lmi_portal.{name}" for name in ["family_language", "navigation", "page_head"]}
            | {"program_navigation": "wellbeing.navigation"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DATABASES = {"default": environment.database(folder=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "lmi_portal.redis_cache.Cache",
        "LOCATION": REDIS_URL,
        # A Redis that hangs must not hang the pages.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Accounts: e-mail is the only login; LMI staff need a second factor (see lmi_portal/staff.py).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/teams/"
ACCOUNT_ADAPTER = "lmi_portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "lmi_portal.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "lmi_portal.accounts.allauth_forms.LoginForm",
    "signup": "lmi_portal.accounts.allauth_forms.SignupForm",
    "request_login_code": "lmi_portal.accounts.allauth_forms.RequestLoginCodeForm",
    "add_email": "lmi_portal.accounts.allauth_forms.AddEmailForm",
    "change_password": "lmi_portal.accounts.allauth_forms.ChangePasswordForm",
    "set_password": "lmi_portal.accounts.allauth_forms.SetPasswordForm",
    "reset_password": "lmi_portal.accounts.allauth_forms.ResetPasswordForm",
    "reset_password_from_key": "lmi_portal.accounts.allauth_forms.ResetPasswordKeyForm",
    "reauthenticate": "lmi_portal.accounts.allauth_forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {"add_webauthn": "lmi_portal.accounts.allauth_forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "LMI portal"
MFA_TOTP_TOLERANCE = 1
# Nobody signs in with an unproven address, so a second factor never locks an owner out; and it must not stop them
# from changing their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")

# Whether the library's links are visited at night: off unless asked for, as it calls on other people's hosts.
CHECK_LINKS = environment.flag("CHECK_LINKS", default=False)

# Mail: promised in the database (lmi_portal.outbox), sent by a worker.
globals().update(environment.mail(folder=DATA_DIR))
DEFAULT_FROM_EMAIL = environment.sender()
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Tasks: nothing depends on the broker keeping a message, so a web request never waits for one that is down.
globals().update(environment.broker(redis_url=REDIS_URL, folder=DATA_DIR))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
# Worker and beat write their logs as the web does, without the secrets of links.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "America/Los_Angeles"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LANGUAGE_CODE = "en"
# Families' pages alone are in others (lmi_portal/family_language.py): half a translation would mix two on one page.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "lmi_portal.formats"
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security: https all the way wherever SITE_URL says so.
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
# Rate limits count by the address that the one proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "lmi_portal.home.session_expired"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "lmi_portal.masking.MaskingFormatter",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"log": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["log"], "level": "INFO"},
    "loggers": {
        "django.server": {"propagate": True},
        "kombu": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},
    },
}

# The portal's evergreen (--primary in lmi.css) from its palest tint to its deepest shade.
EVERGREEN = {
    "50": "#eff7f4",
    "100": "#e0ede8",
    "200": "#c2dfd6",
    "300": "#a9e0d5",
    "400": "#5eb3a5",
    "500": "#35998b",
    "600": "#0f5e57",
    "700": "#0a4640",
    "800": "#09393a",
    "900": "#082c2d",
    "950": "#061f20",
}
UNFOLD = {
    "SITE_TITLE": "LMI staff",
    "SITE_HEADER": "LMI staff",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("lmi.svg")}],
    "STYLES": [lambda request: static("lmi-staff.css")],
    "SCRIPTS": [lambda request: static("lmi-staff.js")],
    "COLORS": {"primary": EVERGREEN},
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "DASHBOARD_CALLBACK": "lmi_portal.staff_dashboard.overview",
}
