"""Several tables are read in one query, each in its own order."""

import pytest
from django.db.models import F
from wagtail.models import Locale, Page

from core.one_query import fetch_in_one_query

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
