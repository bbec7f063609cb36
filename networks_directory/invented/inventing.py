"""What an invented network is: its facts by chance, always the same for a seed, and its words by language."""

import random
import uuid
from dataclasses import dataclass

from core.countries import country_names
from core.languages import SOURCE_LANGUAGE

from ..choices import Family, Status
from ..models.fields_of_activity import name_in

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


def invent(number, seed, field_codes):
    """One network: the same for the same number, seed and fields."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - not for secrets
    family = Family.GEOGRAPHIC if chance.random() < 0.6 else Family.THEMATIC
    countries, language, cities = _where(chance)
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
        status=chance.choices(list(Status.values), [30, 55, 8, 4, 1, 2])[0],
        worldwide=family == Family.THEMATIC and chance.random() < 0.05,
        countries=countries,
        cities=[(chance.choice(cities), countries[0][0])] if cities and chance.random() < 0.8 else [],
        fields=fields,
        languages=list(dict.fromkeys(filter(None, ["fr", chance.choice(("ar", "en")), language]))),
        founded=chance.randrange(1970, 2026) if chance.random() < 0.7 else None,
        phone=f"+2125{chance.randrange(10**7, 10**8)}" if chance.random() < 0.4 else "",
        days_old=chance.randrange(900),
    )


def _where(chance):
    """(countries, language or "", cities of the first country) of a network."""
    hosts, weights = zip(*((code, host[0]) for code, host in HOSTS.items()), strict=True)
    code = chance.choices([*hosts, ""], [*weights, REST_OF_THE_WORLD])[0]
    if not code:
        code = chance.choice([c for c in country_names(SOURCE_LANGUAGE) if c not in HOSTS and c != "MA"])
    _weight, language, cities = HOSTS.get(code, (0, "", ()))
    countries = [(code, True, chance.random() < 0.7)]
    if chance.random() < 0.25:
        countries.append((chance.choice([c for c in hosts if c != code]), False, True))
    return countries, language, cities


def title_of(network, code, field_names):
    """The title of an Invented network in a language. `field_names` is what field_names() returns."""
    place = network.cities[0][0] if network.cities else country_names(code)[network.countries[0][0]]
    return TITLES[code].format(
        kind=KINDS[code][network.kind],
        name=NAMES[code][network.name],
        subject=name_in(field_names[network.fields[0]], code) if network.fields else SEVERAL[code],
        place=place,
    )


def summary_of(network, code):
    return SUMMARIES[code].format(aim=AIMS[code][network.aim])
