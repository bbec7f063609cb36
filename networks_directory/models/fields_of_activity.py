"""Fields of activity: a code that never changes, a name in each language."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from core.alphabet import alphabetical
from core.facts import facts
from core.languages import SOURCE_LANGUAGE
from core.one_query import Given
from core.slugs import slug_of

Names = dict[str, str]  # of one field of activity, {language code: name}
FIELDS_OF_WORDS = ("code", "locale__language_code", "name", "words_people_use")
MOST_LINES, LONGEST_LINE = 200, 60  # of the words that people use for a field


class FieldOfActivityQuerySet(models.QuerySet["FieldOfActivity"]):
    def source(self) -> Self:
        """The fields as entered in the source language: the rows that listings point at."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)


class FieldOfActivity(TranslatableMixin, models.Model):
    """What a network's members work in: health, law, aeronautics and aerospace ..."""

    synchronise_on_save = True

    code = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_(
            "Used in web addresses and exports, for example “health”. Do not change it later: links"
            " to it would break."
        ),
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("As visitors read it, for example “Health”."),
    )
    words_people_use = models.TextField(
        _("words people use"),
        blank=True,
        help_text=_(
            "What people type who look for this field without its name: professions, specialities,"
            " diplomas, institutions, what one does there. One word or phrase a line, for example"
            " “nurse”. Visitors find the field's networks by them."
        ),
    )

    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("words_people_use")]
    override_translatable_fields = facts("code")

    objects = FieldOfActivityQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("field of activity")
        verbose_name_plural = _("fields of activity")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "locale"],
                name="networks_field_code_per_language",
                violation_error_message=_("Another field of activity has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The name makes the address of the field's page; links to lists hold the code."""
        super().clean()
        others = FieldOfActivity.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        slugs = {slug_of(name): name for name in others.values_list("name", flat=True)}
        if other := slugs.get(slug_of(self.name)):
            message = _("“%(other)s” has the same address. Give this field another name.")
            raise ValidationError({"name": ValidationError(message, params={"other": other})})
        if not slug_of(self.name):
            raise ValidationError({"name": _("A name has letters or figures: they make its address.")})
        stored = FieldOfActivity.objects.filter(pk=self.pk).values_list("code", flat=True).first()
        if stored and stored != self.code:
            raise ValidationError({"code": _("The code stays as it is: links and exports hold it.")})
        self.clean_words()

    def clean_words(self) -> None:
        """The words people use, each once; a line too long is prose, which nobody types."""
        words = phrases_in(self.words_people_use)
        self.words_people_use = "\n".join(words)
        if longest := next((line for line in words if len(line) > LONGEST_LINE), None):
            message = _("“%(line)s” is too long: at most %(most)s characters a line.")
            params = {"line": longest, "most": LONGEST_LINE}
            raise ValidationError({"words_people_use": ValidationError(message, params=params)})
        if len(words) > MOST_LINES:
            message = _("Too many lines: %(lines)s. At most %(most)s.")
            params = {"lines": len(words), "most": MOST_LINES}
            raise ValidationError({"words_people_use": ValidationError(message, params=params)})


def phrases_in(text: str) -> list[str]:
    """The words and phrases of a text that has one a line, each once, whatever its capitals."""
    words: dict[str, str] = {}
    for line in (" ".join(line.split()) for line in text.splitlines()):
        words.setdefault(line.casefold(), line)
    return [line for line in words.values() if line]


def source_fields() -> dict[str, str]:
    """`limit_choices_to` of every key to a field of activity: facts point at the source rows."""
    return {"locale__language_code": settings.LANGUAGE_CODE}


def field_label(path: str, language_code: str | Given) -> Coalesce:
    """An expression: the name of the field of activity at `path`, in a language.

    `path` ends in "__", or is "" for the field itself. Where there is no translation, the name in
    the source language.
    """
    translated = FieldOfActivity.objects.filter(
        translation_key=OuterRef(f"{path}translation_key"),
        locale__language_code=language_code,
    )
    return Coalesce(Subquery(translated.values("name")[:1]), f"{path}name")


def names_of_source(language_code: str) -> dict[int, str]:
    """{primary key of the source row: name in a language}, by name. One query."""
    rows = FieldOfActivity.objects.source().annotate(label=field_label("", language_code))
    names = dict(rows.values_list("pk", "label"))
    return dict(sorted(names.items(), key=lambda field: alphabetical(field[1])))


class FieldsByName(ModelChoiceIterator):  # type: ignore[type-arg]
    """The choices of a form: every field of activity by its name in the reader's language."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from names_of_source(get_language() or SOURCE_LANGUAGE).items()


class FieldOfActivityFormField(forms.ModelChoiceField):  # type: ignore[type-arg]
    iterator = FieldsByName


class FieldOfActivityKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key to a field of activity, chosen by its name in the language of who chooses."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": FieldOfActivityFormField} | kwargs)


def field_names() -> dict[str, Names]:
    """The name of every field of activity: {code: {language code: name}}. One query."""
    names: dict[str, Names] = {}
    for code, language_code, name in FieldOfActivity.objects.order_by("name").values_list(
        "code", "locale__language_code", "name"
    ):
        names.setdefault(code, {})[language_code] = name
    return names


class FieldWords(NamedTuple):
    """A field of activity in one language, as the search knows it."""

    code: str
    language_code: str
    name: str
    words_people_use: str


def field_words() -> tuple[FieldWords, ...]:
    """Every field of activity in every language. One query."""
    rows = FieldOfActivity.objects.order_by("name", "pk").values_list(*FIELDS_OF_WORDS)
    return tuple(FieldWords(*row) for row in rows)


def names_of(fields: Iterable[FieldWords]) -> dict[str, Names]:
    """field_names() of what has been read with field_words()."""
    names: dict[str, Names] = {}
    for row in fields:
        names.setdefault(row.code, {})[row.language_code] = row.name
    return names


def name_in(names: Names, language_code: str) -> str:
    """One of a field's names: in a language, or in the source language."""
    return names.get(language_code) or names.get(SOURCE_LANGUAGE) or next(iter(names.values()))
