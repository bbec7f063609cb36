"""Pages found by their words, in any form and in any language of the site (decision 0027).

`models` is the index, `writing` writes it when a page is saved, `finding` asks it.
"""
