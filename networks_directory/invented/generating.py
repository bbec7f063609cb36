"""Invented networks in any number, to see and measure the directory with: never for production.

They are written in bulk, past Wagtail's own saving, and are marked twice: their slug begins with MARK, and
their notice says so to visitors. The same seed makes the same networks. The directory finds them; the search
over the whole site does not, unless `manage.py update_index` is run.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import AutoField, CharField
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from core.countries import country_names
from core.languages import SOURCE_LANGUAGE
from core.search_text import normalise

from ..choices import Family, Status
from ..index.facets import EVERY_FIELD, LIVE, WORLDWIDE, city_value
from ..index.writing import Document, distinct_words, language_order, lock, remove, store
from ..models.fields_of_activity import FieldOfActivity, field_names, name_in
from ..models.listing_facts import NetworkCity, NetworkCountry, NetworkField, NetworkLanguage, NetworkPhone
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from ..pages.directory import NetworkFamilyPage
from ..pages.networks import GeographicNetworkPage, ThematicNetworkPage

MARK = "synthetic-"
BATCH = 5_000
NAMESPACE = uuid.UUID("6f4f7a5e-8a0a-4c63-9b6e-0b1a5a7d4a11")  # of their translation keys; made once
# Host countries by a weight, with cities and a language besides French, Arabic and English; the weights are
# rough shares of Moroccans abroad, the rest of the world shares what is left.
HOSTS = {
    "FR": (30, "", ("Paris", "Lyon", "Marseille", "Toulouse", "Lille", "Bordeaux", "Strasbourg", "Nantes")),
    "ES": (16, "es", ("Madrid", "Barcelona", "Valencia", "Málaga", "Sevilla", "Murcia")),
    "IT": (11, "it", ("Roma", "Milano", "Torino", "Bologna", "Napoli")),
    "BE": (9, "nl", ("Bruxelles", "Antwerpen", "Liège", "Gent")),
    "NL": (8, "nl", ("Amsterdam", "Rotterdam", "Utrecht", "Den Haag")),
    "DE": (6, "de", ("Berlin", "Frankfurt am Main", "Köln", "Düsseldorf", "München", "Hamburg")),
    "CA": (4, "", ("Montréal", "Québec", "Toronto", "Ottawa")),
    "US": (4, "", ("New York", "Boston", "Washington", "San Francisco", "Houston")),
    "GB": (2, "", ("London", "Manchester", "Birmingham")),
    "CH": (2, "de", ("Genève", "Zürich", "Lausanne", "Bern")),
    "AE": (2, "", ("Dubai", "Abu Dhabi")),
    "SE": (1, "sv", ("Stockholm", "Malmö")),
    "SN": (1, "", ("Dakar",)),
    "QA": (1, "", ("Doha",)),
}
REST_OF_THE_WORLD = 3
KINDS = {
    "fr": ("Réseau", "Association", "Cercle", "Collectif", "Forum", "Club", "Alliance", "Amicale"),
    "en": ("Network", "Association", "Circle", "Collective", "Forum", "Club", "Alliance", "Fellowship"),
    "ar": ("شبكة", "جمعية", "حلقة", "تجمع", "منتدى", "نادي", "تحالف", "رابطة"),
}
LATIN_NAMES = (
    "Atlas", "Argan", "Toubkal", "Bouregreg", "Zellige", "Souss", "Rif", "Sahara", "Oum Errabia", "Tafilalet",
)  # fmt: skip
NAMES = {
    "fr": LATIN_NAMES,
    "en": LATIN_NAMES,
    "ar": (
        "الأطلس", "الأركان", "توبقال", "أبي رقراق", "الزليج", "سوس",
        "الريف", "الصحراء", "أم الربيع", "تافيلالت",
    ),
}  # fmt: skip
TITLES = {
    "fr": "{kind} {name} des compétences marocaines, {subject}, {place}",
    "en": "{name} {kind} of Moroccan Competencies, {subject}, {place}",
    "ar": "{kind} {name} للكفاءات المغربية، {subject}، {place}",
}
SEVERAL = {"fr": "tous domaines", "en": "all fields", "ar": "جميع المجالات"}
SUMMARIES = {
    "fr": "Données d’essai : des professionnels qui se retrouvent pour {aim}.",
    "en": "Test data: professionals who come together to {aim}.",
    "ar": "بيانات تجريبية: مهنيون يجتمعون من أجل {aim}.",
}
AIMS = {
    "fr": ("former de jeunes diplômés", "conseiller des entreprises", "accueillir les nouveaux arrivants",
           "préparer des projets de recherche", "partager leur expérience"),
    "en": ("train young graduates", "advise companies", "welcome newcomers", "prepare research projects",
           "share their experience"),
    "ar": ("تكوين الخريجين الشباب", "تقديم المشورة للمقاولات", "استقبال الوافدين الجدد",
           "إعداد مشاريع البحث", "تبادل الخبرات"),
}  # fmt: skip
NOTICES = {
    "fr": "Réseau inventé, pour essai.",
    "en": "An invented network, for tests.",
    "ar": "شبكة مخترعة للتجربة.",
}


class NotAllowedError(Exception):
    """These settings do not allow invented networks."""


@dataclass
class Invented:
    """The facts of one invented network, the same in every language."""

    number: int
    key: uuid.UUID
    family: str
    kind: int
    name: int
    aim: int
    acronym: str
    status: str
    worldwide: bool
    countries: list  # (code, is_based, is_served)
    cities: list  # (name, country code)
    fields: list  # codes
    languages: list
    founded: int | None
    phone: str
    days_old: int


def invent(number, chance, field_codes):
    """One network, from a random.Random."""
    family = Family.GEOGRAPHIC if chance.random() < 0.6 else Family.THEMATIC
    hosts, weights = zip(*((code, host[0]) for code, host in HOSTS.items()), strict=True)
    code = chance.choices([*hosts, ""], [*weights, REST_OF_THE_WORLD])[0]
    if not code:
        code = chance.choice([c for c in country_names(SOURCE_LANGUAGE) if c not in HOSTS and c != "MA"])
    _weight, language, cities = HOSTS.get(code, (0, "", ()))
    countries = [(code, True, chance.random() < 0.7)]
    if chance.random() < 0.25:
        other = chance.choice([c for c in hosts if c != code])
        countries.append((other, False, True))
    if family == Family.THEMATIC:
        fields = chance.sample(field_codes, k=chance.choice((1, 1, 1, 2)))
    else:
        fields = chance.sample(field_codes, k=1) if chance.random() < 0.3 else []
    return Invented(
        number=number,
        key=uuid.uuid5(NAMESPACE, str(number)),
        family=family,
        kind=chance.randrange(len(KINDS["fr"])),
        name=chance.randrange(len(NAMES["fr"])),
        aim=chance.randrange(len(AIMS["fr"])),
        acronym="".join(chance.choices("ABCDEFGHIKLMNOPRSTUVZ", k=5)) if chance.random() < 0.6 else "",
        status=chance.choices(list(Status.values), [30, 55, 8, 5, 2])[0],
        worldwide=family == Family.THEMATIC and chance.random() < 0.05,
        countries=countries,
        cities=[(chance.choice(cities), code)] if cities and chance.random() < 0.8 else [],
        fields=fields,
        languages=list(dict.fromkeys(filter(None, ["fr", chance.choice(("ar", "en")), language]))),
        founded=chance.randrange(1970, 2026) if chance.random() < 0.7 else None,
        phone=f"+2125{chance.randrange(10**7, 10**8)}" if chance.random() < 0.4 else "",
        days_old=chance.randrange(900),
    )


class Rows:
    """Rows of one table, collected and then written at once: by COPY where the database has it."""

    def __init__(self, model, **defaults):
        self.model = model
        # A page says its own number, the database numbers all others.
        self.fields = [
            field
            for field in model._meta.local_concrete_fields
            if model is Page or not isinstance(field, AutoField)
        ]
        instance = model(**defaults)
        self.columns = [field.column for field in self.fields]
        self.places = {field.attname: place for place, field in enumerate(self.fields)}
        self.blank = [self._prepared(field, getattr(instance, field.attname)) for field in self.fields]
        self.rows = []

    @staticmethod
    def _prepared(field, value):
        return field.get_db_prep_save(value, connection)

    def prepared(self, name, value):
        """A value as the database keeps it; for those that are not what they are in Python."""
        return self._prepared(self.fields[self.places[name]], value)

    def add(self, **values):
        row = self.blank.copy()
        for name, value in values.items():
            row[self.places[name]] = value
        self.rows.append(row)

    def write(self):
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows)  # noqa: S608
        self.rows = []


class Generator:
    """Writes invented networks under the two families, in every language that has both of them."""

    def __init__(self, seed):
        self.seed = seed
        self.field_names = field_names()
        self.field_ids = dict(FieldOfActivity.objects.source().values_list("code", "pk"))
        self.parents = {
            (page.family, page.locale.language_code): page
            for page in NetworkFamilyPage.objects.select_related("locale")
        }
        everywhere = (
            code for code in KINDS if all((family, code) in self.parents for family in Family.values)
        )
        self.languages = sorted(everywhere, key=language_order)
        self.country_names = {code: country_names(code) for code in self.languages}
        self.types = {
            Family.GEOGRAPHIC: (
                GeographicNetworkPage,
                ContentType.objects.get_for_model(GeographicNetworkPage),
            ),
            Family.THEMATIC: (ThematicNetworkPage, ContentType.objects.get_for_model(ThematicNetworkPage)),
        }

    def run(self, count, progress):
        first = Page.objects.filter(slug__startswith=MARK, locale__language_code=SOURCE_LANGUAGE).count()
        self.next_page = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        self.steps = {key: self._last_step(page) for key, page in self.parents.items()}
        codes = sorted(self.field_ids)
        for start in range(first, first + count, BATCH):
            end = min(start + BATCH, first + count)
            invented = [
                invent(number, random.Random(f"{self.seed}/{number}"), codes)  # noqa: S311 - not for secrets
                for number in range(start, end)
            ]
            self._write(invented)
            progress(end - first)
        for page in self.parents.values():
            added = Page.objects.child_of(page).count()
            Page.objects.filter(pk=page.pk).update(numchild=added)
        for sql in connection.ops.sequence_reset_sql(no_style(), [Page]):
            with connection.cursor() as cursor:
                cursor.execute(sql)

    @staticmethod
    def _last_step(page):
        last = page.get_last_child()
        return Page._str2int(last.path[-Page.steplen :]) if last else 0

    def _write(self, invented):
        pages = Rows(Page, live=True, has_unpublished_changes=False)
        networks = Rows(NetworkPage)
        typed = {family: Rows(model) for family, (model, _type) in self.types.items()}
        children = {
            model: Rows(model)
            for model in (NetworkCountry, NetworkField, NetworkLanguage, NetworkCity, NetworkPhone)
        }
        documents = []
        locales = {code: self.parents[Family.GEOGRAPHIC, code].locale_id for code in self.languages}
        now = timezone.now()
        notice_date = networks.prepared("notice_date", now.date())
        for network in invented:
            texts, names = {}, []
            published = now - timedelta(days=network.days_old)
            for code in self.languages:
                page_id, self.next_page = self.next_page, self.next_page + 1
                parent = self.parents[network.family, code]
                self.steps[network.family, code] += 1
                title, summary = self._title(network, code), self._summary(network, code)
                slug = f"{MARK}{network.number}"
                pages.add(
                    id=page_id,
                    path=Page._get_path(parent.path, parent.depth + 1, self.steps[network.family, code]),
                    depth=parent.depth + 1,
                    translation_key=pages.prepared("translation_key", network.key),
                    locale_id=locales[code],
                    title=title,
                    draft_title=title,
                    slug=slug,
                    url_path=f"{parent.url_path}{slug}/",
                    content_type_id=self.types[network.family][1].pk,
                    first_published_at=pages.prepared("first_published_at", published),
                    last_published_at=pages.prepared("last_published_at", published),
                )
                networks.add(
                    page_ptr_id=page_id, summary=summary, family=network.family, acronym=network.acronym,
                    status=network.status, notice=NOTICES[code], notice_date=notice_date,
                    serves_worldwide=network.worldwide, founded=network.founded,
                    website=f"https://network-{network.number}.example/",
                    email=f"contact@network-{network.number}.example",
                )  # fmt: skip
                typed[network.family].add(networkpage_ptr_id=page_id)
                self._add_facts(network, page_id, children)
                texts[code] = self._texts(network, title, summary)
                names.append(
                    IndexedName(
                        page_id=page_id,
                        language_code=code,
                        title=title[:255],
                        name=normalise(title)[:255],
                        acronym=normalise(network.acronym)[:30],
                        updated_at=published,
                    )
                )
            documents.append(self._document(network, texts, names))
        for rows in (pages, networks, *typed.values(), *children.values()):
            rows.write()
        store(documents)

    def _subject(self, network, code):
        if not network.fields:
            return SEVERAL[code]
        return name_in(self.field_names[network.fields[0]], code)

    def _title(self, network, code):
        place = network.cities[0][0] if network.cities else self.country_names[code][network.countries[0][0]]
        return TITLES[code].format(
            kind=KINDS[code][network.kind],
            name=NAMES[code][network.name],
            subject=self._subject(network, code),
            place=place,
        )

    def _summary(self, network, code):
        return SUMMARIES[code].format(aim=AIMS[code][network.aim])

    def _texts(self, network, title, summary):
        """What NetworkPage.search_text() would say of the network in one language."""
        texts = [title, summary, network.acronym, *(name for name, _country in network.cities)]
        for names in self.country_names.values():
            texts += [names[code] for code, _based, _served in network.countries]
        for code in network.fields:
            texts += self.field_names[code].values()
        return texts

    def _document(self, network, texts, names):
        facets = {(LIVE, code) for code in self.languages}
        facets |= {("family", network.family), ("status", network.status)}
        facets |= {("country", code) for code, _based, _served in network.countries}
        facets |= {("field", code) for code in network.fields or [EVERY_FIELD]}
        facets |= {("language", code) for code in network.languages}
        facets |= {("city", city_value(name, code)) for name, code in network.cities}
        if network.worldwide:
            facets.add((WORLDWIDE, "yes"))
        return Document(
            translation_key=network.key,
            title=distinct_words([network.acronym, *(texts[code][0] for code in self.languages)]),
            words=distinct_words(text for code in self.languages for text in texts[code]),
            facets=facets,
            names=names,
            labels={("city", city_value(name, code)): name for name, code in network.cities},
        )

    def _add_facts(self, network, page_id, children):
        for order, (code, is_based, is_served) in enumerate(network.countries):
            children[NetworkCountry].add(
                network_id=page_id, sort_order=order, country=code, is_based=is_based, is_served=is_served
            )
        for order, code in enumerate(network.fields):
            children[NetworkField].add(network_id=page_id, sort_order=order, field_id=self.field_ids[code])
        for order, code in enumerate(network.languages):
            children[NetworkLanguage].add(network_id=page_id, sort_order=order, language=code)
        for order, (name, code) in enumerate(network.cities):
            children[NetworkCity].add(network_id=page_id, sort_order=order, name=name, country=code)
        if network.phone:
            children[NetworkPhone].add(network_id=page_id, sort_order=0, number=network.phone)


def _check_allowed():
    if not settings.SYNTHETIC_NETWORKS:
        raise NotAllowedError("These settings do not allow invented networks: they are for tests and trials.")


@transaction.atomic
def generate_networks(count, seed=1, progress=lambda number: None):
    """Add `count` invented networks, each live in every language. `progress` hears how many are done.

    Raises:
        NotAllowedError: in production.
    """
    _check_allowed()
    lock()
    Generator(seed).run(count, progress)


@transaction.atomic
def remove_synthetic_networks(progress=lambda number: None):
    """Delete every invented network, and nothing else. Returns how many there were."""
    _check_allowed()
    lock()
    pages = Page.objects.filter(slug__startswith=MARK).order_by()
    keys = list(pages.values_list("translation_key", flat=True).distinct())
    for start in range(0, len(keys), BATCH):
        remove(keys[start : start + BATCH])
        progress(min(start + BATCH, len(keys)))
    types = ContentType.objects.get_for_models(GeographicNetworkPage, ThematicNetworkPage).values()
    entries = NetworkPage._meta.get_field("index_entries").related_model.objects.filter(
        content_type__in=types
    )
    numbers = pages.annotate(text=Cast("pk", CharField())).values("text")
    entries.filter(object_id__in=numbers)._raw_delete(entries.db)
    facts = [
        (relation.related_model, relation.field.column)
        for relation in NetworkPage._meta.related_objects
        if isinstance(relation.field, ParentalKey)
    ]
    parts = [(GeographicNetworkPage, "networkpage_ptr_id"), (ThematicNetworkPage, "networkpage_ptr_id")]
    with connection.cursor() as cursor:
        for model, column in [*facts, *parts, (NetworkPage, "page_ptr_id"), (Page, "id")]:
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE {column} IN"  # noqa: S608 - our own tables
                f" (SELECT id FROM {Page._meta.db_table} WHERE slug LIKE %s)",
                [f"{MARK}%"],
            )
    for page in NetworkFamilyPage.objects.all():
        Page.objects.filter(pk=page.pk).update(numchild=Page.objects.child_of(page).count())
    return len(keys)
