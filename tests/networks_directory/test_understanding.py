"""Whoever types what they would say finds the network, and is told why."""

import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dictionaries import _known_words
from core.search_words import FUNCTION_WORDS
from networks_directory.browsing.vocabulary import _vocabulary, keyed_words
from networks_directory.browsing.warming import warm
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import NetworkCity, NetworkCountry, NetworkField, NetworkLanguage
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory, ThematicNetworkPageFactory, field_of_activity

from .test_directory_search import shown

pytestmark = pytest.mark.django_db

WORLDWIDE = {"C3M", "journalists", "lawyers"}


def people_use(code, language, *words):
    """Let a field of activity have these words in a language."""
    field = FieldOfActivity.objects.get(code=code, locale__language_code=language)
    field.words_people_use = "\n".join(words)
    field.save()


@pytest.fixture
def ask(client, page):
    """ask(words) -> the response of the directory of a language."""
    return lambda words, language="en", **more: client.get(
        page("directory", language).url, {"q": words, **more}
    )


@pytest.fixture
def find(ask):
    """find(words) -> the networks found, by acronym or the last of their English address, in order."""
    every = ask("").context["browsing"].cards
    names = {card.number: card.acronym or card.url.split("/")[-2] for card in every}

    def found(words, language="en"):
        cards = ask(words, language).context["browsing"].cards
        return [names.get(card.number, card.title) for card in cards]

    return found


def reasons(response, title):
    """Why a network was found, as its card says."""
    for card in BeautifulSoup(response.content, "html.parser").select(".card"):
        if title in card.h3.text:
            return [" ".join(item.text.split()) for item in card.select(".card__reasons li")]
    raise AssertionError(title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("médecin", "C3M"), ("médecins", "C3M"), ("infirmiers", "C3M"), ("صحة", "C3M"), ("والصحة", "C3M"),
        ("avocates", "lawyers"), ("avocat allemagne", "lawyers"), ("notaire à Berlin", "lawyers"),
        ("USA", "AMCN"), ("États-Unis", "AMCN"), ("American", "AMCN"), ("أمريكا", "AMCN"),
        ("aeronotique", "AEROMAC-Experts"), ("marocains d’Allemagne", "DMK"),
        ("pilote canada", "AEROMAC-Experts"), ("الميريكان", "AMCN"),
        ("je cherche un médecin en Allemagne", "C3M"), ("don de sang", "C3M"),
    ],
)  # fmt: skip
def test_what_people_say_finds_the_network(find, words, first, language):
    assert find(words, language)[0] == first


def test_words_of_any_language_that_editors_give_a_field_are_understood_at_once(find):
    people_use("health", "en", "doctor", "general practitioner")
    people_use("health", "ar", "طبيب", "أطباء")
    people_use("law", "ar", "محامي")
    asked = ("doctors", "a general practitioner's", "طبيبة", "بالأطباء", "tabib")
    assert {words: find(words, "fr") for words in asked} == {words: ["C3M"] for words in asked}
    assert find("والمحامون") == ["lawyers"]


@pytest.mark.parametrize(
    "words",
    [
        "Hollande",
        "Netherlands",
        "hollandais",
        "هولندا",
        "marocains en hollande",
        "KSA",
        "الطاليان",
        "København",
    ],
)
def test_a_country_that_no_network_names_has_those_that_serve_the_whole_world(find, words):
    assert set(find(words)) == WORLDWIDE


def test_a_city_stands_for_its_country_where_nobody_is_there(find, page):
    assert find("avocat Munich") == ["lawyers", "DMK"]
    GeographicNetworkPageFactory(
        title="Isar",
        parent=page("family/geographic", "en"),
        locale=page("home", "en").locale,
        countries=[NetworkCountry(country="DE")],
        cities=[NetworkCity(name="München", country="DE")],
    )
    assert [find(words)[0] for words in ("München", "Muenchen", "munchen")] == ["Isar"] * 3


def test_a_working_language_is_understood(find, page):
    GeographicNetworkPageFactory(
        title="Netz",
        parent=page("family/geographic", "en"),
        locale=page("home", "en").locale,
        countries=[NetworkCountry(country="AT")],
        languages=[NetworkLanguage(language="de")],
    )
    assert find("germanophone") == find("langue allemande") == ["Netz"]


def test_where_no_network_is_for_a_field_those_open_to_every_field_answer(ask, find):
    people_use("education", "en", "teacher")
    assert set(find("teacher")) == {"ACOMS", "AMCN", "DMK", "canada", "france"}
    assert reasons(ask("teacher"), "Germany") == ["Open to every field"]
    assert find("teacher Germany") == ["DMK"]
    assert "“teacher”: 5 networks" in shown(BeautifulSoup(ask("teacher Belgium").content, "html.parser"))
    assert find("médecin") == ["C3M"]
    people_use("liberal-professions", "en", "lawyer")  # of several fields, one of which is answered
    assert find("lawyer teacher")[0] == "lawyers"


def test_the_card_says_why(ask):
    response = ask("avocat allemagne")
    assert reasons(response, "lawyers") == ["Law: “avocat”; serves the whole world"]
    assert reasons(response, "Germany") == ["Open to every field"]
    assert reasons(ask("avocat allemagne", "fr"), "Avocats") == [
        "Droit : « avocat » ; au service du monde entier"
    ]


@pytest.mark.parametrize("words", ["law", "droit", "القانون", "Germany", "Deutschland", "allemands"])
def test_a_field_or_a_country_that_the_card_marks_is_not_said_again(ask, words):
    cards = BeautifulSoup(ask(words).content, "html.parser").select(".card")
    marked = [card for card in cards if card.select(".tags mark")]
    assert marked
    for card in marked:
        tag = card.select_one(".tags mark").text
        assert not any(tag in reason.text for reason in card.select(".card__reasons li"))


def test_names_come_before_places_and_fields_and_what_is_narrow_before_what_is_open(find, page):
    parent, locale = page("family/thematic", "en"), page("home", "en").locale
    law = [NetworkField(field=field_of_activity("law"))]
    for title, countries, worldwide in (
        ("Zebra jurists", [NetworkCountry(country="DE")], False),
        (
            "Avocat Allemagne",
            [NetworkCountry(country="FR"), NetworkCountry(country="DE", is_based=False)],
            False,
        ),
        ("Antelope jurists", [], True),
    ):
        ThematicNetworkPageFactory(
            title=title, parent=parent, locale=locale, countries=countries, serves_worldwide=worldwide,
            fields_of_activity=[NetworkField(field=field.field) for field in law],
        )  # fmt: skip
    names = find("avocat allemagne")
    assert names[0] == "Avocat Allemagne"
    assert names.index("Zebra jurists") < names.index("Antelope jurists") < names.index("DMK")


def test_words_that_nobody_knows_are_left_out_and_said(ask, find):
    assert find("zzzzzz allemagne") == find("allemagne")
    text = shown(BeautifulSoup(ask("zzzzzz allemagne").content, "html.parser"))
    assert "No listing has this word, which was left out: zzzzzz." in text


def test_a_word_that_is_a_word_is_never_replaced(ask):
    response = ask("stages")
    assert response.context["browsing"].count == 0
    assert "states" not in BeautifulSoup(response.content, "html.parser").select_one("#results").text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("medcin", "médecin"),
        ("avocta", "avocat"),
        ("hollnde", "Hollande"),
        ("hopitql", "hôpital"),
        ("notairre", "notaire"),
    ],
)
def test_slips_are_forgiven_and_said(ask, find, typed, meant):
    assert find(typed) == find(meant) != []
    assert "Results for" in ask(typed).text


def test_a_beginning_is_taken_for_a_word_only_where_that_is_said(ask, find):
    response = ask("toul")
    assert "Results for “toulouse”" in shown(BeautifulSoup(response.content, "html.parser"))
    assert find("toul") == find("toulouse") != []
    literally = ask("toul", literal="yes")
    assert literally.context["browsing"].count == 0
    assert "Did you mean: toulouse" in shown(BeautifulSoup(literally.content, "html.parser"))


def test_what_is_offered_replaces_whole_words(ask):
    response = ask("toul toulx", literal="yes")
    assert "toulouse toulx" in response.context["browsing"].search.offered


def test_a_proposal_begins_with_what_the_words_mean_first(ask):
    people_use("law", "en", "tribunal")
    people_use("health", "en", "clinic", "tribunal")
    address = ask("tribunal Hollande Portugal").context["browsing"].proposal_url
    assert "law" in address
    assert "NL" in address
    assert "PT" not in address


def test_a_city_that_shares_its_name_keeps_its_other_names(find, page):
    GeographicNetworkPageFactory(
        title="Pearl",
        parent=page("family/geographic", "en"),
        locale=page("home", "en").locale,
        countries=[NetworkCountry(country="CN")],
        cities=[NetworkCity(name="Guangzhou", country="CN")],
    )
    assert find("Canton") == find("Guangzhou") == ["Pearl"]


def test_the_other_keyboard_is_offered(ask):
    people_use("health", "ar", "طبيب")
    soup = BeautifulSoup(ask("'fdf").content, "html.parser")
    assert "Did you mean: طبيب" in shown(soup)
    assert "Did you mean: avocat" in shown(BeautifulSoup(ask("شرخؤشف").content, "html.parser"))


def test_of_fields_that_no_network_has_together_each_is_shown_and_that_is_said(ask, find):
    assert set(find("médecin aviation")) == {"C3M", "AEROMAC-Experts"}
    assert find("médecin aviation zzzzzz") == find("médecin aviation")
    said = "No network has all of these fields: here are those of one or the other."
    assert said in ask("médecin aviation").text
    assert said not in ask("médecin").text


def test_a_word_of_several_fields_is_told_by_the_one_beside_it(find):
    for code in ("automotive", "aeronautics"):
        people_use(code, "fr", "ingénieur")
    people_use("research", "fr", "agronome")
    people_use("health", "fr", "hospitalier")
    assert find("ingénieur hospitalier") == ["C3M"]


@pytest.mark.parametrize(
    ("words", "networks"),
    [("avocat Europe", {"lawyers"}), ("Moroccans in North America", {"AMCN", "canada"} | WORLDWIDE)],
)
def test_a_part_of_the_world_is_its_countries(find, words, networks):
    assert networks <= set(find(words))


@pytest.mark.parametrize(
    "words", ["médico", "abogada", "enfermeras", "Rechtsanwalt", "avvocato", "mohami", "tobba"]
)
def test_words_of_languages_that_the_site_is_not_written_in_are_understood(find, words):
    assert find(words)[0] in ("C3M", "lawyers")


@pytest.mark.parametrize(
    ("words", "first"), [("J’ai besoin d’un avocat", "lawyers"), ("thèse", "doctors"), ("IT jobs", "coders")]
)
def test_a_function_word_of_one_language_may_be_a_word_of_another(find, page, words, first):
    people_use("artificial-intelligence", "en", "AI")
    people_use("ict", "en", "IT")
    people_use("research", "fr", "thèse")
    for title, code in (("coders", "ict"), ("doctors", "research"), ("robots", "artificial-intelligence")):
        ThematicNetworkPageFactory(
            title=title,
            parent=page("family/thematic", "en"),
            locale=page("home", "en").locale,
            fields_of_activity=[NetworkField(field=field_of_activity(code))],
        )
    assert find(words)[0] == first


def test_nothing_found_says_what_each_word_would_find_and_goes_on(ask):
    response = ask("aeromac télévision")
    text = shown(BeautifulSoup(response.content, "html.parser").select_one("#results"))
    assert "“aeromac”: 1 network" in text
    assert "“television”: 1 network" in text
    assert "Propose a network" in text
    assert BeautifulSoup(response.content, "html.parser").select("#results .contact-panel")


@pytest.fixture
def suggest(client, page):
    """suggest(text) -> {label: kind} of what is suggested in the directory of a language."""

    def suggested(text, language="en"):
        found = client.get(page("directory", language).url + "suggestions/", {"q": text}).json()
        return {one["label"]: one["kind"] for one in found["suggestions"]}

    return suggested


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("méd", "Health", "Field of activity: “médecin”"), ("med", "Health", "Field of activity: “médecin”"),
        ("MÉDEC", "Health", "Field of activity: “médecin”"), ("l’avo", "Law", "Field of activity: “avocat”"),
        ("un infir", "Health", "Field of activity: “infirmier”"),
        ("doct", "Health", "Field of activity: “doctor”"), ("طب", "Health", "Field of activity: “طب”"),
        ("والمحا", "Law", "Field of activity: “محام”"), ("بالمحا", "Law", "Field of activity: “محام”"),
        ("médecin de fam", "Health", "Field of activity: “médecin de famille”"),
        ("USA", "United States", "Country: “USA”"), ("californ", "United States", "Country: “California”"),
        ("Germ", "Germany", "Country"), ("avocat allem", "Germany", "Country: “Allemagne”"),
        ("fran", "France", "Country"), ("avocat allem", "Law", "Field of activity: “avocat”"),
        ("medcin", "Health", "Field of activity: “médecin”"),
        ("carddio", "Health", "Field of activity: “cardiologue”"),
    ],
)  # fmt: skip
def test_the_beginning_of_a_word_for_it_suggests_a_field_or_a_country(suggest, typed, label, kind):
    people_use("health", "fr", "médecin", "docteur", "infirmier", "médecin de famille", "cardiologue")
    people_use("health", "ar", "طب")
    people_use("law", "ar", "محام")
    assert suggest(typed).get(label) == kind


@pytest.mark.parametrize("typed", ["zz", "mdc", "zzzzzzz", "d’", "stages"])
def test_what_begins_nothing_suggests_no_field(suggest, typed):
    assert not [kind for kind in suggest(typed).values() if "Field" in kind]


def test_a_process_that_has_started_makes_nothing_at_its_first_search(ask):
    warm()
    made = _vocabulary.cache_info().misses, _known_words.cache_info().misses
    ask("medcin allemagne")
    assert (_vocabulary.cache_info().misses, _known_words.cache_info().misses) == made


def test_when_an_editor_gives_a_field_a_word_only_that_is_stemmed(ask):
    ask("avocat")
    before = keyed_words.cache_info().misses
    people_use("law", "en", "conveyancer")
    ask("avocat")
    assert keyed_words.cache_info().misses <= before + 1


def test_understanding_takes_few_queries(client, page, django_assert_max_num_queries):
    url = page("directory", "en").url
    client.get(url, {"q": "germny"})  # what a process asks once, it has now
    for words in (
        "avocta allemagne zzzzzz réseau canada pilote",
        "d’Allemagne",
        "zzzzzz",
        "médecin aviation",
    ):
        with django_assert_max_num_queries(12):
            client.get(url, {"q": words})


# What is asked, and what may be added to it without meaning anything.
LATIN_QUERIES = ["médecin", "avocat allemagne", "dmk", "aéronautique canada", "doctors", "hôpital suisse"]
ARABIC_QUERIES = ["صحة", "ألمانيا", "كندا", "القانون"]
LATIN_CHANGES = [
    str.upper, str.title, str.casefold, lambda words: "".join(c + "\u0301" * (c in "aeiou") for c in words),
    lambda words: unicodedata.normalize("NFD", words), "l’{}".format, "d'{} ?".format,
    lambda words: "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c)),
]  # fmt: skip
ARABIC_CHANGES = [
    *(lambda words, on=on: on + words for on in ("و", "ف", "ب", "ل", "وب", "ول")),
    *(lambda words, on=on: on + words.removeprefix("ال") for on in ("ال", "وال", "بال", "فال", "كال")),
    "َ".join, "ـ".join, lambda words: words.replace("أ", "ا"),
]  # fmt: skip
FUNCTIONS = [
    lambda words, function_word=function_word, where=where: where.format(words, function_word)
    for function_word in sorted(FUNCTION_WORDS)
    for where in ("{1} {0}", "{0} {1}")
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.tuples(st.sampled_from(LATIN_QUERIES), st.sampled_from(LATIN_CHANGES)),
        st.tuples(st.sampled_from(ARABIC_QUERIES), st.sampled_from(ARABIC_CHANGES)),
        st.tuples(st.sampled_from(LATIN_QUERIES + ARABIC_QUERIES), st.sampled_from(FUNCTIONS)),
    )
)
def test_adding_what_means_nothing_never_loses_a_result(find, query):
    words, change = query
    found = find(words)
    assert found
    assert set(found) <= set(find(change(words))), change(words)
