"""Wordings that readers stumbled over are gone for good, and what the ministry says instead is there."""

import re
import tomllib
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings

SITE = settings.BASE_DIR / "site"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|<[^>]*>")

# Language, what is no longer said, what is said instead. Whole texts (headings) stand between ^ and $.
WORDINGS = [
    ("ar", r"المرشحات", r"^تصفية النتائج$"),
    ("ar", r"\bالاستقبال\b", r"^الرئيسية$"),
    ("ar", r"المقسم الهاتفي", r"^الموزع الهاتفي$"),
    ("ar", r"إمكانية الولوج", r"^الولوجية$"),
    ("ar", r"مستقرة في", r"^مقرها في$"),
    ("ar", r"\bتخدم\b", r"^لفائدة المقيمين في$"),
    ("ar", r"ينشر هذا الموقع", r"يصدر هذا الموقع عن"),
    ("ar", r"(طلبة|طلاب) التكوين المهني", r"متدرب[وي] التكوين المهني"),
    ("ar", r"كم من الوقت", r"^مدة الاحتفاظ$"),
    ("ar", r"^تجربة$", r"^تجربة الوزارة$"),
    ("ar", r"^إرادة$", r"^التزام المكتب$"),
    ("ar", r"استعصت", r"إذا واجهتم صعوبة في تصفح إحدى الصفحات"),
    ("fr", r"est pour moi", r"^Quel réseau me correspond\s\?$"),
    ("fr", r"zéro mène", r"^Choisissez un zéro pour proposer un réseau\.$"),
    ("fr", r"^Une expérience$", r"^L’expérience du ministère$"),
    ("fr", r"^Une volonté$", r"^L’engagement de l’OFPPT$"),
    ("fr", r"vous résiste", r"Si une page vous pose difficulté"),
    ("fr", r"\bgard(e|ons|é|és)\b", r"\bconserve\b"),
    ("fr", r"(?i)adresses? (électronique|de courriel)|\be-?mails?\b|\bmél\b", r"^Courriel$"),
    ("en", r"\bnought\b", r"^Choose a 0 to propose a network\.$"),
    ("en", r"\bresists\b", r"If you have difficulty with a page"),
    ("en", r"What is the matter", r"^What is wrong\?$"),
]


def translations(path):
    """Each form of each translation of a catalogue, but for the words that people type into a search."""
    for entry in polib.pofile(str(path)):
        if not entry.comment.startswith("field/"):
            yield from entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


def strings(value):
    """Every string of a content file, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@cache
def said(language):
    """All that the interface and the opening content say in the language, without marks and placeholders."""
    interface = SITE / "locale" / ("fr" if language == "en" else language) / "LC_MESSAGES" / "django.po"
    found = []
    if language == "en":  # the interface is written in it: the catalogues have its texts to translate from
        for entry in polib.pofile(str(interface)):
            found += [entry.msgid, entry.msgid_plural]
    else:
        found += translations(interface)
    if language == "fr":  # and the content in this
        for path in (SITE / "content" / "fr").glob("*.toml"):
            if path.stem != "fields_of_activity":
                found += strings(tomllib.loads(path.read_text()))
    else:
        found += translations(SITE / "content" / "translations" / f"{language}.po")
    return [PLACEHOLDER.sub("", text) for text in found]


@pytest.mark.parametrize(("language", "former", "better"), WORDINGS)
def test_a_wording_that_was_bettered_stays_so(language, former, better):
    assert [text for text in said(language) if re.search(former, text)] == []
    assert any(re.search(better, text) for text in said(language))


def test_the_libraries_too_have_one_word_for_mail_in_french():
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    paths = [folder / "locale/fr/LC_MESSAGES/django.po" for folder in folders]
    words = {}
    for path in [*filter(Path.exists, paths), SITE / "words_of_libraries/fr/LC_MESSAGES/django.po"]:
        words |= {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if not entry.obsolete}
    assert words["Email"] == "Courriel"
    other = re.compile(r"(?i)adresses? (électronique|de courriel)|\be-?mails?\b|\bmél\b")
    assert {i: text for i, text in words.items() if other.search(PLACEHOLDER.sub("", text))} == {}
