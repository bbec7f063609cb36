"""`make test`: runs every lane this machine can run, and says in its last lines which ones ran.

Lanes: SQLite, measuring coverage; PostgreSQL, when TEST_DATABASE_URL names one, with the tests that need two
connections; a real browser, when there is a Chromium; the Nu HTML checker, when there is a Java; these two
together, when there are both. With REQUIRE_ALL_LANES=1, as in CI, one that cannot run fails. OTHER_PYTHON,
where the Makefile has found it, runs the PostgreSQL lane: so nearly every test of these two lanes has run on
both Pythons, at no cost in time. Those that only one of them has (any_database, two_connections) run on one.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKERS = ROOT / "tests" / "browser"
# Two processes; one that has nothing left to do takes tests from the other.
IN_PROCESS = ["-n", "2", "--dist", "worksteal"]
ON_POSTGRESQL = ["-m", "not browser and not html and not any_database", *IN_PROCESS]
ON_SQLITE = ["-m", "not browser and not html and not two_connections", *IN_PROCESS]
# Two again, each with a running site of its own; the tests of one file stay together.
WITH_SITE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# How many percent the tests must run: (the key of coverage.py's totals, the floor).
FLOORS = {"lines": ("percent_statements_covered", 95), "branches": ("percent_branches_covered", 90)}
# What takes long is said at the end of each lane, so that CI stays short.
SLOWEST = ["--durations=30", "--durations-min=3"]
# Tests run in an order of its own each time; the same number gives the same order again.
SEED = os.environ.get("SEED") or str(random.randrange(10**6))  # noqa: S311 - nothing to guess


def run(*command, **environment):
    """Run a command with more environment; whether it ended well."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


def pytest(*arguments, python=sys.executable, **environment):
    """Run pytest on the tests; whether they passed."""
    return run(python, "-m", "pytest", "-q", f"--randomly-seed={SEED}", *SLOWEST, *arguments, **environment)


def pytest_with_coverage(*arguments, **environment):
    """Run pytest and hold what it covered, branches too, against the floors; whether all is well."""
    coverage = (sys.executable, "-m", "coverage")
    run(*coverage, "erase")
    command = [*coverage, "run", "-m", "pytest", "-q", f"--randomly-seed={SEED}", *SLOWEST, *arguments]
    return run(*command, **environment) and run(*coverage, "combine", "--quiet") and covers_enough(coverage)


def covers_enough(coverage):
    """Say how many lines and how many branches have run; whether both floors are reached."""
    command = [*coverage, "json", "--quiet", "-o", "-"]
    totals = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)["totals"]
    print("Coverage (`coverage report` names what is missing):")
    for name, (key, floor) in FLOORS.items():
        print(f"  {totals[key]:.2f} % of {name}, the floor is {floor} %")
    return all(totals[key] >= floor for key, floor in FLOORS.values())


def install_checkers():
    """axe-core and the Nu HTML checker, as locked; whether they are there."""
    if (CHECKERS / "node_modules" / "vnu-jar").exists():
        return True
    return bool(shutil.which("npm")) and run("npm", "ci", "--ignore-scripts", "--prefix", str(CHECKERS))


def prepare_databases(servers):
    """Make the database that the lanes copy, on SQLite and on PostgreSQL at the same time."""
    command = [sys.executable, "tests/prepared_database.py"]
    making = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ | {"TEST_DATABASE_URL": server})
        for server in servers
    ]
    for process in making:
        process.wait()


def lanes(database, other):
    """(name, what is missing or "", how to run it) of every lane."""
    checkers = "" if install_checkers() else "npm"
    chromium = "" if any(map(shutil.which, CHROMIUM_NAMES)) else "Chromium"
    java = "" if shutil.which("java") else "Java"
    with_browser = not (checkers or chromium or java)  # both kinds of test then share one running site
    return [
        (f"SQLite on {python_of()}", "", lambda: pytest_with_coverage(*ON_SQLITE, TEST_DATABASE_URL="")),
        (
            f"PostgreSQL on {python_of(other)}",
            "" if database else "TEST_DATABASE_URL",
            lambda: pytest(*ON_POSTGRESQL, python=other, TEST_DATABASE_URL=database),
        ),
        (
            "Browser and HTML checker" if with_browser else "Browser",
            checkers or chromium,
            lambda: pytest("-m", "browser or html" if with_browser else "browser", *WITH_SITE),
        ),
        *([] if with_browser else [("HTML checker", checkers or java, lambda: pytest("-m", "html"))]),
    ]


def python_of(python=sys.executable):
    """The name and version of a Python: Python 3.11.2."""
    return subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def main():
    required = os.environ.get("REQUIRE_ALL_LANES") == "1"
    database, other = os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("OTHER_PYTHON")
    prepare_databases({"", database})
    print(f"Order of the tests: SEED={SEED} make test repeats it.")
    report, failed = [], False
    for name, missing, passes in lanes(database, other or sys.executable):
        print(f"\n==> Lane: {name}", flush=True)
        if missing:
            verdict = f"not run: {missing} is missing"
            failed |= required
        else:
            passed = passes()
            verdict = "passed" if passed else "FAILED"
            failed |= not passed
        report.append(f"{name}: {verdict}")
        print(report[-1], flush=True)
    if not other:
        report.append("Not on a second Python: only one of Python 3.11 and 3.12 answers here")
    print("\nLanes:\n  " + "\n  ".join(report))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
