"""Production starts with everything it needs, or says what is missing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
    "ALLOWED_HOSTS": "kafaat.example",
    "BASE_URL": "https://kafaat.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1/kafaat",
    "EMAIL_HOST": "smtp.kafaat.example",
    "DEFAULT_FROM_EMAIL": "kafaat@kafaat.example",
}
REQUIRED = [name for name in ENVIRONMENT if name != "DJANGO_SETTINGS_MODULE"]


def manage(*arguments, environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_finds_nothing_to_say():
    result = manage("check", "--deploy", "--fail-level", "WARNING", environment=ENVIRONMENT)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(name):
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name}
    result = manage("check", environment=environment)
    assert result.returncode != 0
    assert f"The environment variable {name} is not set" in result.stderr


def test_redis_and_the_media_bucket_are_used_when_named():
    code = "from django.conf import settings as s; print(s.CACHES, s.STORAGES)"
    environment = ENVIRONMENT | {"REDIS_URL": "redis://127.0.0.1:6379/1", "MEDIA_BUCKET": "kafaat-media"}
    result = manage("shell", "--no-imports", "-c", code, environment=environment)
    assert "RedisCache" in result.stdout, result.stderr
    assert "kafaat-media" in result.stdout
