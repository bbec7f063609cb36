"""What is accepted is set on the page: live, draft, confirmations, and the work of the translators."""

from copy import copy
from datetime import date

from django.utils import timezone, translation
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

from core.languages import SOURCE_LANGUAGE
from core.models import User
from core.translating.tree import make_stand_ins

from ..choices import ConfirmedBy, Family, ListingField
from ..models.confirmed_values import confirmed_value
from ..models.listing_facts import NetworkConfirmation, NetworkCountry, NetworkField
from ..models.networks import NetworkPage
from ..pages.directory import NetworkFamilyPage
from ..pages.networks import GeographicNetworkPage, ThematicNetworkPage
from . import mails
from .listing_values import Values, values_of, with_values
from .logos import site_image
from .models import Kind, ListingUpdate, ProposedLogo
from .pieces import FIELDS, PIECES, is_filled, pieces_of
from .verdicts import RefusedError


def apply(update: ListingUpdate, user: User, values: Values) -> None:
    """Set accepted values on the live page and on a draft beside it, and publish what was live.

    Raises RefusedError, and ValidationError when the values make no valid page.
    """
    page = update.network
    if unknown := [name for name in values if name not in FIELDS]:
        raise RefusedError(f"Not offered: {unknown}")
    confirmed = _confirmed_pieces(update, values)
    if isinstance(values.get("logo"), dict):
        logo = ProposedLogo.objects.get(pk=values["logo"]["upload"], update=update)
        values = values | {"logo": site_image(logo, page).pk}
    named = {(row["translation_key"], row["person"]) for row in values_of(page)["contacts"]}
    rows = _confirmations(with_values(page, values), confirmed, timezone.localdate(update.proposed_at))
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    if page.live:
        changed = _patched(page, values, rows)
        changed.full_clean()
        # Published as a draft would be: signals carry the facts to every language.
        changed.save_revision(user=user, log_action=True).publish(user=user)
        page.refresh_from_db()
    if draft is not None or not page.live:
        draft = draft or page
        _patched(draft, values, rows).save_revision(user=user, log_action=True)
    _offer_translations(update, user)
    for contact in page.contacts.exclude(person="").exclude(email=""):
        if (str(contact.translation_key), contact.person) not in named:
            mails.tell_named_person(contact, update.language)


def _confirmations(
    page: NetworkPage, confirmed: dict[str, ConfirmedBy], day: date
) -> list[NetworkConfirmation]:
    """What is confirmed of a page that has the accepted values, each bound to its value there.

    What says nothing any more has nothing to be confirmed.
    """
    now = values_of(page)
    return [
        NetworkConfirmation(field=name, confirmed_on=day, confirmed_by=by, value=confirmed_value(name, page))
        for name, by in confirmed.items()
        if is_filled(PIECES[name], now)
    ]


def _patched(page: NetworkPage, values: Values, confirmations: list[NetworkConfirmation]) -> NetworkPage:
    """A page in memory with the accepted values and what they confirm; a draft's own values are not."""
    patched = with_values(page, values)
    new = {row.field: copy(row) for row in confirmations}
    others = [row for row in patched.confirmations.all() if row.field not in new]
    patched.confirmations = [*others, *new.values()]
    for position, row in enumerate(patched.confirmations.all()):
        row.sort_order = position
    return patched


def _confirmed_pieces(update: ListingUpdate, values: Values) -> dict[str, ConfirmedBy]:
    """The pieces an update confirms, by whom: what it sets, and the rest where its author says so.

    What has changed on the site since the author looked is not confirmed by them, and what an editor has
    edited, or a stranger proposed, is the ministry's word.
    """
    live, patch = values_of(update.network), update.patch
    by_author = ConfirmedBy.NETWORK if update.is_verified else ConfirmedBy.MINISTRY
    confirmed = {
        piece.name: by_author if patch.is_followed(piece, values, live) else ConfirmedBy.MINISTRY
        for piece in pieces_of(values)
    }
    if update.kind == Kind.CONFIRMATION or update.rest_is_right:
        for piece in PIECES.values():
            is_rest = not patch.has_moved(piece, live) and not patch.touches(piece)
            if is_rest and piece.name not in confirmed and is_filled(piece, live):
                confirmed[piece.name] = by_author
    return {name: by for name, by in confirmed.items() if name in ListingField.values}


def make_draft(update: ListingUpdate, user: User, values: Values) -> None:
    """A proposed network becomes a draft under its family, for an editor to complete and publish.

    Raises RefusedError.
    """
    family = values["family"]
    parent = NetworkFamilyPage.objects.filter(locale__language_code=SOURCE_LANGUAGE, family=family).first()
    if parent is None:
        raise RefusedError(translation.gettext("There is no page for this family of networks: add it first."))
    if not parent.permissions_for_user(user).can_add_subpage():
        raise RefusedError(translation.gettext("You may not add pages there. Ask somebody who may."))
    model = GeographicNetworkPage if family == Family.GEOGRAPHIC else ThematicNetworkPage
    page = model(
        title=values.get("title") or update.network_title, live=False, locale=parent.locale, owner=user,
        **{name: values[name] for name in ("summary", "website", "email") if values.get(name)},
    )  # fmt: skip
    page.countries = [NetworkCountry(**row) for row in values.get("countries", [])]
    page.fields_of_activity = [
        NetworkField(field_id=row["field"]) for row in values.get("fields_of_activity", [])
    ]
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    make_stand_ins(page)
    ListingUpdate.objects.filter(pk=update.pk).update(network=page)
    update.network = page


def _offer_translations(update: ListingUpdate, user: User) -> None:
    """Put the texts an author has given in other languages into the translators' work list.

    They are marked with the update they came from, and nothing of them is published by it.
    """
    for code, texts in update.translations.items():
        locale = Locale.objects.filter(language_code=code).first()
        if locale is None or not texts:
            continue
        source, _created = TranslationSource.update_or_create_from_instance(
            Page.objects.get(pk=update.network_id).specific
        )
        if not Translation.objects.filter(source=source, target_locale=locale).exists():
            TranslationCreator(user, [locale]).create_translations(update.network)
        for segment in StringSegment.objects.filter(source=source).select_related("context", "string"):
            if text := texts.get(segment.context.path):
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string, locale=locale, context=segment.context,
                    defaults={
                        "data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                        "tool_name": update.reference, "last_translated_by": None, "has_error": False,
                    },
                )  # fmt: skip
