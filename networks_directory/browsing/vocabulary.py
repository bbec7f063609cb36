"""What words mean here besides being in a listing: countries, fields of activity, languages, "everything".

Countries answer to what people call them (core/country_words.py), fields to their names and to the words that
editors give them, in each language. Made from the rows of the fields, which whoever searches has read anyway,
and kept as long as these rows are the same: nothing has to be told that a field has changed.
"""

import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from core.country_words import country_words, region_words
from core.languages import MOROCCAN_LANGUAGES, cldr
from core.search_words import content_words, is_arabic, keys, keys_in, own_keys, without_article

from ..models.fields_of_activity import MOST_LINES, FieldWords

OTHER_LANGUAGES = Path(__file__).with_name("field_words.toml")
TRADES = Path(__file__).with_name("trades.toml")
SUGGESTED = ("field", "country", "city")
HOME = "MA"  # every network is of this country's people: its names say nothing of one of them
# What all networks are: these words narrow nothing beside others.
OF_ALL = {
    "fr": """réseau réseaux association associations diaspora marocain marocaine MRE compétence compétences
        communauté pays étranger expatrié ressortissant émigré membre groupe monde entier gens personne
        international internationaux origine professionnel professionnelle amicale collectif
        fédération club""",
    "en": """network networks association associations diaspora Moroccan Moroccans competence competencies
        community country countries abroad overseas expat expatriate member group organisation
        organization world worldwide global people person
        international origin professional club federation""",
    "ar": """شبكة شبكات جمعية جمعيات مغربي مغربية مغاربة الكفاءات كفاءات الجالية جالية الخارج المهجر أعضاء
        مجموعة العالم دولية دولي أصل ناس أشخاص مهنيون مهنيين اتحاد رابطة نادي""",
    "es": """red redes asociación asociaciones marroquí marroquíes extranjero comunidad diáspora mundo
        origen profesional gente""",
}
# Words behind which a language stands for itself: "langue allemande".
CUES = {
    "fr": "langue parlant parlent",
    "en": "language speaking speakers speak",
    "ar": "لغة اللغة",
    "es": "idioma",
}
PHONE = {
    "francophone": "fr", "anglophone": "en", "arabophone": "ar", "germanophone": "de", "hispanophone": "es",
    "néerlandophone": "nl", "italophone": "it", "lusophone": "pt", "russophone": "ru", "sinophone": "zh",
    "berbérophone": "zgh", "amazighophone": "zgh",
}  # fmt: skip


# The working languages that people ask for, besides those of Morocco.
SPOKEN = (
    "ar",
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fr",
    "it",
    "ja",
    "ko",
    "nl",
    "no",
    "pl",
    "pt",
    "ru",
    "sv",
    "tr",
    "zh",
)


class Meaning(NamedTuple):
    """What words stand for: a value of the filter `kind`, "all" for what says nothing of any network.

    Of a "city" the value is its country; a "region" has one meaning for each of its countries.
    """

    kind: str
    value: str


class Phrase(NamedTuple):
    """Words one behind the other, each by its keys, and what they mean together."""

    keys: tuple[frozenset[str], ...]
    meaning: Meaning
    place: int = 0  # among the words of a field: what comes first says most of it; its name is the first
    text: str = ""  # as it was written

    def begins(self, words: Sequence[str], keys_of: Callable[[str], frozenset[str]]) -> bool:
        """Whether these words begin with it."""
        return len(self.keys) <= len(words) and all(
            not ours.isdisjoint(keys_of(word)) for ours, word in zip(self.keys, words, strict=False)
        )


@dataclass
class Vocabulary:
    """The phrases by the keys of their first word, and every word of theirs with what it is part of."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    words: dict[str, None] = field(default_factory=dict)  # normalised, in the order of their phrases
    keys: set[str] = field(default_factory=set)
    languages: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # of a word as it is, where they are known
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)  # of a city, its other names

    def add(self, text: str, meaning: Meaning, language_code: str = "", place: int = 0) -> None:
        """Let a phrase mean something: in a language, whose forms of it mean the same, or as a name."""
        words, keyed = keyed_words(text, language_code)
        if not keyed:
            return
        for key in keyed[0]:
            self.phrases.setdefault(key, []).append(Phrase(keyed, meaning, place, text))
        self.words |= dict.fromkeys(words)
        self.keys.update(*keyed)
        for word in words if language_code else ():
            self.languages[word] = self.languages.get(word, frozenset()) | {language_code}

    def longest(self, words: Sequence[str]) -> tuple[int, tuple[Meaning, ...]]:
        """(how many, meanings) of the longest phrase that these words begin with; (0, none) for none.

        What is meant as it is written comes before what is a form of it; the likeliest meaning comes first.
        """
        found = self.phrases_of(words)
        length = len(found[0].keys) if found else 0
        return length, tuple(dict.fromkeys(phrase.meaning for phrase in found))

    def phrases_of(self, words: Sequence[str]) -> list[Phrase]:
        """The longest phrases that these words begin with, in the order of longest()."""
        begun = (phrase for key in keys(words[0]) for phrase in self.phrases.get(key, ()))
        found = [phrase for phrase in begun if phrase.begins(words, keys)]
        length = max((len(phrase.keys) for phrase in found), default=0)
        found = [phrase for phrase in found if len(phrase.keys) == length]
        found = [phrase for phrase in found if phrase.begins(words, own_keys)] or found
        return sorted(found, key=lambda phrase: (phrase.place, phrase.meaning))

    def written(self, typed: str, meaning: Meaning) -> str:
        """The phrase, as it was written, by which typed words mean this; "" where it is a name of it."""
        phrases = self.phrases_of(typed.split())
        return next((phrase.text for phrase in phrases if phrase.meaning == meaning and phrase.place), "")

    @cached_property
    def _beginnings(self) -> list[tuple[str, int, int, str, Meaning]]:
        """Every phrase from each of its words on, sorted.

        (these words, which of the phrase they begin with, its place, its text, what it means)
        """
        phrases = {
            (phrase.text, phrase.place, phrase.meaning)
            for same in self.phrases.values()
            for phrase in same
            if phrase.meaning.kind in SUGGESTED
        }
        begun = set()
        for text, place, meaning in phrases:
            words = content_words(text)
            for first, word in enumerate(words):
                for form in {word, without_article(word)} if is_arabic(word) else {word}:
                    begun.add((" ".join([form, *words[first + 1 :]]), first, place, text, meaning))
        return sorted(begun)

    def begun(self, typed: str) -> dict[Meaning, str]:
        """What has a phrase, or a word of one, that begins with what was typed: {meaning: the phrase}.

        `typed` is normalised, and holds content words only. The likeliest comes first.
        """
        found = sorted(
            (first, place, len(words), text, meaning)
            for words, first, place, text, meaning in self._begun(typed)
        )
        phrases: dict[Meaning, str] = {}
        for _first, _place, _length, text, meaning in found:
            phrases.setdefault(meaning, text)
        return phrases

    def _begun(self, typed: str) -> Iterator[tuple[str, int, int, str, Meaning]]:
        for at in range(bisect_left(self._beginnings, (typed,)), len(self._beginnings)):
            if not self._beginnings[at][0].startswith(typed):
                return
            yield self._beginnings[at]

    def keys_of(self, word: str) -> frozenset[str]:
        """The keys of a word, of its own languages only where the vocabulary has it as it is."""
        languages = self.languages.get(word)
        return frozenset(key for key in keys(word) if not languages or key[0] == "=" or key[:2] in languages)

    def kin_of(self, word: str) -> frozenset[str]:
        """The keys of the words for the same trade in other languages."""
        kin = _trades()
        return frozenset[str]().union(*(kin[key] for key in self.keys_of(word) if key in kin))

    def knows(self, word: str) -> bool:
        """Whether a word, in some form of it, is part of a phrase."""
        return not self.keys.isdisjoint(keys(word))


def vocabulary(fields: Iterable[FieldWords]) -> Vocabulary:
    """The Vocabulary of this site. `fields` are field_words()."""
    return _vocabulary(tuple(fields))


@lru_cache(maxsize=50_000)  # the phrases are some 10,000
def keyed_words(text: str, language_code: str) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """The words of a phrase, and the keys of each: of a language, or of a name.

    Remembered apart from the vocabulary: when an editor changes the words of one field, those of the others
    are not stemmed again.
    """
    words = tuple(content_words(text))
    return words, tuple(keys_in(word, language_code) if language_code else own_keys(word) for word in words)


@lru_cache(maxsize=2)
def _vocabulary(fields: tuple[FieldWords, ...]) -> Vocabulary:
    words = Vocabulary()
    words.phrases = {key: list(phrases) for key, phrases in _of_the_world().phrases.items()}
    words.words, words.keys = dict(_of_the_world().words), set(_of_the_world().keys)
    words.languages, words.aliases = dict(_of_the_world().languages), _of_the_world().aliases
    for row in fields:
        meaning = Meaning("field", row.code)
        for place, text in enumerate([row.name, *row.words_people_use.splitlines()]):
            words.add(text, meaning, row.language_code, place)
    for code in {row.code for row in fields}:
        for language_code, texts in _of_other_languages().get(code, {}).items():
            for place, text in enumerate(texts, MOST_LINES):  # behind those that editors enter
                words.add(text, Meaning("field", code), "es" if language_code == "es" else "", place)
    return words


@cache
def _of_other_languages() -> dict[str, dict[str, list[str]]]:
    """{code of a field: {language: what people call it}}; all but Spanish are known as they are written."""
    return tomllib.loads(OTHER_LANGUAGES.read_text())


@cache
def _trades() -> dict[str, frozenset[str]]:
    """{key of a word: the keys of all words for the same trade}."""
    kin: dict[str, frozenset[str]] = {}
    for words in tomllib.loads(TRADES.read_text())["trades"]:
        of_trade = frozenset[str]().union(*map(keys, content_words(words)))
        for key in of_trade:
            kin[key] = kin.get(key, frozenset()) | of_trade
    return kin


@cache
def _of_the_world() -> Vocabulary:
    """What does not change: countries, languages, what all networks are."""
    words = Vocabulary()
    for code, of_country in country_words().items():
        meaning = Meaning("country", code) if code != HOME else Meaning("all", "")
        for name in sorted(of_country.names):
            words.add(name, meaning)
        for city in of_country.cities:
            names = {name: " ".join(content_words(name)) for name in city}
            for written, name in names.items():
                words.add(written, Meaning("city", code) if code != HOME else Meaning("all", ""))
                words.aliases[name] = words.aliases.get(name, frozenset()) | set(names.values())
        for people in sorted(of_country.people):
            for language_code in ("ar",) if is_arabic(people) else ("fr", "en", "es"):
                words.add(people, meaning, language_code, place=1)
    for region in region_words():
        for name in region.names:
            for code in region.countries:
                words.add(name, Meaning("region", code), "ar" if is_arabic(name) else "fr")
    for language_code, texts in OF_ALL.items():
        for text in texts.split():
            words.add(text, Meaning("all", ""), language_code)
    _add_languages(words)
    return words


def _add_languages(words: Vocabulary) -> None:
    """Languages: as such behind or before a cue, by themselves only where they are no people of a country."""
    for site, cues in CUES.items():
        for code in (*SPOKEN, *MOROCCAN_LANGUAGES):
            name, meaning = cldr(site).languages.get(code, ""), Meaning("language", code)
            for cue in cues.split() if name else ():
                words.add(f"{cue} {name}", meaning, site)
                words.add(f"{name} {cue}", meaning, site)
            if code in MOROCCAN_LANGUAGES:
                words.add(name, meaning, site)
    for name, code in PHONE.items():
        words.add(name, Meaning("language", code), "fr")
        words.add(name, Meaning("language", code), "en")
