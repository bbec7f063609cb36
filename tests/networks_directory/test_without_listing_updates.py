"""The directory stands without its listing updates: in its imports, its tables and its templates."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.any_database  # it makes one of its own
@pytest.mark.slow
def test_the_site_answers_without_its_listing_updates():
    """In a process of its own: which apps there are is settled when Django starts."""
    tests = Path(__file__).with_name("directory_alone.py")
    command = ["pytest", "-q", "-p", "no:cacheprovider", "--ds=tests.without_listing_updates", str(tests)]
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 passed" in run.stdout
