"""Which language the words of a page are in, as far as the catalogues of the site and its libraries tell."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings

SITE = "Kafaat"
SOURCE = "fr"  # of the content; English is that of the interface
SAID = ("alt", "aria-label", "placeholder", "title", "label")  # attributes that somebody reads
NOT_SAID = ("style", "code", "kbd", "samp", "bdi", "svg", "mark")
VOID = ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use")
WORD = re.compile(r"[^\W\d_]{3,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;|\S+@\S+|\S*[/.]\S+\b")
NAME_IN_CODE = re.compile(r"[a-z#][\w\-.#]*|\S*[/_<>{}=\[\]]\S*|[A-Z_]+|panel-.*|w-.*", re.ASCII)


def catalogues(language_code: str) -> Iterator[polib.POFile]:
    """The catalogues of a language: Django's, those of the installed apps, those of this site."""
    folders = [Path(django.__file__).parent / "conf" / "locale"]
    folders += [Path(app.path) / "locale" for app in apps.get_app_configs()]
    folders += map(Path, settings.LOCALE_PATHS)
    for folder in folders:
        path = folder / language_code / "LC_MESSAGES" / "django.po"
        if path.exists() and "django_countries" not in str(path):
            yield polib.pofile(str(path))


@cache
def content(language_code: str) -> frozenset[str]:
    """The strings of the opening content in a language, those of every language in any page of the admin."""
    folder = settings.BASE_DIR / "tests" / "content" / "translations"
    translated = "ar" if language_code == SOURCE else language_code
    entries = polib.pofile(str(folder / f"{translated}.po"))
    return frozenset(one_line(entry.msgid if language_code == SOURCE else entry.msgstr) for entry in entries)


@cache
def sentences(language_code: str) -> frozenset[str]:
    """Every string of the interface in a language."""
    if language_code == "en":
        entries = [entry for code in ("fr", "ar") for catalogue in catalogues(code) for entry in catalogue]
        forms = [form for entry in entries for form in (entry.msgid, entry.msgid_plural)]
    else:
        entries = [entry for catalogue in catalogues(language_code) for entry in catalogue]
        forms = [form for entry in entries for form in (entry.msgstr, *entry.msgstr_plural.values())]
    return frozenset(map(one_line, filter(None, forms)))


@cache
def vocabulary(language_code: str) -> frozenset[str]:
    """Every word of the interface and of the content in a language."""
    texts = sentences(language_code) | content(language_code)
    return frozenset(word for text in texts for word in words_of(text))


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(PLACEHOLDER.sub(" ", text))]


def one_line(text: str) -> str:
    return " ".join(text.split())


def is_foreign(text: str, language_code: str) -> bool:
    """Whether a text is of another language: one of its strings, or made of its words and of none of ours."""
    words = words_of(text)
    if not words or text in sentences(language_code) or text in {*dict(settings.LANGUAGES).values(), SITE}:
        return False
    others = {"fr", "en", "ar"} - {language_code}
    if any(word in vocabulary(language_code) for word in words):
        return any(text in sentences(other) for other in others)
    return any(all(word in vocabulary(other) for word in words) for other in others)


def foreign_words(html: str, language_code: str) -> set[str]:
    """The texts of a page that are of another language, where no `lang` says so."""
    page = Reader()
    page.feed(html)
    return {text for text in map(one_line, page.texts) if is_foreign(text, language_code)}


class Reader(HTMLParser):
    """What a page says in its own language: its text, its attributes, the labels that its scripts hold."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = ""
        self.open: list[tuple[str, bool]] = []  # elements, and whether what is in them is said

    @property
    def is_said(self) -> bool:
        return all(said for _tag, said in self.open[-1:])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.language = self.language or found.get("lang", "")
        said = self.is_said and tag not in NOT_SAID and found.get("lang", self.language) == self.language
        if said:
            self.texts += [found[name] for name in SAID if name in found]
            if tag == "input" and found.get("type") in ("submit", "button"):
                self.texts.append(found.get("value", ""))
            for value in found.values():
                if value[:1] in ("[", "{"):
                    self.texts += in_json(value)
        if tag not in VOID:
            self.open.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _said in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "script":
            self.texts += in_json(data)
        elif self.is_said:
            self.texts.append(data)


def in_json(text: str) -> Iterator[str]:
    """The words that a JSON text holds, without the names that code has for things."""
    try:
        values = [json.loads(text)]
    except ValueError:
        return
    while values:
        value = values.pop()
        if isinstance(value, dict | list):
            values += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str) and value[:1] == "<":
            page = Reader()
            page.feed(value)
            yield from page.texts
        elif isinstance(value, str) and not NAME_IN_CODE.fullmatch(value):
            yield value
