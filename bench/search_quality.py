"""`make search_quality`: how well the directory understands what people type.

Queries judged beforehand are asked of the directory of a database of its own, which has the nine networks of
the opening content and those of search_networks.toml. docs/search_quality.md says how they are judged.
"""

import argparse
import os
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["TEST_DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", "")

import django  # noqa: E402 - the settings come first

django.setup()

from bs4 import BeautifulSoup  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from judging import Judged, Network, Verdict, read_queries  # noqa: E402

from home.opening_content import fixed_key, load_opening_content, read_source  # noqa: E402
from home.renewing_content import renew_opening_content  # noqa: E402
from networks_directory.choices import Family  # noqa: E402
from networks_directory.index.rebuilding import rebuild_listing_index  # noqa: E402
from networks_directory.models import listing_facts as facts  # noqa: E402
from networks_directory.models.fields_of_activity import FieldOfActivity  # noqa: E402
from networks_directory.models.networks import NetworkPage  # noqa: E402
from networks_directory.pages.directory import NetworkFamilyPage, NetworksDirectoryPage  # noqa: E402
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage  # noqa: E402

AT_3, WRONG_AT_1 = 0.95, 0.02  # the aims: at least, and less than


def real_networks() -> Iterator[Network]:
    """Those of the opening content, as its files say."""
    for item in read_source():
        folder, _, slug = item["key"].partition("/")
        if folder == "network":
            countries = [row["country"] for row in item.get("countries", [])]
            yield Network(
                slug=slug,
                cities={country: [] for country in countries},
                worldwide=item.get("serves_worldwide", False),
                fields=tuple(row["field"].partition("/")[2] for row in item.get("fields_of_activity", [])),
            )


def made_up(rows: list[dict[str, Any]]) -> Iterator[Network]:
    for row in rows:
        yield Network(
            slug=row["slug"],
            cities=row.get("based", {}),
            served=tuple(row.get("serves", ())),
            worldwide=row.get("serves_worldwide", False),
            fields=tuple(row.get("fields", ())),
            status=row["status"],
        )


@transaction.atomic
def add_all(rows: list[dict[str, Any]]) -> None:
    """Add the networks of search_networks.toml in every language: translated where they have a name in it,
    standing in where not. Without revisions, which nobody reads here and which take minutes."""
    families = {
        (page.family, page.locale): page for page in NetworkFamilyPage.objects.select_related("locale")
    }
    locales = sorted(
        {locale for _family, locale in families}, key=lambda locale: locale.language_code != "fr"
    )
    fields = dict(FieldOfActivity.objects.source().values_list("code", "pk"))
    for row in rows:
        family = Family.THEMATIC if "fields" in row else Family.GEOGRAPHIC
        french = None
        for locale in locales:
            page = network_page(row, family, fields)
            page.locale = locale
            if french:
                page.translation_key = french.translation_key
                page.title = row["title"].get(locale.language_code, french.title)
                page.alias_of = None if locale.language_code in row["title"] else french
            families[family, locale].add_child(instance=page)
            french = french or page


def network_page(row: dict[str, Any], family: str, fields: dict[str, int]) -> NetworkPage:
    """The page of one row with its French title, as yet nowhere."""
    model = ThematicNetworkPage if family == Family.THEMATIC else GeographicNetworkPage
    based, serves = row.get("based", {}), row.get("serves", [])
    page = model(
        title=row["title"]["fr"], slug=row["slug"], acronym=row.get("acronym", ""), status=row["status"],
        serves_worldwide=row.get("serves_worldwide", False),
    )  # fmt: skip
    page.countries = [
        facts.NetworkCountry(country=code, is_based=code in based, is_served=True)
        for code in [*based, *serves]
    ]
    page.cities = [
        facts.NetworkCity(name=name, country=code) for code, cities in based.items() for name in cities
    ]
    page.fields_of_activity = [facts.NetworkField(field_id=fields[code]) for code in row.get("fields", [])]
    page.languages = [facts.NetworkLanguage(language=code) for code in row.get("languages", [])]
    page.other_names = [
        facts.NetworkName(name=name, language=code) for code, name in row.get("other_names", {}).items()
    ]
    return page


def slugs_by_address(networks: list[Network]) -> dict[str, str]:
    """{address of a network's page: its slug here}, in every language."""
    real = {fixed_key(f"network/{network.slug}"): network.slug for network in networks}
    pages = NetworkPage.objects.select_related("locale")
    french = {
        page.translation_key: real.get(page.translation_key, page.slug)
        for page in pages.filter(locale__language_code="fr")
    }
    return {page.url: french[page.translation_key] for page in pages}


def ask(client: Client, judged: Judged, directory_url: str, slugs: dict[str, str]) -> Verdict:
    """What the directory shows for a query: the networks of its first page, in their order."""
    response = client.get(directory_url, {"q": judged.typed})
    assert response.status_code == 200, (judged.typed, response.status_code)
    page = BeautifulSoup(response.content, "html.parser")
    links = page.select("#results .cards .card--network .card__title a")
    return Verdict(judged, [slugs[str(link["href"])] for link in links])


def report(verdicts: list[Verdict]) -> str:
    """The figures by language and by kind, as a table in Markdown."""
    columns: dict[str, Callable[[Verdict], bool]] = {
        "right at 1": lambda verdict: verdict.right_at_1,
        "right at 3": lambda verdict: verdict.right_at_3,
        "wrong at 1": lambda verdict: verdict.wrong_at_1,
        "no result": lambda verdict: verdict.without_result,
        "unwanted": lambda verdict: bool(verdict.unwanted),
    }
    lines = ["| | queries | " + " | ".join(columns) + " |", "|---" + "|---:" * (len(columns) + 1) + "|"]
    groups = {
        name: [v for v in verdicts if v.judged.group == name] for name in by_first_use(verdicts, "group")
    }
    groups |= {
        name: [v for v in verdicts if v.judged.kind == name] for name in by_first_use(verdicts, "kind")
    }
    for name, of_group in (groups | {"**all**": verdicts}).items():
        cells = [f"{share(of_group, is_so):.1%}" for is_so in columns.values()]
        lines.append(f"| {name} | {len(of_group)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def by_first_use(verdicts: list[Verdict], attribute: str) -> list[str]:
    return list(dict.fromkeys(getattr(verdict.judged, attribute) for verdict in verdicts))


def share(verdicts: list[Verdict], is_so: Callable[[Verdict], bool]) -> float:
    return sum(map(is_so, verdicts)) / len(verdicts)


def failures(verdicts: list[Verdict]) -> Iterator[str]:
    """A line for each query that is not right at 3, or wrong at 1: what was wanted and what was found."""
    for verdict in verdicts:
        judged = verdict.judged
        if verdict.right_at_3 and not verdict.wrong_at_1:
            continue
        said = {
            "wanted": judged.first,
            "got": verdict.found[:5],
            "unwanted": verdict.unwanted,
        }
        why = "wrong at 1" if verdict.wrong_at_1 else "not at 3"
        lists = (f"{name}: {', '.join(slugs) or '-'}" for name, slugs in said.items())
        yield "\t".join([judged.typed, f"{judged.asked_in}/{judged.kind}", why, *lists])


def judge(queries: list[Judged], networks: list[Network]) -> list[Verdict]:
    """Ask the directory every query, and say what became of each."""
    slugs, client = slugs_by_address(networks), Client()
    directories = NetworksDirectoryPage.objects.select_related("locale")
    urls = {page.locale.language_code: page.url for page in directories}
    return [ask(client, query, urls[query.asked_in], slugs) for query in queries]


def make_site(rows: list[dict[str, Any]]) -> None:
    """The opening content and the networks made up; of a site that was kept, what has changed since."""
    call_command("compile_catalogues", verbosity=0)
    if load_opening_content():
        add_all(rows)
    renew_opening_content()
    rebuild_listing_index()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, default=HERE / "search_queries.toml", help="Another set.")
    parser.add_argument("--failures", type=Path, help="Write what is not right to this file, a line a query.")
    parser.add_argument("--check", action="store_true", help="Fail below the aims.")
    parser.add_argument("--keep", action="store_true", help="Keep the database for the next run with --keep.")
    options = parser.parse_args()
    rows = tomllib.loads((HERE / "search_networks.toml").read_text(encoding="utf-8"))["network"]
    networks = [*real_networks(), *made_up(rows)]
    queries = read_queries(options.queries, networks)
    start = time.monotonic()
    setup_test_environment()
    if connection.vendor == "sqlite" and options.keep:
        connection.settings_dict["TEST"]["NAME"] = str(HERE.parent / "var" / "search_quality.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=options.keep)
    try:
        make_site(rows)
        verdicts = judge(queries, networks)
    finally:
        connection.creation.destroy_test_db("", verbosity=0, keepdb=options.keep)
    print(report(verdicts))
    print(f"\n{time.monotonic() - start:.0f} seconds.")
    if options.failures:
        options.failures.write_text("".join(f"{line}\n" for line in failures(verdicts)), encoding="utf-8")
    at_3, wrong = (share(verdicts, lambda v: v.right_at_3), share(verdicts, lambda v: v.wrong_at_1))
    if options.check and (at_3 < AT_3 or wrong >= WRONG_AT_1):
        sys.exit(f"Below the aims: at least {AT_3:.0%} right at 3, under {WRONG_AT_1:.0%} wrong at 1.")


if __name__ == "__main__":
    main()
