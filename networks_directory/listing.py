"""A network's listing as its page shows it: every fact, read in one query, in the reader's language."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.dateparse import parse_date
from django_countries.fields import Country
from wagtail import hooks
from wagtail.models import Page

from contact.phones import PhoneLine
from core.languages import direction, language_name
from core.one_query import fetch_in_one_query

from .choices import ChannelKind, ConfirmedBy, ListingField, RelationKind
from .models import (
    NetworkChannel,
    NetworkCity,
    NetworkConfirmation,
    NetworkContact,
    NetworkCountry,
    NetworkField,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
    NetworkRelation,
)
from .models.fields_of_activity import field_label

FACTS = {
    "other_names": (NetworkName, ("name", "language")),
    "countries": (NetworkCountry, ("country", "is_based", "is_served")),
    "cities": (NetworkCity, ("name", "country")),
    "languages": (NetworkLanguage, ("language",)),
    "phones": (NetworkPhone, ("kind", "number")),
    "channels": (NetworkChannel, ("kind", "url")),
    "contacts": (
        NetworkContact,
        ("person", "role", "responsibility", "email", "languages", "is_public"),
    ),
    "confirmations": (NetworkConfirmation, ("field", "confirmed_on", "confirmed_by")),
}


@dataclass
class Link:
    """A link to another page of the site, with what stands before it."""

    title: str
    url: str
    label: str = ""
    note: str = ""


@dataclass
class Listing:
    """The facts of one network. Lists are empty where nothing is known."""

    based_in: list
    serves: list
    cities: list
    fields: list
    languages: list
    other_names: list
    phones: list
    channels: list
    contacts: list
    relations: list
    confirmations: list
    related: dict = field(default_factory=dict)

    @classmethod
    def of(cls, page, frame):
        """The listing of a saved page, in one query, or of an unsaved one from its own children."""
        if page.pk is None or getattr(page, "_cluster_related_objects", None):
            rows = cls._rows_in_memory(page)
        else:
            rows = cls._rows_in_one_query(page, frame)
        return cls._build(rows, frame)

    @staticmethod
    def _queries(page, language_code):
        """The queries of a saved page: its facts, its fields and relations in the reader's words.

        Other apps add theirs through the `register_listing_part` hook (the academy its modules).
        """
        queries = {
            name: (
                model.objects.filter(network=page).order_by("sort_order"),
                {column: column for column in columns},
            )
            for name, (model, columns) in FACTS.items()
        }
        queries["fields"] = (
            NetworkField.objects.filter(network=page).order_by("sort_order"),
            {"code": "field__code", "label": field_label("field__", language_code)},
        )
        other = Page.objects.live().filter(
            translation_key=OuterRef("other__translation_key"),
            locale__language_code=language_code,
        )
        queries["relations"] = (
            NetworkRelation.objects.filter(network=page).order_by("sort_order"),
            {
                "kind": "kind",
                "title": Subquery(other.values("title")[:1]),
                "url_path": Subquery(other.values("url_path")[:1]),
            },
        )
        return queries

    @classmethod
    def _rows_in_one_query(cls, page, frame):
        queries = cls._queries(page, frame.language_code)
        parts = [make_part() for make_part in hooks.get_hooks("register_listing_part")]
        for part in parts:
            queries[part.name] = part.query(page, frame.language_code)
        rows = fetch_in_one_query(queries)
        rows["related"] = {part.name: part.build(rows[part.name], frame) for part in parts}
        return rows

    @staticmethod
    def _rows_in_memory(page):
        """The same rows from a page being previewed, whose children are not in the database."""
        rows = {
            name: [
                {column: getattr(child, column) for column in columns} for child in getattr(page, name).all()
            ]
            for name, (_model, columns) in FACTS.items()
        }
        rows["fields"] = [
            {"code": child.field.code, "label": child.field.name} for child in page.fields_of_activity.all()
        ]
        rows["relations"] = [
            {
                "kind": child.kind,
                "title": child.other.title,
                "url_path": child.other.url_path,
            }
            for child in page.relations.all()
        ]
        rows["related"] = {}
        return rows

    @classmethod
    def _build(cls, rows, frame):
        countries = [
            (Country(str(row["country"])), row["is_based"], row["is_served"]) for row in rows["countries"]
        ]
        return cls(
            based_in=[country for country, is_based, _served in countries if is_based],
            serves=[country for country, _based, is_served in countries if is_served],
            cities=[{"name": row["name"], "country": Country(str(row["country"]))} for row in rows["cities"]],
            fields=rows["fields"],
            languages=[language_name(row["language"]) for row in rows["languages"]],
            other_names=[row | {"direction": direction(row["language"])} for row in rows["other_names"]],
            phones=[PhoneLine.build(row["kind"], row["number"]) for row in rows["phones"]],
            channels=[Link(ChannelKind(row["kind"]).label, row["url"]) for row in rows["channels"]],
            contacts=[
                row | {"languages": [language_name(code) for code in row["languages"] or []]}
                for row in rows["contacts"]
                if row["is_public"]
            ],
            relations=[
                Link(
                    row["title"],
                    frame.url_of(row["url_path"]),
                    RelationKind(row["kind"]).label,
                )
                for row in rows["relations"]
                if row["title"]
            ],
            confirmations=[
                {
                    "label": ListingField(row["field"]).label,
                    "on": _date(row["confirmed_on"]),
                    "by": ConfirmedBy(row["confirmed_by"]).label,
                }
                for row in rows["confirmations"]
            ],
            related=rows["related"],
        )


def _date(value):
    return value if isinstance(value, date) else parse_date(value)


class ListingPart:
    """What another app shows on a network's page, from one more query of the same UNION."""

    name = ""

    def query(self, page, language_code):
        """(queryset, columns) as fetch_in_one_query takes them, for a saved network page."""
        raise NotImplementedError

    def build(self, rows, frame):
        """What the template finds as `listing.related.<name>`."""
        raise NotImplementedError
