"""Minimal valid objects. A test adds only what it is about."""

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page

from academy_pages.models import AcademyModulePage, ModuleDelivery, ModuleSession
from home.models import StandardPage
from home.opening_content import fixed_key
from networks_directory.listing_updates.models import Representation, Representative
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import NetworkCountry, NetworkField
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage


def opening_page(key, language="fr"):
    return Page.objects.get(translation_key=fixed_key(key), locale__language_code=language).specific


def field_of_activity(code="health"):
    return FieldOfActivity.objects.source().get(code=code)


class UserFactory(factory.django.DjangoModelFactory):
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    class Meta:
        model = get_user_model()


class PageFactory(wagtail_factories.PageFactory):
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="fr"))
    slug = factory.LazyAttributeSequence(lambda page, n: f"page-{n}")

    class Meta:
        abstract = True


class StandardPageFactory(PageFactory):
    title = "Une page"
    parent = factory.LazyFunction(lambda: opening_page("about"))

    class Meta:
        model = StandardPage


class NetworkPageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Réseau {n}")

    class Meta:
        abstract = True


class GeographicNetworkPageFactory(NetworkPageFactory):
    parent = factory.LazyFunction(lambda: opening_page("family/geographic"))
    countries = factory.LazyFunction(lambda: [NetworkCountry(country="BE", is_served=False)])

    class Meta:
        model = GeographicNetworkPage


class ThematicNetworkPageFactory(NetworkPageFactory):
    parent = factory.LazyFunction(lambda: opening_page("family/thematic"))
    fields_of_activity = factory.LazyFunction(lambda: [NetworkField(field=field_of_activity())])

    class Meta:
        model = ThematicNetworkPage


class AcademyModulePageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Module {n}")
    parent = factory.LazyFunction(lambda: opening_page("academy"))
    deliveries = factory.LazyFunction(lambda: [ModuleDelivery(network=opening_page("network/dmk"))])

    class Meta:
        model = AcademyModulePage


class ModuleSessionFactory(factory.django.DjangoModelFactory):
    module = factory.LazyFunction(lambda: opening_page("module/sante"))

    class Meta:
        model = ModuleSession


class RepresentativeFactory(factory.django.DjangoModelFactory):
    email = factory.Sequence(lambda n: f"representative{n}@example.org")
    language = "fr"

    class Meta:
        model = Representative
        django_get_or_create = ["email"]


class RepresentationFactory(factory.django.DjangoModelFactory):
    representative = factory.SubFactory(RepresentativeFactory)
    network = factory.LazyFunction(lambda: opening_page("network/dmk"))

    class Meta:
        model = Representation
