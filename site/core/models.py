"""What every app shares: the user, the image, and the abstract pages the others are made of."""

from typing import Any, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex
from wagtail.search import index

from .addresses import readable_mailbox
from .blocks import BodyStreamBlock
from .facts import facts
from .frame import Frame
from .languages import SOURCE_LANGUAGE
from .page_forms import BasePageForm
from .page_search.models import PageKind
from .page_search.writing import index_page
from .rows import let_rows_change_places
from .slugs import ProposedSlugInput, proposed_slug
from .surroundings import Surroundings
from .visibility import restrictions_of


class EmailUserManager(UserManager):
    """Makes users whose name is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra_fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **extra_fields)
        user.set_password(password)
        user.save(using=self.db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra_fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra_fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Django's, as people read it: some browsers send the domain encoded ("xn--...")."""
        return readable_mailbox(super().normalize_email(email))

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=self.normalize_email(email))


class User(AbstractUser):
    """Somebody who signs in, by e-mail address: an editor, a translator, a moderator."""

    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        help_text=_("Used to sign in and to receive notices."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = EmailUserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="core_user_email_unique",
                violation_error_message=_("A user with this e-mail address exists already."),
            )
        ]


class SiteImage(AbstractImage):
    """A picture or a logo."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture or owns the logo. Shown under the picture."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    @property
    def default_alt_text(self) -> str:
        """What the picture shows, as an editor has described it; never its title, a file's name."""
        return self.description

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class SiteRendition(AbstractRendition):
    """A SiteImage at one size."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="core_siterendition_unique",
            )
        ]


class RateCount(models.Model):
    """How often something has been done by somebody since a period began (core.rate_limits)."""

    key = models.CharField(max_length=64, unique=True)  # a keyed hash of what and who
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key[:8]}: {self.count}"


class BasePage(Page):
    """A page of this site: a title, a summary, and the frame (menus, breadcrumbs, languages)."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_(
            "One or two sentences. Shown under the title, in lists, in search results and when the"
            " page is shared."
        ),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    widget=ProposedSlugInput,
                    required_on_save=False,
                    help_text=_(
                        "The last part of this page's address. The former address leads to the new one; the"
                        " other languages keep their own."
                    ),
                ),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("For search engines"),
        ),
        MultiFieldPanel(
            [FieldPanel("show_in_menus")],
            heading=_("Menus"),
            help_text=_(
                "Pages directly under the home page appear in the main menu. Pages one level deeper"
                " appear under their section; if their section is not in the main menu, they appear"
                " at the foot of every page."
            ),
        ),
    ]

    override_translatable_fields = facts("show_in_menus")

    search_auto_update = False  # see save()
    search_kind: str = (
        PageKind.PAGE
    )  # among what the search of the site shows it; "" where another index has it

    base_form_class = BasePageForm

    class Meta:
        abstract = True

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        """Wagtail's, for a slug that was left empty: the one the page has, or a short one for its title.

        Private to Wagtail, which offers no other way to say what an empty slug becomes.
        """
        if self.pk:
            return str(Page.objects.values_list("slug", flat=True).get(pk=self.pk))
        return str(super()._get_autogenerated_slug(proposed_slug(self.title) or base_slug))

    def search_text(self) -> list[str]:
        """The texts by which the search of the site finds this page: its title, its summary, then others."""
        return [self.title, self.summary]

    def search_keys(self) -> list[str]:
        """What it is found by besides its words: "field:health" for whatever means this field of activity."""
        return []

    def index_texts(self) -> None:
        """Let the search of the site find the page by its present texts: it has been written."""
        index_page(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's; the search and the index of references learn of it once, with its child rows.

        They learn nothing of a draft, which is kept beside what visitors see.
        """
        from wagtail.signal_handlers import disable_reference_index_auto_update

        with transaction.atomic():
            if kwargs.get("update_fields") is None:  # else no row is written
                let_rows_change_places(self)
            with disable_reference_index_auto_update():
                super().save(*args, **kwargs)
            if "latest_revision" not in (kwargs.get("update_fields") or ()):  # else a draft has been kept
                ReferenceIndex.create_or_update_for_object(self)
                index.insert_or_update_object(self)
                self.index_texts()

    @transaction.atomic
    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's, in one transaction with all that follows from it: the other languages, the index."""
        # The page's row before those of its revisions, as all begin who write it: nobody waits in a circle.
        Page.objects.select_for_update(no_key=True).values_list("pk").get(pk=self.pk)
        return super().publish(*args, **kwargs)

    publish.alters_data = True  # type: ignore[attr-defined]

    def update_aliases(self, **kwargs: Any) -> None:
        """Wagtail's; pages that stand in for a translation have followed already (translating.together)."""
        aliases = Page.objects.filter(Q(alias_of=self) | Q(alias_of__alias_of=self))
        if self.locale.language_code == SOURCE_LANGUAGE:
            aliases = aliases.exclude(alias_of=self, translation_key=self.translation_key)
        if aliases.exists():
            super().update_aliases(**kwargs)

    update_aliases.alters_data = True

    def copy_for_translation(self, locale: Locale, *args: Any, alias: bool = False, **kwargs: Any) -> Page:
        """Wagtail's; to be shown in a language where it is already, a page needs no second stand-in.

        Publishing makes them (translating.tree); wagtail-localize asks again once a page is created.
        """
        if alias and (there := self.get_translation_or_none(locale)):
            return there
        return super().copy_for_translation(locale, *args, alias=alias, **kwargs)

    copy_for_translation.alters_data = True

    is_known_public = False

    def found_in(self, surroundings: Surroundings) -> Self:
        """This page, where it was found by its address: who may see it has been read on the way."""
        target = surroundings.target
        self.is_known_public = bool(target and target.id == self.pk and not target.is_private)
        return self

    def get_view_restrictions(self) -> QuerySet:
        """Who may see this page, its original's restrictions among them; no query where everybody may."""
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return restrictions_of(self)

    def serve_password_required_response(
        self, request: HttpRequest, form: Any, action_url: str
    ) -> TemplateResponse:
        """Ask for the password, and say nothing of the page: the frame is that of no page."""
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`address` (a SubAddress) is where a view of this page answers below the page's own address."""
        context = super().get_context(request, *args, **kwargs)
        context["frame"] = Frame.for_page(request, self, kwargs.get("address"))
        return context


class ContentPage(BasePage):
    """A page that may carry, after its own fields, a body of blocks (the contact block too)."""

    body = StreamField(
        BodyStreamBlock(),
        blank=True,
        verbose_name=_("further content"),
        help_text=_("Optional. Headings, paragraphs, pictures or the contact block."),
    )

    class Meta:
        abstract = True

    def search_text(self) -> list[str]:
        return [
            *super().search_text(),
            *self.body.stream_block.get_searchable_content(self.body),
        ]
