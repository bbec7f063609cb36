"""What pages are found by: derived from them as they are saved, never edited (decision 0027).

Networks are not in here: the directory has an index of its own.
"""

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..formats import number


class PageKind(models.TextChoices):
    """The kinds in which the search of the site groups what is no network, in its order."""

    PROGRAMME = "programme", _("Programme")
    MODULE = "module", _("Academy module")
    PAGE = "page", _("Page")

    @property
    def several(self) -> str:
        """What a list of them is called."""
        if self is PageKind.PROGRAMME:
            return gettext("Programmes")
        return gettext("Academy modules") if self is PageKind.MODULE else gettext("Pages")

    def counted(self, count: int) -> str:
        """So many of them, in words."""
        if self is PageKind.PROGRAMME:
            words = ngettext("%(count)s programme", "%(count)s programmes", count)
        elif self is PageKind.MODULE:
            words = ngettext("%(count)s module", "%(count)s modules", count)
        else:
            words = ngettext("%(count)s page", "%(count)s pages", count)
        return words % {"count": number(count)}


class IndexedPage(models.Model):
    """A page with the texts it is found by, as they are shown: its title, its summary, all others."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="page_search")
    kind = models.CharField(max_length=20, choices=PageKind)
    texts = models.JSONField(default=list)
    format = models.PositiveSmallIntegerField()  # see writing.FORMAT

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"


class PageKey(models.Model):
    """A normalised word of a page and one of its keys (core.search_words): two forms of a word share one."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60, db_index=True, blank=True)
    key = models.CharField(max_length=70, db_index=True)
    weight = models.PositiveSmallIntegerField()  # what it says of the page, by its place there

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.word} {self.key}"
