"""Which language the words of a page are in, as far as the catalogues of the site and its libraries tell."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import polib
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.conf import settings

SAID_IN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title", "content", "data-w-tooltip-content-value")
NOT_READ = ("style", "template", "code", "kbd", "samp", "bdi")
WORD = re.compile(r"[^\W\d_]{3,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;")
ARABIC = re.compile(r"[\u0621-\u064a]")


def catalogues(language_code: str) -> Iterator[Path]:
    """The catalogues of a language: Django's, those of the installed apps, those of this site."""
    folders = [Path(django.__file__).parent / "conf" / "locale"]
    folders += [Path(app.path) / "locale" for app in apps.get_app_configs()]
    folders += map(Path, settings.LOCALE_PATHS)
    for folder in folders:
        path = folder / language_code / "LC_MESSAGES" / "django.po"
        if path.exists() and "django_countries" not in str(path):
            yield path


@cache
def strings(language_code: str) -> dict[str, set[str]]:
    """{English: its translations} of every catalogue of a language, in one line each."""
    found: dict[str, set[str]] = {}
    for path in catalogues(language_code):
        for entry in polib.pofile(str(path)):
            forms = [entry.msgstr, *entry.msgstr_plural.values()]
            for english in filter(None, (entry.msgid, entry.msgid_plural)):
                found.setdefault(one_line(english), set()).update(one_line(form) for form in forms if form)
    return found


@cache
def sentences(language_code: str) -> frozenset[str]:
    """Every string of the interface in a language."""
    if language_code == "en":
        return frozenset(strings("fr")) | frozenset(strings("ar"))
    return frozenset(form for forms in strings(language_code).values() for form in forms)


@cache
def vocabulary(language_code: str) -> frozenset[str]:
    """Every word of the interface in a language."""
    return frozenset(word for text in sentences(language_code) for word in words_of(text))


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(PLACEHOLDER.sub(" ", text))]


def one_line(text: str) -> str:
    return " ".join(text.split())


def texts(html: bytes | str) -> Iterator[str]:
    """What a page says in its own language: its text, its attributes, the labels that its scripts hold."""
    soup = BeautifulSoup(html, "html.parser")
    for script in soup("script"):
        if script.get("type") == "application/json" or script.get("data-definition"):
            yield from in_json(script.string or "")
        script.decompose()
    language = soup.html["lang"] if soup.html else ""
    for element in soup(lambda tag: tag.name in NOT_READ or tag.get("lang", language) != language):
        element.decompose()
    for element in soup(True):
        if not element.decomposed:
            yield from of_element(element)
    yield from map(one_line, soup.stripped_strings)


def of_element(element: Tag) -> Iterator[str]:
    for name, value in element.attrs.items():
        if name in SAID_IN_ATTRIBUTES or (name == "value" and element.get("type") in ("submit", "button")):
            yield one_line(value)
        elif isinstance(value, str) and value[:1] in "[{":
            yield from in_json(value)


def in_json(text: str) -> Iterator[str]:
    try:
        values = [json.loads(text)]
    except ValueError:
        return
    while values:
        value = values.pop()
        if isinstance(value, dict | list):
            values += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str) and value[:1] == "<":
            yield from texts(value)
        elif isinstance(value, str):
            yield one_line(value)


def is_foreign(text: str, language_code: str, others: tuple[str, ...] = ("en", "fr", "ar")) -> bool:
    """Whether a text is in another language than the one given, as far as the catalogues tell."""
    if text in sentences(language_code):
        return False
    words = words_of(text)
    if not words or any(word in vocabulary(language_code) for word in words):
        return any(text in sentences(other) for other in others if other != language_code)
    for other in others:
        if other != language_code and (
            text in sentences(other) or all(word in vocabulary(other) for word in words)
        ):
            return True
    return False
