"""`make test`: runs every lane this machine can run, and says in its last lines which ones ran.

Lanes: SQLite; PostgreSQL, when TEST_DATABASE_URL names one; a real browser, when there is a Chromium;
the Nu HTML checker, when there is a Java; these two together, when there are both. With
REQUIRE_ALL_LANES=1, as in CI, one that cannot run fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKERS = ROOT / "tests" / "browser"
# Two processes; one that has nothing left to do takes tests from the other.
IN_PROCESS = ["-m", "not browser and not html", "-n", "2", "--dist", "worksteal"]
# Two again, each with a running site of its own; the tests of one file stay together.
WITH_SITE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest(*arguments, **environment):
    """Run pytest on the tests with more environment; whether it passed."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


def install_checkers():
    """axe-core and the Nu HTML checker, as locked; whether they are there."""
    if (CHECKERS / "node_modules" / "vnu-jar").exists():
        return True
    if not shutil.which("npm"):
        return False
    command = ["npm", "ci", "--ignore-scripts"]
    return subprocess.run(command, cwd=CHECKERS, check=False).returncode == 0


def lanes():
    """(name, what is missing or "", how to run it) of every lane."""
    database = os.environ.get("TEST_DATABASE_URL", "")
    checkers = "" if install_checkers() else "npm"
    chromium = "" if any(map(shutil.which, CHROMIUM_NAMES)) else "Chromium"
    java = "" if shutil.which("java") else "Java"
    with_browser = not (checkers or chromium or java)  # both kinds of test then share one running site
    return [
        ("SQLite", "", lambda: pytest(*IN_PROCESS, TEST_DATABASE_URL="")),
        (
            "PostgreSQL",
            "" if database else "TEST_DATABASE_URL",
            lambda: pytest(*IN_PROCESS, TEST_DATABASE_URL=database),
        ),
        (
            "Browser and HTML checker" if with_browser else "Browser",
            checkers or chromium,
            lambda: pytest("-m", "browser or html" if with_browser else "browser", *WITH_SITE),
        ),
        *([] if with_browser else [("HTML checker", checkers or java, lambda: pytest("-m", "html"))]),
    ]


def main():
    required = os.environ.get("REQUIRE_ALL_LANES") == "1"
    report, failed = [], False
    for name, missing, run in lanes():
        print(f"\n==> Lane: {name}", flush=True)
        if missing:
            verdict = f"not run: {missing} is missing"
            failed |= required
        else:
            passed = run()
            verdict = "passed" if passed else "FAILED"
            failed |= not passed
        report.append(f"{name}: {verdict}")
        print(report[-1], flush=True)
    print("\nLanes:\n  " + "\n  ".join(report))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
