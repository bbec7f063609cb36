"""The forms of the page on which a listing is changed, opened and filled in together."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ...models.networks import NetworkPage
from ..listing_form import ListingForm, read_base
from ..listing_values import Patch, Typed, Values, values_of
from ..models import ListingUpdate
from ..pieces import POINTS
from ..submissions import Submission
from .forms import SubmissionForm, TranslationsForm, languages_to_translate


@dataclass(frozen=True)
class EditForms:
    """The listing, what goes with it, and its texts in other languages, for one person to change."""

    live: Values  # what the site says now
    seen: Values  # what it said when the form was opened
    listing: ListingForm
    submission: SubmissionForm
    translations: list[TranslationsForm]

    @classmethod
    def opened(cls, network: NetworkPage, update: ListingUpdate | None) -> "EditForms":
        """As they are first seen, or as they were left."""
        live = values_of(network)
        start = _start(live, update)
        typed: Typed = update.form_state if update else {}
        said: dict[str, Any] = {}
        texts: dict[str, dict[str, str]] = {}
        if update:
            said = {"message": update.message, "rest_is_right": update.rest_is_right}
            texts = update.translations
        texts = typed.get("texts") or texts
        return cls(
            live=live,
            seen=typed.get("base", live),
            listing=ListingForm(start, typed=typed),
            submission=SubmissionForm(initial=typed.get("submission") or said),
            translations=[
                TranslationsForm(code, _points(start), initial=texts.get(code, {}))
                for code in languages_to_translate()
            ],
        )

    @classmethod
    def bound(
        cls,
        network: NetworkPage,
        update: ListingUpdate | None,
        data: QueryDict,
        files: MultiValueDict | None = None,
    ) -> "EditForms":
        """As somebody has filled them in."""
        live = values_of(network)
        start = _start(live, update)
        return cls(
            live=live,
            seen=read_base(data.get("base", "")) or live,
            listing=ListingForm(start, data=data, files=files),
            submission=SubmissionForm(data),
            translations=[TranslationsForm(code, _points(start), data) for code in languages_to_translate()],
        )

    def is_valid(self) -> bool:
        translations = [form.is_valid() for form in self.translations]
        return all([self.listing.is_valid(), self.submission.is_valid(), *translations])

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """[(id of the field, label, message)] of everything that has to be corrected, in the form's order."""
        further = [
            (field.id_for_label, field.label, error)
            for form in (*self.translations, self.submission)
            for field in form
            for error in field.errors
        ]
        return self.listing.errors + further

    def typed(self, more: str | None = None) -> Typed:
        """What the fields hold, right or wrong; `more` names rows of which one more is wanted."""
        return self.listing.typed(more) | {
            "base": self.seen,
            "submission": {field.name: field.data for field in self.submission},
            "texts": {
                form.language_code: {field.name: field.data for field in form} for form in self.translations
            },
        }

    def wanted(self, update: ListingUpdate) -> Values:
        """What the listing should say, when valid. A logo sent with the form is the one the update keeps."""
        values = self.listing.values()
        return values | {"logo": {"upload": chosen_logo(update)}} if self.listing.new_logo else values

    def submitted(self, update: ListingUpdate) -> Submission:
        """What is sent, when valid."""
        return Submission(
            Patch.between(self.seen, self.wanted(update)),
            translations={form.language_code: texts for form in self.translations if (texts := form.texts())},
            **self.submission.cleaned_data,
        )


def chosen_logo(update: ListingUpdate | None) -> int | None:
    """The ProposedLogo that the author of an update has chosen, sent or not."""
    if update is None:
        return None
    proposed = update.proposal.get("logo")
    return update.form_state.get("logo") or (proposed["upload"] if isinstance(proposed, dict) else None)


def _start(live: Values, update: ListingUpdate | None) -> Values:
    """The live listing with what this person has proposed, and the logo they have chosen."""
    if update is None:
        return live
    chosen = chosen_logo(update)
    return update.patch.onto(live) | ({"logo": {"upload": chosen}} if chosen else {})


def _points(values: Values) -> Values:
    return {name: values[name] for name in POINTS}
