"""Production: everything comes from the environment, and what is missing is said by name.

docs/operators-guide.md lists every variable with an example.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from ..databases import database
from .base import *  # noqa: F403 - settings are made to be inherited
from .base import MIDDLEWARE, STORAGES, TASKS


def required(name, example):
    """The value of an environment variable; refuses to start without it, saying what to set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is not set. Example: {name}={example}")
    return value


SECRET_KEY = required("SECRET_KEY", "<50 or more random characters>")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "kafaat.example,www.kafaat.example").split(",")
WAGTAILADMIN_BASE_URL = required("BASE_URL", "https://kafaat.example")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

DATABASES = {
    "default": database(
        required("DATABASE_URL", "postgresql://user:password@host:5432/kafaat"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}

if REDIS_URL := os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }

# E-mail: the contact form and every notice to a network goes out through this server.
EMAIL_HOST = required("EMAIL_HOST", "smtp.kafaat.example")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 10  # seconds; a slow mail server must not hold a visitor's request
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL", "kafaat@kafaat.example")

TASKS["background"] = {
    "BACKEND": "django_tasks_db.DatabaseBackend"
}  # worked off by `manage.py db_worker --backend background`

# Media in an S3-compatible bucket when one is named, otherwise in media/ served by the web server.
if MEDIA_BUCKET := os.environ.get("MEDIA_BUCKET"):
    STORAGES = STORAGES | {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": MEDIA_BUCKET,
                "endpoint_url": os.environ.get("MEDIA_BUCKET_ENDPOINT") or None,
                "custom_domain": os.environ.get("MEDIA_BUCKET_DOMAIN") or None,
                "file_overwrite": False,
                "querystring_auth": False,
            },
        }
    }

# The site is reached through one proxy, which sets these headers itself.
MIDDLEWARE = ["core.client_address.client_address_middleware", *MIDDLEWARE]
SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
