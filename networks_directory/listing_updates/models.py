"""Who may speak for a network, what they propose, and what became of it."""

import base64
import re
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.addresses import MailboxField
from core.languages import SOURCE_LANGUAGE, native_name, site_language_choices
from core.models import User
from core.references import random_code

from .listing_values import Patch
from .pieces import PIECE_OF, PIECES, POINTS
from .states import AUTHORS_ACTIONS, OPEN, Action, IllegalTransitionError, State, is_legal, next_state

ARABIC_LETTER = re.compile("[\u0620-\u064a]")
EDITOR = settings.AUTH_USER_MODEL


def new_reference() -> str:
    return random_code(8)


class Representative(models.Model):
    """A person who may speak for networks, known by an e-mail address. Not a user: no password, no admin."""

    email = MailboxField(
        _("e-mail address"),
        unique=True,
        help_text=_("Codes, invitations and reminders are sent there."),
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_("Optional. Only editors see it."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=site_language_choices,
        default=settings.LANGUAGE_CODE,
        help_text=_(
            "Of the e-mails they receive. It becomes the language in which they sign in on the site."
        ),
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    bounced_at = models.DateTimeField(
        _("address refused mail on"),
        null=True,
        blank=True,
        help_text=_("Set when a mail came back. Clear it once the address works again."),
    )

    class Meta:
        verbose_name = _("person who represents networks")
        verbose_name_plural = _("persons who represent networks")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="updates_one_representative_per_address",
                violation_error_message=_("There is a representative with this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email

    def save(self, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(**kwargs)


class RepresentationQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Representation(models.Model):
    """A representative's attachment to a network: who made it, when, and when it ended."""

    representative = models.ForeignKey(
        Representative,
        verbose_name=_("representative"),
        on_delete=models.CASCADE,
        related_name="representations",
        help_text=_("Not in the list? Add the representative first."),
    )
    network = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("network"),
        on_delete=models.CASCADE,
        related_name="representations",
        help_text=_("The network this person may propose changes for."),
    )
    attached_at = models.DateTimeField(_("attached"), auto_now_add=True)
    attached_by = models.ForeignKey(
        EDITOR, verbose_name=_("attached by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        EDITOR, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["-attached_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "network"],
                condition=models.Q(withdrawn_at=None),
                name="updates_attached_once",
                violation_error_message=_("This person is attached to this network already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.representative} – {self.network}"

    def withdraw(self, editor: User | None) -> bool:
        """End the attachment: access ends with it, at once; what was proposed stays.

        Returns False where it had ended before.
        """
        current = Representation.objects.current().filter(pk=self.pk)
        return bool(current.update(withdrawn_at=timezone.now(), withdrawn_by=editor))


class OneTimeCode(models.Model):
    """A code, or the link that carries it, sent to one address; good once, and not for long (codes.py)."""

    key = models.CharField(max_length=32, unique=True)
    email = models.EmailField(db_index=True)
    secret_hash = models.CharField(max_length=64)
    # The update of a stranger that this code confirms; none when the code opens a session.
    update = models.ForeignKey("ListingUpdate", null=True, on_delete=models.CASCADE, related_name="+")
    leads_to = models.CharField(max_length=200, blank=True)
    asked_from = models.CharField(max_length=64, blank=True, db_index=True)  # a keyed hash of an address
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class Kind(models.TextChoices):
    UPDATE = "update", _("Changes by the network")
    CONFIRMATION = "confirmation", _("“Nothing has changed”")
    CORRECTION = "correction", _("Correction by a visitor")
    NEW_NETWORK = "new_network", _("New network")


class Reason(models.TextChoices):
    """What a visitor says is the matter with a listing."""

    OUT_OF_DATE = "out_of_date", _("Something is out of date")
    CLOSED = "closed", _("The network no longer exists")
    WRONG = "wrong", _("Something is wrong")
    OTHER = "other", _("Something else")


class ListingUpdateQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def in_queue(self) -> Self:
        """What editors see: all but what has not been sent or whose sender is not confirmed."""
        return self.exclude(state__in=[State.DRAFT, State.UNVERIFIED])

    def by(self, representative: Representative) -> Self:
        return self.filter(representative=representative)


class ListingUpdate(models.Model):
    """What somebody proposes for a listing: a patch of named fields, never a copy of the page."""

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    network = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("network"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="listing_updates",
    )
    network_title = models.CharField(_("network"), max_length=255)
    # Whoever it comes from. The words stay when the representative is removed; erasing blanks them.
    representative = models.ForeignKey(
        Representative, null=True, on_delete=models.SET_NULL, related_name="listing_updates"
    )
    author_email = models.EmailField(_("from"), blank=True)
    author_name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=site_language_choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    # The listing as its author saw it, and what they want changed (listing_values.py). Read as `patch`.
    base = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    translations = models.JSONField(default=dict)  # {language code: {path of a text: proposed text}}
    rest_is_right = models.BooleanField(_("everything else is still right"), default=False)
    version = models.PositiveIntegerField(default=1)  # of the proposal: every change of it counts one up
    form_state = models.JSONField(default=dict)  # what is Typed and has not been sent
    returned_parts = models.JSONField(default=dict)  # {piece: the editor's words}, while more is wanted
    fingerprint = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL is not equal
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    submitted_at = models.DateTimeField(_("sent"), null=True, db_index=True)
    proposed_at = models.DateTimeField(_("last changed by the sender"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        EDITOR, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_to = models.ForeignKey(
        EDITOR,
        verbose_name=_("taken care of by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ListingUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing update")
        verbose_name_plural = _("listing updates")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "network", "kind"],
                condition=models.Q(state__in=[State.DRAFT, *OPEN], kind__in=["update", "confirmation"]),
                name="updates_one_open_per_representative",
            )
        ]
        permissions = [("moderate_listingupdate", "Can decide on listing updates")]

    def __str__(self) -> str:
        return f"{self.reference} {self.network_title}"

    _state_in_db: str | None = None  # None until it has been saved

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        update = super().from_db(*args, **kwargs)
        update._state_in_db = update.__dict__.get("state")
        return update

    def save(self, **kwargs: Any) -> None:
        before = self._state_in_db
        first = self.pk is None and self.state in (State.DRAFT, State.UNVERIFIED)
        if not (first or before == self.state or (before and is_legal(before, self.state))):
            raise IllegalTransitionError(f"An update that is {before or 'new'} cannot become {self.state}")
        super().save(**kwargs)
        self._state_in_db = self.state

    @property
    def patch(self) -> Patch:
        """What it would change, beside what its author saw."""
        return Patch(self.base, self.proposal)

    @property
    def proposed_texts(self) -> list[tuple[str, str, str]]:
        """What it proposes in other languages: [(language, label, text)]."""
        return [
            (native_name(code), str(PIECE_OF[path.split(".")[0]].label), text)
            for code, texts in self.translations.items()
            for path, text in texts.items()
        ]

    @property
    def text_language(self) -> str:
        """The code of the language its texts are in, as far as its author has said or their letters tell."""
        texts = [str(self.proposal.get(name) or "") for name in ("title", "summary", "notice")]
        texts += [point["text"] for name in POINTS for point in self.proposal.get(name) or []]
        if any(ARABIC_LETTER.search(text) for text in texts):
            return "ar"
        is_new = self.kind == Kind.NEW_NETWORK
        return str(self.proposal.get("text_language") or (self.language if is_new else SOURCE_LANGUAGE))

    @property
    def is_verified(self) -> bool:
        """Whether it comes from somebody an editor has attached to the network."""
        return self.representative_id is not None or self.kind in (Kind.UPDATE, Kind.CONFIRMATION)

    @property
    def status_code(self) -> str:
        """What opens the status page together with the reference. Derived, so that no table holds it."""
        digest = salted_hmac("listing_updates.status", self.reference, algorithm="sha256").digest()
        return base64.b32encode(digest).decode()[:12]

    @property
    def editors_words(self) -> "UpdateEvent | None":
        """The event in which an editor last wrote to the author, in general or about a piece, or None."""
        said = [event for event in self.events.all() if event.is_editors and (event.message or event.pieces)]
        return said[-1] if said else None

    @property
    def decision(self) -> "UpdateEvent | None":
        """The event with which an editor decided, or None."""
        decisions = (Action.ACCEPT, Action.REFUSE)
        return next((event for event in self.events.all() if event.action in decisions), None)

    @classmethod
    def lock(cls, pk: int) -> "ListingUpdate":
        """The update as it is now, held until the transaction ends. Raises DoesNotExist."""
        return cls.objects.select_for_update(of=("self",)).get(pk=pk)

    def _changed_by(self, action: Action, editor: User | None) -> dict[str, Any]:
        """What an action changes of itself: when, by whom, which version."""
        now = timezone.now()
        changes: dict[str, Any] = {}
        if action in (Action.SUBMIT, Action.VERIFY):
            changes["submitted_at"] = now
        if action in (Action.SUBMIT, Action.VERIFY, Action.AMEND, Action.ANSWER):
            changes["proposed_at"] = now
        if action in (Action.AMEND, Action.ANSWER):
            changes["version"] = self.version + 1
        if action in (Action.ACCEPT, Action.REFUSE):
            changes |= {"decided_at": now, "decided_by": editor}
        if action != Action.RETURN:
            changes["returned_parts"] = {}
        return changes

    @transaction.atomic
    def act(
        self,
        action: Action,
        *,
        editor: User | None = None,
        words: str = "",
        details: dict[str, Any] | None = None,
        **changes: Any,
    ) -> "UpdateEvent":
        """Do an action: check it, set `changes` with the new state, and record who did it, with which words.

        The state is read again under a lock, so that of two people who act at once the second is told.
        Raises IllegalTransitionError.
        """
        current = ListingUpdate.lock(self.pk)
        state = next_state(current.state, action)
        changes = current._changed_by(action, editor) | changes | {"state": state}
        if action in (Action.AMEND, Action.ANSWER):
            details = {"before": current.proposal}  # for an editor who is reading it
        for name, value in changes.items():
            setattr(current, name, value)
            setattr(self, name, value)
        current.save(update_fields=list(changes))
        self._state_in_db = state
        author = "" if editor else current.author_email
        return UpdateEvent.objects.create(
            update=self, action=action, editor=editor, author_email=author, message=words,
            version=current.version, details=details or {},
        )  # fmt: skip


class UpdateEvent(models.Model):
    """One thing that happened to an update: who did what, when, with which words."""

    update = models.ForeignKey(ListingUpdate, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=20, choices=Action)
    editor = models.ForeignKey(EDITOR, null=True, on_delete=models.SET_NULL, related_name="+")
    author_email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    # {"parts": {piece: the editor's words}}; of an acceptance also {"accepted", "edited", "left", "already":
    # [piece], "set": values}; of a change of the proposal {"before": the one it replaced}
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.update.reference}: {self.get_action_display()}"

    @property
    def is_authors(self) -> bool:
        return self.action in AUTHORS_ACTIONS

    @property
    def is_editors(self) -> bool:
        """Whether an editor did it; the one that is neither is a stop, by somebody who was told."""
        return not self.is_authors and self.action != Action.FREEZE

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """What an editor has written about single pieces: [(label, words)]."""
        words = self.details.get("parts", {})
        return [(str(PIECES[name].label), said) for name, said in words.items() if said and name in PIECES]


class ProposedLogo(models.Model):
    """A logo somebody has sent, re-encoded, before any editor has accepted it. Never public."""

    update = models.ForeignKey(ListingUpdate, on_delete=models.CASCADE, related_name="logos")
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.update.reference}: {self.width} × {self.height}"


class NoticePreference(models.Model):
    """How an editor wants to hear of what arrives in the queue."""

    class Notices(models.TextChoices):
        AT_ONCE = "at_once", _("An e-mail for each")
        DAILY = "daily", _("One e-mail a day")
        NONE = "none", _("No e-mail")

    user = models.OneToOneField(EDITOR, on_delete=models.CASCADE, related_name="listing_notices")
    notices = models.CharField(
        _("listing updates"),
        max_length=10,
        choices=Notices,
        default=Notices.AT_ONCE,
        help_text=_("When a network or a visitor has sent something about a listing."),
    )
    digest_at = models.DateTimeField(null=True, editable=False)  # up to when the last digest told

    def __str__(self) -> str:
        return f"{self.user}: {self.get_notices_display()}"


class SentReminder(models.Model):
    """A reminder that went out, so that no run of the command sends it twice."""

    representation = models.ForeignKey(Representation, on_delete=models.CASCADE, related_name="reminders")
    months = models.PositiveSmallIntegerField()  # which of settings.LISTING_REMINDER_MONTHS
    since = models.DateField()  # the confirmation it counts from
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["representation", "months", "since"], name="updates_one_reminder_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.representation}: {self.months}"
