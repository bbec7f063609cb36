"""Rules of the repository that a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
from collections import Counter
from functools import cache

import polib
import pytest
from babel.messages.extract import extract_from_dir
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation.template import templatize
from wagtail.models import TranslatableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import get_translatable_fields

from academy_pages.wagtail_hooks import SessionViewSet
from contact.hours import WEEKDAYS
from core.translating.digests import DigestPreferenceForm
from networks_directory.listing_updates.admin.outcome import OutcomeForm
from networks_directory.listing_updates.admin.representatives import (
    NoticePreferenceForm,
    RepresentationForm,
    RepresentativeViewSet,
    WithdrawnConsentForm,
)

OURS = ("core", "translating", "contact", "networks_directory", "listing_updates", "academy_pages", "home")
FOLDERS = ("site/core", "contact", "networks_directory", "academy_pages", "home")
ROOT = settings.BASE_DIR
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

PAGE_WORDS = {"title", "slug", "seo_title", "search_description", "summary"}
# Every field of a translatable model of ours that is words; all its other fields are facts.
WORDS = {
    "contact.ContactBlock": {"organisation", "address", "phones"},
    "contact.ContactPhone": {"label"},
    "contact.ContactPage": PAGE_WORDS | {"body", "form_introduction", "thanks"},
    "networks_directory.FieldOfActivity": {"name", "words_people_use"},
    "networks_directory.NetworkContact": {"role", "responsibility"},
    "networks_directory.NetworkPage": PAGE_WORDS | {"notice", "objectives", "activities", "contacts"},
    "networks_directory.GeographicNetworkPage": PAGE_WORDS
    | {"notice", "objectives", "activities", "contacts"},
    "networks_directory.ThematicNetworkPage": PAGE_WORDS | {"notice", "objectives", "activities", "contacts"},
    "networks_directory.NetworksDirectoryPage": PAGE_WORDS | {"body"},
    "networks_directory.NetworkFamilyPage": PAGE_WORDS | {"definition", "members", "objectives"},
    "academy_pages.AcademyPage": PAGE_WORDS
    | {"body", "context", "objectives", "phase", "strengths", "partners"},
    "academy_pages.AcademyPartner": {"name"},
    "academy_pages.AcademyModulePage": PAGE_WORDS
    | {"learning_outcomes", "plan", "audience", "prerequisites", "assessment"},
    "home.HomePage": PAGE_WORDS
    | {
        "body",
        "publisher",
        "programmes_introduction",
        "directory_introduction",
        "academy_introduction",
    },
    "home.ProgrammePage": PAGE_WORDS | {"body", "rationale", "objectives", "approach"},
    "home.IndexPage": PAGE_WORDS | {"body"},
    "home.StandardPage": PAGE_WORDS | {"body"},
}


def our_models():
    return [model for label in OURS for model in apps.get_app_config(label).get_models()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in our_models() if issubclass(m, TranslatableMixin)], ids=lambda m: m._meta.label
)
def test_every_field_is_declared_words_or_facts(model):
    declared = {field.field_name: field for field in get_translatable_fields(model)}
    instance = model()
    words = {name for name, field in declared.items() if field.is_translated(instance)}
    assert words == WORDS[model._meta.label]
    for name in declared.keys() - words:
        assert not declared[name].is_overridable(instance), f"{name}: declare it with facts()"


# Words that French has too.
SAME_IN_BOTH = {"Code", "Description", "Latitude", "Logo", "Longitude", "Module", "Plan", "Public"}

# Fields of Wagtail's own, and days of the week, which explain themselves.
EXPLAINED = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}
EXPLAINED |= {"translation_key", "comment_notifications", "id", "ORDER", "DELETE", *WEEKDAYS}


def edit_forms():
    """The form of everything editors create: pages, snippets, sessions; with the forms inside it."""
    handlers = [m.get_edit_handler() for m in get_page_models() if m._meta.app_label in OURS]
    handlers += [m.snippet_viewset.get_edit_handler() for m in get_snippet_models()]
    handlers += [SessionViewSet().get_edit_handler(), RepresentativeViewSet().get_edit_handler()]
    forms = (RepresentationForm(), WithdrawnConsentForm(), NoticePreferenceForm(), OutcomeForm())
    for form in (*forms, DigestPreferenceForm()):
        yield type(form).__name__, form
    for handler in handlers:
        form = handler.get_form_class()()
        yield handler.model.__name__, form
        for name, formset in form.formsets.items():
            if name != "comments":
                yield f"{handler.model.__name__}.{name}", formset.empty_form


@pytest.mark.django_db
def test_every_field_an_editor_meets_has_a_help_text():
    silent = [
        f"{form_name}.{name}"
        for form_name, form in edit_forms()
        for name, field in form.fields.items()
        if name not in EXPLAINED and not field.help_text
    ]
    assert silent == []


def asks_what_is_live(path):
    """The lines of a module that look for live pages by themselves, or for Wagtail's public ones."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            by_hand = node.func.attr in ("filter", "exclude", "get") and any(
                re.fullmatch(r"(\w+__)?live", keyword.arg or "") for keyword in node.keywords
            )
            if by_hand or (node.func.attr in ("live", "public") and not node.args):
                yield node.lineno


def test_who_may_be_seen_is_asked_in_one_place():
    """core.visibility.visible(): what is live may still need a password, as may its original."""
    found = [
        (str(path.relative_to(ROOT)), line)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        for line in asks_what_is_live(path)
    ]
    assert found == []


def test_signs_of_latin_writing_keep_their_place_in_arabic():
    """What stands at the edge of figures or of "https" would go to its other side, were it not isolated."""
    isolated, at_an_edge = re.compile("\u2066[^\u2069]*\u2069"), re.compile(r"://(?!\w)|(?<!\w)[-+]\d")
    entries = polib.pofile(str(ROOT / "site/locale/ar/LC_MESSAGES/django.po"))
    assert [entry.msgstr for entry in entries if at_an_edge.search(isolated.sub("", entry.msgstr))] == []


def test_what_a_migration_does_to_data_is_written_in_migrations():
    """What it calls of the site would change under it; frozen copies stand beside it, with a _ before."""
    ours = re.compile(r"^from ((?:core|contact|networks_directory|academy_pages|home)[\w.]*) import", re.M)
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("migrations/*.py"):
            text = path.read_text()
            if "RunPython" in text or path.name.startswith("_"):
                assert [name for name in ours.findall(text) if ".migrations._" not in name] == [], path


def test_migrations_are_small():
    migrations = [path for folder in FOLDERS for path in (ROOT / folder).rglob("migrations/*.py")]
    assert len(migrations) > 10
    for path in migrations:
        assert path.stat().st_size <= 50_000, path


def test_styles_say_start_and_end_not_left_and_right():
    physical = re.compile(
        r"\b(margin|padding|border)-(left|right)\b|text-align: *(left|right)|float: *(left|right)"
    )
    for path in (ROOT / "static" / "css").glob("*.css"):
        assert not physical.search(path.read_text()), path


def test_git_keeps_the_source_folders():
    ignored = subprocess.run(
        ["git", "check-ignore", "-v", "site", "static"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ignored.stdout == ""


def catalogue(language):
    return polib.pofile(str(ROOT / "site" / "locale" / language / "LC_MESSAGES" / "django.po"))


def test_a_new_language_begins_with_a_catalogue_of_every_string(capsys):
    call_command("list_untranslated", "ga")
    begun = polib.pofile(capsys.readouterr().out)
    assert {entry.msgid for entry in begun} == {entry.msgid for entry in catalogue("fr")}
    plural = next(entry for entry in begun if entry.msgid_plural)
    assert len(plural.msgstr_plural) == 5  # Irish has so many, says CLDR
    assert "nplurals=5" in begun.metadata["Plural-Forms"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_interface_catalogue_is_complete(language):
    unfinished = [entry.msgid for entry in catalogue(language) if not entry.translated()]
    assert unfinished == []


def words_of(path):
    """The translations of a catalogue."""
    for entry in polib.pofile(str(path)):
        yield from entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


def test_no_line_of_french_begins_with_a_mark_that_belongs_to_the_word_before():
    sources = [*words_of(ROOT / "site/locale/fr/LC_MESSAGES/django.po")]
    sources += [path.read_text() for path in (ROOT / "site" / "content" / "fr").glob("*.toml")]
    assert [found for text in sources for found in re.findall(r"\w+ [:;?!»]|« \w+", text)] == []


def test_arabic_has_its_own_marks():
    for path in ("site/locale/ar/LC_MESSAGES/django.po", "site/content/translations/ar.po"):
        for text in words_of(ROOT / path):
            assert not re.search(r"[\u0600-\u06ff»] ?[,;?]", text), text


# The forms of a plural that may do without their number: "one network", "شبكتان".
WITHOUT_NUMBER = {"fr": 1, "ar": 3, "es": 1, "zgh": 0}


@pytest.mark.parametrize("language", WITHOUT_NUMBER)
def test_no_placeholder_is_lost_in_translation(language):
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        forms = entry.msgstr_plural if entry.msgid_plural else {WITHOUT_NUMBER[language]: entry.msgstr}
        for form, text in forms.items() if entry.translated() else ():
            found = set(PLACEHOLDER.findall(text))
            missing = wanted - found
            assert found <= wanted, (entry.msgid, text)
            assert len(missing) <= (1 if int(form) < WITHOUT_NUMBER[language] else 0), (entry.msgid, text)


@cache
def marked_in_code():
    """The strings marked for translation in our modules, found without GNU gettext."""
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
    places, strings = [("**/migrations/**", "ignore"), ("**.py", "python")], set()
    for folder in (*FOLDERS, "site/config"):  # whose addresses are words too
        for found in extract_from_dir(str(ROOT / folder), places, keywords=keywords):
            message = found[2]
            strings.add(message[0] if isinstance(message, tuple) else message)
    return strings


# Django turns a template into what looks like code, for makemessages: calls among rows of X.
CALL = re.compile(r"""\b(?:n?gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


@cache
def marked_in_templates():
    """The strings marked for translation in our templates."""
    code = "\n".join(templatize(path.read_text()) for path in our_templates())
    return set(map(ast.literal_eval, CALL.findall(code)))


def our_templates():
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("templates/**/*.*")]
    found += ROOT.glob("site/templates/**/*.*")
    assert len(found) > 100
    return found


def test_templates_are_read_at_a_glance():
    """No diff of a longer line can be read; a longer template is several, named for what they draw."""
    for path in our_templates():
        lines = path.read_text().splitlines()
        assert len(lines) <= 60, path
        assert [line for line in lines if len(line) > 160] == [], path


@pytest.mark.parametrize("language", ["fr", "ar", "es", "zgh"])
def test_every_visible_string_is_in_the_catalogues_and_no_other(language):
    code, templates = marked_in_code(), marked_in_templates()
    assert min(len(code), len(templates)) > 300
    known = {entry.msgid for entry in catalogue(language)}
    assert (known - code - templates, (code | templates) - known) == (set(), set())


# What a form, a model or an admin view shows: keyword arguments, and attributes of classes.
SHOWN = {"label", "help_text", "verbose_name", "verbose_name_plural", "heading", "menu_label", "page_title"}
SHOWN |= {"violation_error_message", "title", "empty_label", "null_label", "header", "subtitle"}
NOT_SHOWN = {
    "networks_directory/models/listing_index.py",
    "site/core/translating/models.py",
}  # read by developers


def hard_coded(path):
    """The strings of a module that people see and that are not marked for translation: (line, string)."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            named = [(keyword.arg, keyword.value) for keyword in node.keywords]
            if getattr(node.func, "id", getattr(node.func, "attr", "")) == "ValidationError" and node.args:
                named.append(("title", node.args[0]))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named = [(node.targets[0].id, node.value)]
        else:
            continue
        for name, value in named:
            is_words = isinstance(value, ast.Constant) and isinstance(value.value, str)
            if name in SHOWN and is_words and re.search(r"[A-Za-z]{2,}", value.value):
                yield value.lineno, value.value


def test_code_holds_no_hard_coded_words():
    found = [
        (str(path.relative_to(ROOT)), *place)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and path.name != "apps.py"  # whose label is a name in code
        if str(path.relative_to(ROOT)) not in NOT_SHOWN
        for place in hard_coded(path)
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_admin_speaks_the_languages_of_the_site(language):
    """Every label and help text of ours that an editor meets, not one in English."""
    with translation.override("en"):
        english = labels_and_help_texts()
    with translation.override(language):
        here = labels_and_help_texts()
    same = {text for place, text in here.items() if text == english[place] and text not in SAME_IN_BOTH}
    assert same == set()


def labels_and_help_texts():
    texts = {}
    for form_name, form in edit_forms():
        for name, field in form.fields.items():
            if name not in EXPLAINED:
                texts[form_name, name, "label"], texts[form_name, name, "help"] = (
                    str(field.label),
                    str(field.help_text),
                )
    return {place: text for place, text in texts.items() if text and text != "None"}


def test_templates_hold_no_hard_coded_words():
    """Text between tags goes through {% translate %}; what is left must not have letters in it."""
    tags = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
    translated = re.compile(r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}", re.DOTALL)
    markup = re.compile(r"<(script|style|svg)\b.*?</\1>|<!doctype[^>]*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
    for path in our_templates():
        text = markup.sub(" ", tags.sub("", translated.sub("", path.read_text())))
        assert not re.search(r"[A-Za-zÀ-ÿ]{2,}", re.sub(r"&\w+;", "", text)), f"{path}: {text.split()}"


# The imports inside functions, but for those of AppConfig.ready(): at most three, each for a reason.
IMPORTED_INSIDE = {
    ("networks_directory/apps.py", "import_models"): "where Django looks for models stands below the pages",
    ("site/core/models.py", "save"): "Wagtail's module cannot be imported before models are",
}


def imports_inside(path):
    """(path, name of the function) of each import of a module that is not at its top."""
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef) or function.name == "ready":
            continue
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield str(path.relative_to(ROOT)), function.name


def test_imports_stand_at_the_top():
    """They would hide a circle; that there is none is checked by import-linter (pyproject.toml)."""
    paths = [path for folder in (*FOLDERS, "site/config") for path in (ROOT / folder).rglob("*.py")]
    assert {found for path in paths for found in imports_inside(path)} == set(IMPORTED_INSIDE)
    assert len(IMPORTED_INSIDE) <= 3


MOST_LINES = 40


def test_a_function_can_be_read_at_a_glance():
    long = [
        f"{path.relative_to(ROOT)}: {node.name} has {lines} lines"
        for folder in (*FOLDERS, "site/config")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        if (lines := node.end_lineno - node.lineno + 1) > MOST_LINES
    ]
    assert long == []


def test_a_class_has_a_name_of_its_own():
    """One word, one thing: but for Django's Command, no two modules call a class alike."""
    names = Counter(
        node.name
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, number in names.items() if number > 1] == ["Command"]


@pytest.mark.parametrize(
    "model", [*get_page_models(), *get_snippet_models()], ids=lambda model: model.__name__
)
def test_what_editors_make_has_a_plural_of_its_own(model):
    """Django makes one with an s, in every language: “page d’accueils”."""
    if model._meta.app_label in OURS:
        assert "verbose_name_plural" in model._meta.original_attrs
