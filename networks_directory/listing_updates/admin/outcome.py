"""What an editor fills in on the page of an update: what becomes of each piece, what the sender is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.lines import LinesInput

from ..pieces import ListingPiece
from ..verdicts import Reading


class Decision(models.TextChoices):
    ACCEPT = "accept", _("Accept as proposed")
    EDIT = "edit", _("Accept as edited below")
    LEAVE = "leave", _("Leave as it is on the site")
    ASK = "ask", _("Ask the sender")


class Sentence(models.TextChoices):
    """Sentences the sender reads in their own language, whoever the editor is."""

    THANKS = "thanks", _("Thank you: what you sent is now on the site.")
    IN_PART = "in_part", _("Thank you: part of what you sent is now on the site, or all of it with changes.")
    HELP = "help", _("Thank you for your help.")
    SOURCE = "source", _("Please tell us where this can be checked.")
    UNCLEAR = "unclear", _("We do not quite understand what should change. Please explain.")
    NOT_CHECKED = "not_checked", _("We could not check this, so the listing stays as it is.")
    DUPLICATE = "duplicate", _("This is on the site already.")
    OUT_OF_SCOPE = "out_of_scope", _("The directory lists networks of Moroccan competencies abroad only.")


class OutcomeForm(forms.Form):
    """What the sender is told, and who takes care of the update."""

    sentence = forms.ChoiceField(
        label=_("A sentence in the sender's language"),
        choices=[("", _("None of them")), *Sentence.choices],
        required=False,
        help_text=_("Translated for the sender. Add your own words below if it does not say enough."),
    )
    words = forms.CharField(
        label=_("Your own words to the sender"),
        required=False,
        max_length=2000,
        widget=LinesInput(attrs={"rows": 3}),
        help_text=_("Sent as you write them: write in the sender's language if you can."),
    )
    others_seen = forms.BooleanField(
        label=_("I have looked at the other proposals for the same fields"),
        required=False,
        help_text=_("They stay in the queue and will be compared with what you accept now."),
    )

    def message(self, language: str, default: str = "") -> str:
        """What the sender reads, in their language."""
        with translation.override(language):
            sentence = self.cleaned_data["sentence"] or default
            said = [str(Sentence(sentence).label) if sentence else "", self.cleaned_data["words"].strip()]
        return "\n".join(filter(None, said))


@dataclass(frozen=True)
class FilledIn:
    """What an editor has sent: their decision on each piece, with words, and what they had before them."""

    data: Mapping[str, str]

    @property
    def reading(self) -> Reading:
        version = self.data.get("proposal_version", "")
        return Reading(int(version) if version.isdecimal() else 0, self.data.get("live_version", ""))

    def decision_on(self, piece: ListingPiece) -> Decision | None:
        """None where nothing has been chosen; the button that accepts the others chooses for them."""
        said = self.data.get(f"decision-{piece.name}")
        if said in Decision.values:
            return Decision(said)
        return Decision.ACCEPT if self.data.get("action") == "accept_others" else None

    def words_on(self, piece: ListingPiece) -> str:
        return self.data.get(f"words-{piece.name}", "").strip()[:1000]
