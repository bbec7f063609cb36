"""What people search for without finding it is learned, and nothing of who searched."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail_localize.models import TranslationSource

from core.translating.versions import waiting_counts
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.searches import SearchCount
from networks_directory.searches.counting import MOST_A_DAY, MOST_WAITING, waiting
from tests.factories import UserFactory, field_of_activity

pytestmark = pytest.mark.django_db

REPORT = "searches:index"


@pytest.fixture
def search(client, page):
    """search(words, language) as a visitor of the directory."""
    return lambda words, language="fr", **more: client.get(
        page("directory", language).url, {"q": words, **more}
    )


def counted():
    """The counts, once those that wait in this process have been written."""
    waiting.write()
    return SearchCount.objects.all()


def counts():
    """{words: (searched for, found nothing, corrected, refused)} of today."""
    waiting.write()
    rows = SearchCount.objects.filter(day=timezone.localdate())
    return {row.words: (row.asked, row.found_nothing, row.corrected, row.refused) for row in rows}


def test_searches_are_counted_by_day_language_and_words(search):
    for words in ("Zellige", "zellige", "ZELLIGE "):
        search(words)
    search("zellige", "en")
    assert list(counted().order_by("language_code").values_list("language_code", "words", "asked")) == [
        ("en", "zellige", 1),
        ("fr", "zellige", 3),
    ]
    assert SearchCount.objects.filter(unknown="zellige", found_nothing__gt=0).count() == 2


def test_what_is_found_is_no_failure_and_a_correction_is_one_that_is_taken_or_refused(search):
    search("médecins")
    search("aeronotique")
    search("aeronotique", literal="yes")
    search("médecins", literal="yes")  # nothing was refused: nothing had been corrected
    assert counts() == {"medecins": (2, 0, 0, 0), "aeronotique": (2, 1, 1, 1)}
    assert SearchCount.objects.get(words="aeronotique").corrected_to == "aeronautique"


def test_only_what_a_visitor_typed_counts(client, search, page):
    search("zellige", country="DE")
    search("zellige", page="2", sort="updated")
    search("")
    client.get(page("directory").url, {"q": "zellige"}, headers={"Sec-Purpose": "prefetch;prerender"})
    client.head(page("directory").url, {"q": "zellige"})
    assert counts() == {}


def test_the_search_of_the_whole_site_is_counted_too(client):
    with override("fr"):
        url = reverse("search")
    for query in ({"q": "zellige"}, {"q": "zellige", "kind": "module"}, {"q": "aeronotique"}, {"q": ""}):
        client.get(url, query)
    assert counts() == {"zellige": (1, 1, 0, 0), "aeronotique": (1, 0, 1, 0)}


@pytest.mark.parametrize(
    "words",
    [
        "Fatima Zahra Benali",
        "youssef el amrani", "ABDELILAH", "M. Zlaoui", "dr zrhouni", "ait zqlou",
        "bouzqlala", "Zrkaoui",
        "محمد الزرقلي", "السيد الزرقلاوي",
        "Tunsi Londri", "Zniber", "zqrt wxvnt", "Wilfred Xqzt", "benzakour", "Marie Xqzt",
        "+212 6 61 23 45 67", "0661234567", "BK123456", "٠٦٦١٢٣٤٥٦٧",
        "12 rue des orangers",
        "rue des orangers",
        "karim@example.org", "xqzt at gmail com", "www.xqzt.ma", "https://xqzt.ma", "شارع الحسن الثاني",
        "zellige " * 9, "z" * 101,
    ],
)  # fmt: skip
def test_what_looks_like_a_person_a_number_or_an_address_is_not_kept(search, words):
    search(words)
    assert counts() == {"": (1, *counts()[""][1:])}
    assert set(counted().values_list("unknown", "corrected_to")) == {("", "")}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("zellige", "zellige"), ("Zellige artisanal", "zellige artisanal"), ("mo7ami", "mo7ami"),
        ("avocat Allemagne", "avocat allemagne"),
        ("شبكة زقزقوق", "شبكه زقزقوق"),
        ("Avocat zzzellige", "avocat zzzellige"), ("Doctors in Germany", "doctors in germany"),
        ("مهندس في كندا", "مهندس في كندا"),
        ("je cherche un stage à Montréal", "je cherche un stage a montreal"),
    ],
)  # fmt: skip
def test_what_people_look_for_is_kept(search, words, kept):
    search(words)
    assert list(counts()) == [kept]


def test_a_count_knows_nothing_of_who_searched():
    columns = {field.name for field in SearchCount._meta.get_fields()}
    assert columns == {
        "id", "day", "language_code", "words", "asked", "found_nothing", "corrected", "refused", "unknown",
        "corrected_to",
    }  # fmt: skip


def test_counts_end_after_twelve_months(search):
    today = timezone.localdate()
    for days in (364, 365, 800):
        SearchCount.objects.create(
            day=today - timedelta(days=days), language_code="fr", words="zellige", asked=1
        )
    search("Mohamed Alaoui")  # not kept, and counted all the same
    assert set(counted().values_list("day", flat=True)) == {today, today - timedelta(days=364)}


def test_counts_end_though_nobody_searches_any_more():
    day = timezone.localdate() - timedelta(days=365)
    SearchCount.objects.create(day=day, language_code="fr", words="zellige", asked=1)
    call_command("forget_old_proposals")
    assert not SearchCount.objects.exists()


def test_a_machine_that_makes_words_up_fills_no_table(search, monkeypatch):
    today = timezone.localdate()
    SearchCount.objects.bulk_create(
        SearchCount(day=today, language_code="fr", words=f"z{n}", asked=1) for n in range(MOST_A_DAY)
    )
    search("zellige")
    search("z7")
    assert counted().count() == MOST_A_DAY
    assert SearchCount.objects.get(words="z7").asked == 2


def test_nobody_waits_for_a_count(client, page, django_assert_max_num_queries):
    url = page("directory").url
    client.get(url, {"q": "avocat allemagne"})  # what a process asks once, it has now
    with django_assert_max_num_queries(12):
        client.get(url, {"q": "avocat allemagne"})
    assert SearchCount.objects.count() == 0


def test_counts_are_written_when_many_wait_or_have_waited_long(search, client, monkeypatch):
    words = (
        "bois cuir cuivre laine soie tapis poterie broderie bijoux fer marbre verre osier argile corde henné"
    )
    for word in [*words.split(), "zellige", "tapis laine", "tapis soie"]:
        search(word)
    assert MOST_WAITING == 20
    assert SearchCount.objects.count() == 0
    search("carrelage")
    assert SearchCount.objects.count() == MOST_WAITING
    search("zellige")
    monkeypatch.setattr("networks_directory.searches.counting.LONGEST_WAIT", 0)
    client.get("/robots.txt")
    assert SearchCount.objects.filter(words="zellige").exists()


def test_a_count_that_cannot_be_written_hides_no_answer(search, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("read only")

    monkeypatch.setattr("networks_directory.searches.counting.LONGEST_WAIT", 0)
    monkeypatch.setattr("django.db.models.query.QuerySet.update", refuse)
    assert search("médecins").status_code == 200


@pytest.fixture
def searched(search):
    for words, language, times in (("zellige", "fr", 3), ("médecins", "fr", 2), ("tilework", "en", 1)):
        for _time in range(times):
            search(words, language)
    search("aeronotique")


def rows(response):
    """The words of a report, in their order."""
    return [row["words"] for row in response.context["object_list"]]


def test_editors_read_what_is_searched_for_and_what_fails(editor_client, searched):
    report = reverse(REPORT)
    assert rows(editor_client.get(report)) == ["zellige", "medecins", "aeronotique", "tilework"]
    assert rows(editor_client.get(report, {"order": "nothing"})) == ["zellige", "tilework"]
    assert rows(editor_client.get(report, {"order": "taken"})) == ["aeronotique"]
    assert rows(editor_client.get(report, {"order": "declined"})) == []
    assert rows(editor_client.get(report, {"language": "en", "period": "7"})) == ["tilework"]
    assert b"zellige" in b"".join(editor_client.get(report, {"export": "csv"}).streaming_content)


def test_the_report_says_how_much_was_not_kept(editor_client, search):
    search("0661234567")
    assert "1 recherche" in BeautifulSoup(editor_client.get(reverse(REPORT)).content, "html.parser").text


def test_a_filter_that_means_nothing_is_no_error(editor_client, searched):
    assert editor_client.get(reverse(REPORT), {"order": "x", "period": "-1", "page": "99"}).status_code == 200


def add(client, word, language, field="engineering"):
    sent = {"word": word, "language": language, "field": field, "back": reverse(REPORT)}
    return client.post(reverse("searches:add"), sent, follow=True)


@pytest.mark.parametrize(("language", "word"), [("fr", "zellige"), ("en", "tilework"), ("ar", "زليج")])
def test_a_word_that_is_added_finds_the_networks_of_the_field_at_once(
    editor_client, search, page, language, word
):
    code = "aeronautics"
    assert word in search(word, language).context["browsing"].search.unknown
    response = add(editor_client, word, language, code)
    assert word in response.content.decode()
    found = search(word, language).context["browsing"]
    assert found.search.unknown == []
    assert found.search.meant[0].value == code
    source = TranslationSource.objects.get_for_instance(field_of_activity(code))
    for version in FieldOfActivity.objects.filter(code=code).exclude(locale__language_code="fr"):
        assert waiting_counts(version.locale, [source]) == {}, "no translator has anything to do"


def test_a_word_that_was_added_stays_when_the_field_is_published_again(editor_client):
    add(editor_client, "tilework", "en", "aeronautics")
    field = field_of_activity("aeronautics")
    field.name = "Aéronautique, espace"
    field.save()
    source = TranslationSource.objects.get_for_instance(field)
    source.translations.get(target_locale__language_code="en").save_target()
    english = FieldOfActivity.objects.get(code="aeronautics", locale__language_code="en")
    assert "tilework" in english.words_people_use.splitlines()


@pytest.mark.parametrize("field", ["", "no-such-field"])
def test_what_cannot_be_added_is_said_and_changes_nothing(editor_client, field):
    before = list(FieldOfActivity.objects.order_by("pk").values_list("words_people_use", flat=True))
    response = add(editor_client, "zellige", "fr", field)
    assert BeautifulSoup(response.content, "html.parser").select(".messages .error")
    assert list(FieldOfActivity.objects.order_by("pk").values_list("words_people_use", flat=True)) == before


def test_a_field_has_every_word_once_and_the_way_back_stays_on_the_site(editor_client):
    for _time in range(2):
        add(editor_client, "zellige", "fr", "aeronautics")
    assert field_of_activity("aeronautics").words_people_use.splitlines().count("zellige") == 1
    sent = {"word": "zellige", "language": "fr", "field": "aeronautics", "back": "https://example.org/"}
    assert editor_client.post(reverse("searches:add"), sent).url == reverse(REPORT)


def test_whoever_may_not_change_fields_neither_reads_nor_adds(client):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    assert client.get(reverse(REPORT), follow=True).redirect_chain == [("/admin/", 302)]
    before = field_of_activity("aeronautics").words_people_use
    add(client, "zellige", "fr", "aeronautics")
    assert field_of_activity("aeronautics").words_people_use == before
