"""Several tables are read in one query, each in its own order."""

import pytest
from django.db.models import F, IntegerField, UUIDField
from wagtail.models import Locale, Page

from core.one_query import Given, OneQuery, fetch_in_one_query

pytestmark = pytest.mark.django_db


def test_each_part_keeps_its_own_order(django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = fetch_in_one_query({
            "languages": (Locale.objects.order_by("-language_code"), {"code": "language_code"}),
            "homes": (Page.objects.filter(depth=2).order_by("path"), {"title": F("title")}),
        })  # fmt: skip
    assert [row["code"] for row in rows["languages"]] == ["fr", "en", "ar"]
    assert rows["homes"][0] == {"title": "Les compétences marocaines dans le monde"}


def test_a_part_without_rows_is_an_empty_list():
    rows = fetch_in_one_query({
        "none": (Page.objects.filter(title="no such page"), {"title": "title"}),
        "root": (Page.objects.filter(depth=1), {"title": "title"}),
    })  # fmt: skip
    assert rows == {"none": [], "root": [{"title": "Kafaat"}]}


def test_a_query_is_asked_again_with_other_values(page, django_assert_num_queries):
    query = OneQuery({
        "named": (Page.objects.filter(slug=Given("slug"), id=Given("id", IntegerField())), {"id": "id"}),
        "versions": (
            Page.objects.filter(translation_key=Given("key", UUIDField())).order_by("locale__language_code"),
            {"language": "locale__language_code"},
        ),
        "none": (Page.objects.filter(pk__in=[]), {"id": "id"}),
    })  # fmt: skip
    for found in (page("network/dmk"), page("network/canada", "en")):
        with django_assert_num_queries(1):
            rows = query.fetch(slug=found.slug, id=found.pk, key=found.translation_key)
        assert rows["named"] == [{"id": found.pk}]
        assert [row["language"] for row in rows["versions"]] == ["ar", "en", "fr"]
        assert rows["none"] == []


def test_a_query_that_can_find_nothing_is_not_sent(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fetch_in_one_query({"none": (Page.objects.none(), {"id": "id"})}) == {"none": []}
