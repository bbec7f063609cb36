"""What editors decide. What is accepted is exactly what was read, and it happens whole or not at all."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

from core.languages import SOURCE_LANGUAGE
from core.translating.tree import make_stand_ins

from ..choices import ConfirmedBy, Family, ListingField
from ..models.listing_facts import NetworkConfirmation, NetworkCountry, NetworkField
from ..models.networks import NetworkPage
from ..pages.directory import NetworkFamilyPage
from ..pages.networks import GeographicNetworkPage, ThematicNetworkPage
from . import mails
from .logos import site_image
from .models import Kind, ListingUpdate, ProposedLogo
from .permissions import why_not_accept, why_not_moderate
from .pieces import PIECES, changed_pieces, is_filled, values_of, version_of, with_values
from .states import Action, State


class RefusedError(Exception):
    """A decision cannot be carried out; its text says why and what to do."""


class MovedError(RefusedError):
    """The proposal or the listing is no longer what the editor has read. Nothing has been done."""


@dataclass
class Reading:
    """What an editor had before them: the versions of the proposal and of the live listing."""

    proposal: int
    live: str

    @classmethod
    def of(cls, update):
        return cls(update.version, live_version(update))


@dataclass
class Verdict:
    """What an editor says: the values to set, the pieces left as they are and why, words to the author."""

    values: dict = field(default_factory=dict)  # {field: value}, possibly edited
    left_out: dict = field(default_factory=dict)  # {piece: words}
    message: str = ""


def live_version(update):
    """What the offered fields of the live listing say now, as one short text."""
    return version_of(values_of(update.network.specific)) if update.network else ""


def moved():
    """What an editor is told when something is no longer as they read it."""
    return translation.gettext(
        "Something has changed since you opened this page. Nothing was done: look again."
    )


def _hold_as_read(update, user, reading):
    """Lock the update and its page, and make sure that both are what the editor has read."""
    current = ListingUpdate.lock(update.pk)
    if current.network_id:
        current.network = (
            NetworkPage.objects.select_for_update(of=("self",)).get(pk=current.network_id).specific
        )
    if reason := why_not_moderate(user):
        raise RefusedError(reason)
    if current.decided_at:
        raise MovedError(
            translation.gettext("%(who)s has decided meanwhile. Nothing was done twice.")
            % {"who": current.decided_by or translation.gettext("Somebody else")}
        )
    if reading and reading != Reading.of(current):
        raise MovedError(moved())
    return current


@transaction.atomic
def send_back(update, user, reading, message, pieces):
    """Ask the author for more. `pieces` are {piece: words}; it keeps its place. Raises RefusedError."""
    current = _hold_as_read(update, user, reading)
    current.act(Action.RETURN, editor=user, words=message, details={"parts": pieces}, returned_parts=pieces)
    mails.tell_outcome(current, message, pieces)
    return current


@transaction.atomic
def refuse(update, user, reading, message):
    """Refuse an update, with the reason. Raises RefusedError."""
    current = _hold_as_read(update, user, reading)
    current.act(Action.REFUSE, editor=user, words=message)
    if current.network:
        _log(current, user, "listing_updates.refuse", [])
    mails.tell_outcome(current, message)
    return current


@transaction.atomic
def release(update, user):
    """A stopped update is in order after all."""
    current = _hold_as_read(update, user, None)
    current.act(Action.RELEASE, editor=user)
    return current


@transaction.atomic
def accept(update, user, reading, verdict):
    """Apply an update: live page, draft, every language, confirmations, log and e-mail; all or nothing.

    Raises RefusedError (MovedError when the update or the listing is not what was read) and ValidationError
    when the values make no valid page.
    """
    current = _hold_as_read(update, user, reading)
    if reason := why_not_accept(user, current):
        raise RefusedError(reason)
    if current.kind == Kind.NEW_NETWORK:
        _make_draft(current, user, verdict.values)
    elif verdict.values or current.kind == Kind.CONFIRMATION or current.rest_is_right or current.translations:
        _apply(current, user, verdict)
    pieces = changed_pieces({}, verdict.values)
    current.act(
        Action.ACCEPT, editor=user, words=verdict.message,
        details={"parts": verdict.left_out, "accepted": [piece.name for piece in pieces]},
    )  # fmt: skip
    _log(current, user, "listing_updates.accept", pieces)
    mails.tell_outcome(current, verdict.message, verdict.left_out)
    return current


def _apply(update, user, verdict):
    """Set the accepted values on the live page and on a draft beside it, and publish what was live."""
    page, values = update.network, dict(verdict.values)
    unknown = [name for name in values if not any(name in piece.fields for piece in PIECES.values())]
    if unknown:
        raise RefusedError(f"Not offered: {unknown}")
    if isinstance(values.get("logo"), dict):
        logo = ProposedLogo.objects.get(pk=values["logo"]["upload"], update=update)
        values["logo"] = site_image(logo, page).pk
    named = {(row["translation_key"], row["person"]) for row in values_of(page)["contacts"]}
    confirmed = _confirmed_pieces(update, values)
    by = ConfirmedBy.NETWORK if update.is_verified else ConfirmedBy.MINISTRY
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    if page.live:
        changed = _patched(page, values, confirmed, by, update)
        changed.full_clean()
        # Published as a draft would be: signals carry the facts to every language.
        changed.save_revision(user=user, log_action=True).publish(user=user)
        page.refresh_from_db()
    if draft is not None or not page.live:
        draft = draft or page
        _patched(draft, values, confirmed, by, update).save_revision(user=user, log_action=True)
    _offer_translations(update, user)
    for contact in page.contacts.exclude(person="").exclude(email=""):
        if (str(contact.translation_key), contact.person) not in named:
            mails.tell_named_person(contact, update.language)


def _patched(page, values, confirmed, by, update):
    """A page in memory with the accepted values and what they confirm."""
    patched = with_values(page, values)
    day = timezone.localdate(update.proposed_at)
    rows = {row.field: row for row in patched.confirmations.all()}
    for name in confirmed:
        rows.setdefault(name, NetworkConfirmation(field=name))
        rows[name].confirmed_on, rows[name].confirmed_by = day, by
    now = values_of(patched)  # what says nothing any more has nothing to be confirmed
    patched.confirmations = [row for name, row in rows.items() if is_filled(PIECES[name], now)]
    for position, row in enumerate(patched.confirmations.all()):
        row.sort_order = position
    return patched


def _confirmed_pieces(update, values):
    """The names of the pieces an update confirms: what it sets, and the rest where its author says so.

    What has changed on the site since the author looked is not confirmed by them.
    """
    live = values_of(update.network)
    confirmed = changed_pieces({}, values)
    if update.kind == Kind.CONFIRMATION or update.rest_is_right:
        confirmed += [
            piece
            for piece in PIECES.values()
            if all(live[name] == update.base.get(name) for name in piece.fields)
            and not any(name in update.proposal for name in piece.fields)
            and is_filled(piece, live)
        ]
    return list(dict.fromkeys(piece.name for piece in confirmed if piece.name in ListingField.values))


def _make_draft(update, user, values):
    """A proposed network becomes a draft under its family, for an editor to complete and publish."""
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


def _offer_translations(update, user):
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


def _log(update, user, action, pieces):
    """An entry in the page's history that names both people."""
    data = {
        "reference": update.reference,
        "author": update.author_email,
        "parts": [piece.name for piece in pieces],
    }
    log(instance=update.network, action=action, user=user, data=data)


def accept_confirmations(updates, user):
    """Accept several “nothing has changed” at once. Returns (accepted, [(update, why not)]).

    Each is its own transaction; one whose listing has changed since is left for somebody to read.
    """
    accepted, left = [], []
    for update in updates:
        try:
            if update.kind != Kind.CONFIRMATION or update.state != State.WAITING:
                raise RefusedError(
                    translation.gettext(
                        "Only what waits and says “nothing has changed” can be accepted at once."
                    )
                )
            if update.network is None or values_of(update.network.specific) != update.base:
                raise RefusedError(translation.gettext("The listing has changed since. Open it and decide."))
            accepted.append(accept(update, user, Reading.of(update), Verdict()))
        except (RefusedError, ValidationError) as error:
            left.append((update, str(error)))
    return accepted, left
