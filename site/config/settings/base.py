"""Settings every environment shares. A line that is not Django's or Wagtail's default says why."""

from pathlib import Path

from csp.constants import SELF

BASE_DIR = Path(__file__).resolve().parents[3]

INSTALLED_APPS = [
    "home",
    "academy_pages",
    "networks_directory.listing_updates",
    "networks_directory",
    "contact",
    "core.translating",
    "core.page_search",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",  # takes the place of wagtail.locales
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",  # a renamed page keeps answering at its old address
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
    "django_countries",
    "phonenumber_field",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # many readers are on a poor connection
    "core.content_policy.ContentPolicyMiddleware",
    "core.error_pages.not_allowed_in_words",
    "core.rate_limits.say_when_to_come_back",
    "core.request_limits.RequestLimitsMiddleware",  # before whatever asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.language_by_address.LanguageByAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.moved_addresses.MovedAddressesMiddleware",
]

CSRF_FAILURE_VIEW = "core.views.csrf_failure"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.frame.frame",
            ],
            "builtins": ["core.templatetags.components"],
        },
    },
]

AUTH_USER_MODEL = "core.User"
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.picture_forms.PictureForm"  # one upload, several, a chooser's
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages. The first is the source: facts are entered in it. A language is added by one line here and
# its catalogue under site/locale/; the next `migrate` gives it its pages (docs/operators-guide.md).
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("fr", "Français"),
    ("en", "English"),
    ("ar", "العربية"),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LANGUAGE_COOKIE_NAME = ""  # no cookie chooses a language: the address does
# Our own strings, and in our words what libraries leave in English or say otherwise; the first path wins.
LOCALE_PATHS = [BASE_DIR / "site" / "locale", BASE_DIR / "site" / "words_of_libraries"]
WAGTAIL_I18N_ENABLED = True
# A new translation is published by the translator, never by the act of submitting the page.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Opening hours and session times are kept and first shown in Moroccan time.
TIME_ZONE = "Africa/Casablanca"
FORMAT_MODULE_PATH = ["config.formats"]  # of the admin's dates; readers have CLDR's (core.formats)

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"  # static/ is our source, so nothing is collected into it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_bundle.BundledStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
SERVE_MEDIA = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The largest form of a representative has some 1,900 fields, an editor's of the same listing 2,400
# (tests/networks_directory/listing_updates/test_largest_forms.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # forms have one; the admin sends pictures and documents one by one

WAGTAIL_SITE_NAME = "Kafaat"
WAGTAILADMIN_USER_LOGIN_FORM = "core.sign_in.EditorLoginForm"  # with limits, as is the next
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "core.sign_in.EditorPasswordResetForm"  # noqa: S105 - a class
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # editors' addresses are nobody else's business
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nor is which version this site runs
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "simple",
    },
}
# The networks' logos and the editors' pictures; SVG is left out because it can carry script.
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"png": "webp", "jpeg": "webp", "avif": "webp"}
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000  # a camera's; unpacked, up to 400 MB of memory (core.pictures)
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # octets; core.request_limits refuses what is much larger
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]

# Only developers and tests may fill the directory with invented networks (manage.py generate_networks).
SYNTHETIC_NETWORKS = False

COUNTRIES_OVERRIDE = {"EH": None}  # a part of Morocco, on the map as in every list (decision 0012)

PHONENUMBER_DB_FORMAT = "RFC3966"  # with its extension
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CONTENT_SECURITY_POLICY = {
    # The Wagtail admin sets inline styles and scripts of its own; it is behind a login.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    },
}


# Wagtail's own tasks run at once. E-mails and the indexing of many networks do too, but in production, where
# they wait in the database for `manage.py db_worker`.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}

# Months after which the representatives of a listing are asked whether it is still true, and months after
# which visitors are told that nobody has said so and the listing stands behind the others.
LISTING_REMINDER_MONTHS = (11, 12)
LISTING_STALE_MONTHS = 13
# Days after which what a stranger proposed is deleted, once it has been refused or was never confirmed.
STRANGERS_PROPOSALS_DAYS = 90

# Names used in e-mails; production reads the address from the environment.
DEFAULT_FROM_EMAIL = "kafaat@localhost"
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
EMAIL_SUBJECT_PREFIX = "[Kafaat] "

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
