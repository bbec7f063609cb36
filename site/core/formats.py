"""Dates, times, numbers and lists as CLDR has them for the reader, or Morocco where it differs."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from unicodedata import bidirectional

from babel import Locale, dates, lists, numbers
from django.db.models import TextChoices
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .languages import SOURCE_LANGUAGE, cldr


def _locale() -> Locale:
    return cldr(get_language() or SOURCE_LANGUAGE)


def label_of(choices: type[TextChoices], value: str) -> str:
    """A choice in the reader's words; "" where none has been made yet, as in a draft."""
    return str(choices(value).label) if value else ""


def day(value: date | None) -> str:
    """A date in full: "4 novembre 2026", "4 نونبر 2026"."""
    return dates.format_date(value, "long", locale=_locale()) if value else ""


def short_day(value: date | None) -> str:
    """A date for a narrow place: "4 nov. 2026"."""
    return dates.format_date(value, "medium", locale=_locale()) if value else ""


def month(value: date | None) -> str:
    """The month of a date: "novembre 2026"."""
    return dates.format_skeleton("yMMMM", value, locale=_locale()) if value else ""


def time_of_day(value: time) -> str:
    """A time: "16:30", "4:30 PM"."""
    return dates.format_time(value, "short", locale=_locale())


def day_and_time(value: datetime | None) -> str:
    """A datetime, in the time zone it is in: "4 novembre 2026, 16:30"."""
    if not value:
        return ""
    pattern = _locale().datetime_formats["long"].replace("'", "")
    return pattern.format(time_of_day(value.time()), day(value.date()))


RIGHT_TO_LEFT = ("R", "AL")  # Unicode's classes of letters


def isolated(text: str) -> str:
    """A text that keeps its own direction: a number in an Arabic line, an Arabic name in a French one."""
    if get_language_bidi() or any(bidirectional(character) in RIGHT_TO_LEFT for character in text):
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
    return text


class WrittenInteger(int):
    """An integer that reads with its thousands apart, and still counts: for the plurals of templates too."""

    def __str__(self) -> str:
        return _written(int(self), _locale())


@lru_cache(maxsize=10_000)
def _written(value: int, locale: Locale) -> str:
    return numbers.format_decimal(value, locale=locale)


def joined(items: Iterable[object]) -> str:
    """Items in a row, as text: "a, b et c", "أ وب"."""
    words = list(map(str, items))
    try:
        return lists.format_list(words, locale=_locale())
    except KeyError:  # of this language CLDR has no pattern
        # Translators: the separator of a list; Arabic uses "، ".
        return _(", ").join(words)


def before_words(label: object) -> str:
    """A label with what stands between it and the words that follow: nothing after a question mark."""
    text = str(label)
    return text if text.endswith(("?", "؟")) else f"{text}{_(':')}"


def labelled(label: object, words: object) -> str:
    """Words behind a label: "label: words", "label : words" in French."""
    return f"{before_words(label)} {words}"


def number(value: int | None) -> "WrittenInteger | str":
    """An integer as it is written: 12345 -> "12 345", "12.345"; "" for None."""
    return WrittenInteger(value) if value is not None else ""
