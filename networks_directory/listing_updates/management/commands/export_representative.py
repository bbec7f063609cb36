import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from ...personal_data import export


class Command(BaseCommand):
    help = "Prints, as JSON, everything that is kept of the person with an e-mail address."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        self.stdout.write(json.dumps(export(email), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
