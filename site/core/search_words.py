"""The words of a language: which carry a meaning, and by which keys two forms of one word are known.

On top of normalise(), for what is indexed and what is asked alike. Nobody says in which language they ask,
and a listing has several. A word is stemmed in each language, and two words are forms of one where any key is
the same. A key begins as no word can ("=", "fr:"), so that keys and words may stand in one column.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from .search_text import normalise

STEMMERS = {
    code: snowballstemmer.stemmer(name)
    for code, name in {"fr": "french", "en": "english", "es": "spanish", "ar": "arabic"}.items()
}
LATIN = ("fr", "en", "es")
SHORTEST_STEMMED = 3
LONGEST_STEMMED = 50
SHORTEST_STEM = 3

# What carries no meaning of its own: elided words, articles, prepositions, pronouns, and how people ask.
FUNCTION_WORDS = frozenset(normalise("""
    l d j n s c m t qu lorsqu puisqu jusqu quoiqu
    le la les un une des de du au aux et ou en dans pour par sur sous avec sans chez vers entre a
    je tu il elle nous vous ils elles on moi me se ce cet cette ces mon ma mes ton ta tes son sa ses
    notre nos votre vos leur leurs qui que quoi dont quel quelle quels quelles comment combien
    est sont suis es sommes etes etait etre as avons avez ont avoir y ne pas plus si comme aussi
    cherche cherchons chercher trouver trouve besoin veux voudrais souhaite aimerais habite habitant vis
    vivant vivent residant resident installe installes etablis bases base basee basees bonjour svp merci
    the an of in for and or to with from at by is are am was be do does how who whom whose which
    what where when my our your his her their we you he she they it its i this that these those there
    any some about as im looking look find search searching need want would like please hello hi
    m re ve ll s been being has have had can could should would may get getting going go gone move moving
    moved
    relocating relocate meet meeting contact reach son daughter husband wife brother sister friend friends
    just
    recently soon currently here near nearby around list directory someone anybody everybody so if
    living live lives based residing can help anyone someone does do know join work works working
    viens venu venue vient venir vais aller arrive arriver pars partir depuis bientot maintenant vivre vit
    vivons
    fils fille frere soeur mari pere mere ami amie amis amies salut coucou stp souhaiterais voudrions
    rencontrer
    connaitre connaissez contacter joindre adherer inscrire savoir faire fait etant quelqu quelque quelques
    liste
    annuaire ici la-bas tres bien aussi proche pres
    existe puis peut peux aider travaille travaillent travailler rejoindre
    el los las una unos unas del al y o con sin por para en mi mis su sus que quien donde como busco buscar
    necesito quiero quisiera hola hay alguien vivo vive vivir viven estoy soy somos tengo ayuda ayudar puede
    puedo
    favor gracias desde hasta cerca este esta estos estas me nos conocer encontrar
    في من الى إلى على عن مع هل أين اين كيف ما ماذا متى هذا هذه التي الذي الذين أو او أن إن ان هو هي هم كل
    السلام عليكم مرحبا شكرا ممكن فضلكم فضلك اسكن اقيم اعيش اعمل اشتغل اجد وجدت ايجاد كيفيه حول بين يمكن
    يمكنني استطيع
    تساعدني يساعدني مساعدتي ارغب اود الانضمام الالتحاق ابني ابنتي زوجي زوجتي اخي اختي صديقي لائحه دليل قاطن
    قاطنه مقيمه
    كنقلب نقلب بغيت باغي باغيه واش كاين كاينه شي فين ديال شنو كيفاش عافاك خدام ساكن ساكنه نلقى كنبحث محتاج
    محتاجه خاصني
    bghit baghi wach kayn kayna dyal dial fin fayn kifach 3afak afak khassni khasni sakn saken sakna khdam
    nl9a kan9elleb
    kanqelleb 3la 3andi salam chi wahed wa7ed f fi
    توجد يعملون يعمل تعمل يشتغلون يقيمون يعيشون عند عندي لي لدي ثم أيضا قد لا يا أنا نحن ابحث أبحث نبحث اريد
    أريد نريد احتاج أحتاج بحاجة يوجد هناك
    المقيمين
    المقيمون المقيم مقيم مقيمين القاطنين
""").split())  # fmt: skip

# How people ask, in words that mean something by themselves: "AI", "research".
ASKING = re.compile(
    r"\b(?:j ai|(?:je|on) recherche|(?:a la|en) recherche d(?:e|u|es)?|recherchons)\b"
    r"|^recherche (?=une? |des |les? |la )"
)
# Written so they are no function words.
WRITTEN_SO = {"it": re.compile(r"\bIT\b"), "these": re.compile("th(?:è|e\u0300)se", re.IGNORECASE)}
FEMININE = re.compile(r"(?:euses?|(t)rices?)$")  # of French trades: chercheuse, directrice
SAINTS = {"st": "saint", "ste": "saint", "sainte": "saint", "sts": "saint", "san": "saint", "santa": "saint"}
# The letters in which some write ü, ö, ä, ø, æ and å, and those that are left of them without their signs.
# "oeu" is French, one vowel: "cœur" is no "cour".
TWO_LETTERS = re.compile("(?<=[au])e|(?<=o)e(?!u)|(?<=a)a")
ARABIC = "\u0600", "\u06ff"
# Written onto the word behind them in Arabic: "and", "so", "in", "for", "like", "will", and the article.
PROCLITIC = re.compile("^([وف]?)([بلكس]?)(ال|(?<=ل)ل)?")
SHORTEST_ARABIC = 3  # letters that a word has left


def content_words(text: str) -> list[str]:
    """The normalised words of a text that carry a meaning, each once; all of them where none does.

    >>> content_words("Je cherche un médecin d’Allemagne")
    ['medecin', 'allemagne']
    """
    words = ASKING.sub("", normalise(text)).split() or normalise(text).split()
    known = FUNCTION_WORDS - {word for word, written in WRITTEN_SO.items() if written.search(text)}
    told = [word for word in words if word not in known and not is_function_word_of_arabic(word)]
    return list(dict.fromkeys(told or words))


def is_function_word_of_arabic(word: str) -> bool:
    """Whether an Arabic word is a function word behind an "and" that is written onto it."""
    return word[:1] in ("و", "ف") and len(word) > SHORTEST_ARABIC and word[1:] in FUNCTION_WORDS


@lru_cache(maxsize=20_000)  # some 13 MB
def keys(word: str) -> frozenset[str]:
    """What a normalised word is known by: itself, and its stems in every language of the site.

    >>> sorted(keys("doctors") & keys("doctor"))
    ['en:doctor', 'fr:doctor']
    """
    if is_arabic(word):
        forms = set(arabic_forms(word))
        return frozenset(
            {f"={form}" for form in forms} | {f"ar:{s}" for f in forms for s in _arabic_stems(f)}
        )
    return frozenset({name_key(word)} | {f"{code}:{stem}" for code in LATIN for stem in _stems(word, code)})


@lru_cache(maxsize=10_000)  # the words of the vocabulary: stemming is what takes time
def keys_in(word: str, language_code: str) -> frozenset[str]:
    """The keys of a word of a known language: itself, and its stems in this language.

    Of an Arabic word only the article is taken off: what it begins with otherwise is its own.
    """
    if is_arabic(word):
        stems = {stem for form in (word, without_article(word)) for stem in _arabic_stems(form)}
    else:
        stems = _stems(word, language_code)
    return own_keys(word) | {f"{language_code}:{stem}" for stem in stems}


def own_keys(word: str) -> frozenset[str]:
    """The keys of a name: itself, without an article. Names are not stemmed."""
    if is_arabic(word):
        return frozenset({f"={word}", f"={without_article(word)}"})
    return frozenset({name_key(word)})


def name_keys(word: str) -> frozenset[str]:
    """Those keys of a word that somebody has typed that are the word itself."""
    return frozenset(key for key in keys(word) if key[0] == "=")


def name_key(word: str) -> str:
    """A Latin word as its own key, however its umlauts and its saint are spelt."""
    return f"={TWO_LETTERS.sub('', SAINTS.get(word, word))}"


def is_arabic(word: str) -> bool:
    return ARABIC[0] <= word[:1] <= ARABIC[1]


def arabic_forms(word: str, shortest: int = SHORTEST_ARABIC) -> Iterator[str]:
    """A normalised Arabic word, and what is left of it without the words that may be written onto it.

    At least `shortest` letters are left.
    """
    yield word
    found = PROCLITIC.match(word)
    for end in sorted({place for group in (1, 2, 3) if (place := found.end(group)) > 0} if found else ()):
        if len(word) - end >= shortest:
            yield word[end:]


def without_article(word: str) -> str:
    """An Arabic word without the article."""
    return word[2:] if word.startswith("ال") and len(word) - 2 >= SHORTEST_ARABIC else word


def _arabic_stems(form: str) -> set[str]:
    if len(form) > LONGEST_STEMMED:
        return set()
    stems = {STEMMERS["ar"].stemWord(form)}
    if form[-1] == "ه":  # what normalise() makes of the feminine ending
        stems |= {form[:-1], STEMMERS["ar"].stemWord(form[:-1])}
    return {stem for stem in stems if len(stem) >= SHORTEST_STEM}


def _stems(word: str, language_code: str) -> set[str]:
    """A word's stem in a language; in French the stem of that too, as its endings lose their accents here."""
    if not SHORTEST_STEMMED <= len(word) <= LONGEST_STEMMED:
        return set()
    stem = STEMMERS[language_code].stemWord
    if language_code == "fr":
        word = FEMININE.sub(r"\1eur", word)
    stems = {stem(word)} | ({stem(stem(word))} if language_code == "fr" else set())
    return {stem for stem in stems if len(stem) >= SHORTEST_STEM}
