"""Invented networks in any number, to see and measure the directory with: never for production.

They are written in bulk, past Wagtail's own saving, and indexed as if they had been published. Their keys are
kept (InventedNetwork), and their notice tells visitors what they are. The same seed makes the same networks.
The search over the whole site does not find them, unless `manage.py update_index` is run.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from ..choices import Family
from ..index.documents import language_order
from ..index.lock import lock
from ..index.writing import index_networks
from ..models.fields_of_activity import FieldOfActivity, field_names
from ..models.invented_networks import InventedNetwork
from ..models.listing_facts import NetworkCity, NetworkCountry, NetworkField, NetworkLanguage, NetworkPhone
from ..models.networks import NetworkPage
from ..pages.directory import NetworkFamilyPage
from ..pages.networks import GeographicNetworkPage, ThematicNetworkPage
from .inventing import KINDS, NOTICES, invent, summary_of, title_of
from .rows import Rows

MARK = "synthetic-"  # what their slugs begin with
BATCH = 500  # networks written in one transaction
TYPES = {Family.GEOGRAPHIC: GeographicNetworkPage, Family.THEMATIC: ThematicNetworkPage}
FACTS = (NetworkCountry, NetworkField, NetworkLanguage, NetworkCity, NetworkPhone)


class NotAllowedError(Exception):
    """These settings do not allow invented networks."""


def check_allowed():
    if not settings.SYNTHETIC_NETWORKS:
        raise NotAllowedError("These settings do not allow invented networks: they are for tests and trials.")


def generate_networks(count, seed=1, progress=lambda number: None):
    """Add `count` invented networks, each live in every language. `progress` hears how many are done.

    Raises:
        NotAllowedError: in production.
    """
    check_allowed()
    last = InventedNetwork.objects.aggregate(last=Max("number"))["last"]
    first = 0 if last is None else last + 1
    for start in range(first, first + count, BATCH):
        end = min(start + BATCH, first + count)
        with transaction.atomic():
            lock()
            Generator(seed).write(range(start, end))
        progress(end - first)


class Generator:
    """Writes invented networks under the two families, in every language that has both of them."""

    def __init__(self, seed):
        self.seed = seed
        self.field_names = field_names()
        self.field_ids = dict(FieldOfActivity.objects.source().values_list("code", "pk"))
        self.parents = {
            (page.family, page.locale.language_code): page
            for page in NetworkFamilyPage.objects.select_related("locale")
        }
        everywhere = (
            code for code in KINDS if all((family, code) in self.parents for family in Family.values)
        )
        self.languages = sorted(everywhere, key=language_order)
        self.content_types = {
            family: ContentType.objects.get_for_model(model).pk for family, model in TYPES.items()
        }
        self.next_page = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.steps = {key: _last_step(page) for key, page in self.parents.items()}
        self.now = timezone.now()

    def write(self, numbers):
        """Write the networks of these numbers, with what the directory knows of them."""
        self.pages = Rows(Page, live=True, has_unpublished_changes=False)
        self.networks = Rows(NetworkPage)
        self.typed = {family: Rows(model) for family, model in TYPES.items()}
        self.facts = {model: Rows(model) for model in FACTS}
        codes = sorted(self.field_ids)
        invented = [invent(number, self.seed, codes) for number in numbers]
        for network in invented:
            for code in self.languages:
                page_id = self._add_page(network, code)
                self._add_network(network, code, page_id)
                self._add_facts(network, page_id)
        for rows in (self.pages, self.networks, *self.typed.values(), *self.facts.values()):
            rows.write()
        InventedNetwork.objects.bulk_create(
            InventedNetwork(number=network.number, translation_key=network.key) for network in invented
        )
        count_children(self.parents.values())
        for sql in connection.ops.sequence_reset_sql(no_style(), [Page]):
            with connection.cursor() as cursor:
                cursor.execute(sql)
        index_networks({network.key for network in invented})

    def _add_page(self, network, code):
        page_id, self.next_page = self.next_page, self.next_page + 1
        parent = self.parents[network.family, code]
        self.steps[network.family, code] += 1
        title, slug = title_of(network, code, self.field_names), f"{MARK}{network.number}"
        published = self.now - timedelta(days=network.days_old)
        self.pages.add(
            id=page_id,
            # treebeard's own: it has no public way to the path of a page that is written in bulk
            path=Page._get_path(parent.path, parent.depth + 1, self.steps[network.family, code]),
            depth=parent.depth + 1,
            translation_key=self.pages.prepared("translation_key", network.key),
            locale_id=parent.locale_id,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            content_type_id=self.content_types[network.family],
            first_published_at=self.pages.prepared("first_published_at", published),
            last_published_at=self.pages.prepared("last_published_at", published),
        )
        return page_id

    def _add_network(self, network, code, page_id):
        self.networks.add(
            page_ptr_id=page_id, summary=summary_of(network, code), family=network.family,
            acronym=network.acronym, status=network.status, notice=NOTICES[code],
            notice_date=self.networks.prepared("notice_date", self.now.date()),
            serves_worldwide=network.worldwide, founded=network.founded,
            website=f"https://network-{network.number}.example/",
            email=f"contact@network-{network.number}.example",
        )  # fmt: skip
        self.typed[network.family].add(networkpage_ptr_id=page_id)

    def _add_facts(self, network, page_id):
        for order, (code, is_based, is_served) in enumerate(network.countries):
            self.facts[NetworkCountry].add(
                network_id=page_id, sort_order=order, country=code, is_based=is_based, is_served=is_served
            )
        for order, code in enumerate(network.fields):
            self.facts[NetworkField].add(network_id=page_id, sort_order=order, field_id=self.field_ids[code])
        for order, code in enumerate(network.languages):
            self.facts[NetworkLanguage].add(network_id=page_id, sort_order=order, language=code)
        for order, (name, code) in enumerate(network.cities):
            self.facts[NetworkCity].add(network_id=page_id, sort_order=order, name=name, country=code)
        if network.phone:
            self.facts[NetworkPhone].add(network_id=page_id, sort_order=0, number=network.phone)


def _last_step(page):
    last = page.get_last_child()
    # Private to treebeard, which offers no number of a step.
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def count_children(pages):
    """Let pages know how many children they have; what is written or deleted in bulk does not tell them."""
    for page in pages:
        Page.objects.filter(pk=page.pk).update(numchild=Page.objects.child_of(page).count())
