import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from ...personal_data import export


class Command(BaseCommand):
    help = "Prints, as JSON, everything that is kept of the person with an e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, email: str, **options: Any) -> None:
        self.stdout.write(json.dumps(export(email), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
