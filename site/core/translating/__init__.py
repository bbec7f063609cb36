"""Keeps the languages of the site together: facts at once, words when a translator has done them.

Built on wagtail-localize, whose work list translators use. An app of its own inside core:

    synchronising.py   publishing an original brings its facts to every language, at once
    field_kinds.py     the fields of a page by kind: how each is compared and copied
    together.py        all languages of one page written at once
    tree.py            unpublishing, moving, sorting and deleting an original, in every language
    versions.py        which version of the words each translation was made from, and so what is out of date
    wording.py         which texts are the same words, however they are written and wherever they stand
    minor_edits.py     a typo corrected in the original ages no translation
    drift.py           finds and repairs whatever the above has missed (manage.py reconcile_translations)
    offering.py        a language added in settings gets its tree of pages, its group of translators
    board.py           what editors and translators see of it in the Wagtail admin
    digests.py         what waits for a translator, by e-mail
"""
