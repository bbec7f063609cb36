"""`make bench`: how long the directory's pages take among 1,000, 10,000 and 100,000 networks.

Uses a database of its own, next to the one that BENCH_DATABASE_URL names, made and dropped again. Every
figure is measured in this run: requests go through the whole of Django in this one process, each scenario
asks for many different addresses, and ratios compare sizes of the same run.
"""

import argparse
import gc
import os
import random
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["TEST_DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", "")

import django  # noqa: E402 - the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from wagtail.actions.convert_alias import ConvertAliasPageAction  # noqa: E402

from home.opening_content import load_opening_content  # noqa: E402
from networks_directory.invented.generating import MARK, generate_networks  # noqa: E402
from networks_directory.models.listing_facts import NetworkCountry  # noqa: E402
from networks_directory.models.listing_index import IndexedName  # noqa: E402
from networks_directory.models.networks import NetworkPage  # noqa: E402
from networks_directory.pages.directory import NetworkFamilyPage  # noqa: E402
from networks_directory.pages.networks import GeographicNetworkPage  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
REQUESTS = 120  # of each scenario at each size
MOST_QUERIES, MOST_MILLISECONDS, MOST_GROWTH = 12, 150, 4
PUBLISHED_ONE_BY_ONE = 5
LANGUAGES = {"fr": "/fr/reseaux/", "en": "/en/networks/"}
SEARCHES = ("/fr/recherche/", "/en/search/")
COUNTRIES = ("FR", "ES", "IT", "DE", "CA", "SE", "JP", "SN")
FIELDS = ("health", "law", "ict", "research", "media", "automotive")
WORDS = (
    "allemagne", "Santé Lyon", "aéronau", "lwayer", "المانيا", "toubkal berlin", "réseau", "droit", "dmk",
    "network health toronto", "intelligenc", "الصحة", "avocat allemagne", "médecins", "tabib", "zellige",
)  # fmt: skip
TYPED = ("ge", "ger", "sant", "atlas", "res", "الم", "dmk", "aero", "cercle", "lyon")
PAGES = ("", "&page=2", "&page=7")
HOSTILE = (
    "q=" + "a" * 10_000,
    "&".join(f"country=X{n}" for n in range(500)),
    "&".join(["country=DE&field=health"] * 500),
    "q=%00&country=%00&page=%00",
    "q=%E2%80%AEgermany",
    "q='%20OR%201=1--&city='%20OR%201=1--",
    "q=(.*)%2B%24%5B%5E%5D&field=(.*)%2B",
    "q=" + "%20".join(f"reseau{n}" for n in range(100)),
    "q=r%20e%20s%20a%20c%20m%20l%20p&page=99999999999999999999",
)


def scenarios(chance):
    """{name: function that makes one more address}."""

    def directory():
        return chance.choice(list(LANGUAGES.values()))

    def deep():
        return f"{directory()}?page={chance.randrange(1, 5000)}&sort={chance.choice(('name', 'updated'))}"

    def two_filters():
        field, country = chance.choice(FIELDS), chance.choice(COUNTRIES)
        return f"{directory()}?field={field}&country={country}{chance.choice(PAGES)}"

    def broad():
        return (
            f"{directory()}?family=geographic&status=active&status=unknown&sort=updated{chance.choice(PAGES)}"
        )

    networks = list(
        NetworkPage.objects.filter(slug__startswith=MARK, locale__language_code="en").order_by("?")[:REQUESTS]
    )
    return {
        "plain listing": lambda: f"{directory()}?page={chance.randrange(1, 5)}",
        "deep page, two orders": deep,
        "a filter": lambda: f"{directory()}?country={chance.choice(COUNTRIES)}{chance.choice(PAGES)}",
        "two filters": two_filters,
        "filters that leave half": broad,
        "a text search": lambda: f"{directory()}?q={chance.choice(WORDS)}",
        "a search with two filters": lambda: f"{two_filters()}&q={chance.choice(WORDS)}",
        "landing page": lambda: f"/en/networks/countries/{chance.choice(('germany', 'france', 'spain'))}/",
        "coverage grid": lambda: "/en/networks/coverage/",
        "map": lambda: f"{directory()}map/",
        "search of the whole site": lambda: f"{chance.choice(SEARCHES)}?q={chance.choice(WORDS)}",
        "two questions, a profession": lambda: (
            f"/fr/reseaux/quel-reseau/?q={chance.choice(WORDS)}&country=DE"
        ),
        "suggestions": lambda: f"{directory()}suggestions/?q={chance.choice(TYPED)}",
        "network page": lambda: chance.choice(networks).get_url(),
        "home page": lambda: "/en/",
        "a hostile query": lambda: f"{directory()}?{chance.choice(HOSTILE)}",
    }


def measure(make_address):
    """(most queries, statements run twice, median ms, 95th percentile ms) of REQUESTS requests."""
    client, queries, twice, times = Client(), 0, 0, []
    client.get(make_address())
    for number in range(REQUESTS):
        address = make_address()
        if number < 12:  # counting queries takes time of its own: these requests are not timed
            with CaptureQueriesContext(connection) as captured:
                response = client.get(address)
            statements = Counter(query["sql"] for query in captured)
            queries = max(queries, sum(statements.values()))
            twice += sum(runs > 1 for runs in statements.values())
        else:
            start = time.perf_counter()
            response = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    return queries, twice, statistics.median(times), statistics.quantiles(times, n=20)[-1]


def publish_one_by_one(count):
    """Seconds a network takes when it is published as an editor does, in every language."""
    french = NetworkFamilyPage.objects.get(family="geographic", locale__language_code="fr")
    start = time.perf_counter()
    for number in range(count):
        page = GeographicNetworkPage(title=f"Un réseau {number}", slug=f"bench-{number}", live=False)
        page.countries = [NetworkCountry(country="BE")]
        french.add_child(instance=page)
        page.save_revision().publish()
        for stand_in in page.get_translations().specific():
            ConvertAliasPageAction(stand_in).execute()
            stand_in.save_revision().publish()
    return (time.perf_counter() - start) / count


def explain():
    """EXPLAIN ANALYZE of the three heaviest queries at the present size, as text."""
    client, heaviest = Client(), Counter()
    for address in (
        "/en/networks/?q=health", "/en/networks/?family=geographic&sort=updated&page=1500",
        "/en/networks/?page=4000", "/en/networks/?country=FR&field=health", "/en/networks/?q=lyon",
    ):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        for query in captured:
            if query["sql"].startswith("SELECT"):
                heaviest[query["sql"]] = max(heaviest[query["sql"]], float(query["time"]))
    texts, seen = [], set()
    for sql, _seconds in heaviest.most_common():
        shape = sql[:120]
        if shape in seen:
            continue
        seen.add(shape)
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + sql.replace("%", "%%"), [])
            plan = "\n".join(row[0][:300] for row in cursor.fetchall())
        texts.append(f"{shorten(sql)}\n\n{plan}")
        if len(texts) == 3:
            break
    return texts


def shorten(sql):
    """A statement without the long literals in it."""
    return re.sub(r"'([^']{60})[^']*'", r"'\1…'", sql)[:1500]


def report(vendor, results, generated, one_by_one, plans):
    """The results as Markdown."""
    sizes = list(results)
    lines = [
        f"## {vendor}",
        "",
        "Median and 95th percentile in milliseconds; most queries of any request, statements run twice;",
        f"how many times the 95th percentile at {sizes[0]:,} networks it is at {sizes[-1]:,}.",
        "",
        "| | " + " | ".join(f"{size:,}: queries | median | p95" for size in sizes) + " | twice | growth |",
        "|---" * (3 * len(sizes) + 3) + "|",
    ]
    for name in results[sizes[0]]:
        cells = [
            f"{q} | {median:.0f} | {p95:.0f}"
            for q, _t, median, p95 in (results[size][name] for size in sizes)
        ]
        twice = sum(results[size][name][1] for size in sizes)
        growth = results[sizes[-1]][name][3] / results[sizes[0]][name][3]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {twice} | {growth:.1f} |")
    lines += ["", f"Publishing one network in every language as an editor does: {one_by_one * 1000:.0f} ms."]
    for size, seconds in generated.items():
        lines.append(
            f"Generating {size:,}: {seconds * 1000:.1f} ms each, {one_by_one / seconds:.0f} times faster."
        )
    for plan in plans:
        lines += ["", "```", plan, "```"]
    return "\n".join(lines) + "\n"


def missed(results):
    """What does not reach the issue's targets, in words."""
    sizes = list(results)
    for size, of_size in results.items():
        for name, (queries, twice, _median, p95) in of_size.items():
            if queries > MOST_QUERIES or twice:
                yield f"{name} among {size:,}: {queries} queries, {twice} of them twice"
            if size == SIZES[-1] and p95 > MOST_MILLISECONDS:
                yield f"{name} among {size:,}: {p95:.0f} ms"
            if size == SIZES[-1] and p95 > MOST_GROWTH * results[sizes[0]][name][3]:
                yield f"{name}: {p95 / results[sizes[0]][name][3]:.1f} times the time among {sizes[0]:,}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", type=Path, help="Also write the report to this file.")
    options = parser.parse_args()
    setup_test_environment()
    if connection.vendor == "sqlite":  # a file, as `make serve` has it, not memory
        connection.settings_dict["TEST"]["NAME"] = str(ROOT / "var" / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("compile_catalogues", verbosity=0)
        load_opening_content()
        one_by_one = publish_one_by_one(PUBLISHED_ONE_BY_ONE)
        results, generated, total = {}, {}, 0
        for size in options.sizes:
            start = time.perf_counter()
            generate_networks(size - total)
            generated[size] = (time.perf_counter() - start) / (size - total)
            total = size
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
            gc.collect()
            gc.freeze()  # as config/wsgi.py does once the site is loaded
            print(f"{IndexedName.objects.count():,} listings; measuring …", flush=True)
            chance = random.Random(size)  # noqa: S311 - not for secrets
            results[size] = {name: measure(make) for name, make in scenarios(chance).items()}
        plans = explain() if connection.vendor == "postgresql" else []
        text = report(connection.vendor, results, generated, one_by_one, plans)
        print(text)
        if options.write:
            options.write.write_text(text)
        for failure in missed(results):
            print("Missed:", failure)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
