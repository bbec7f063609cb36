from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...personal_data import erase


class Command(BaseCommand):
    help = (
        "Forgets the person with an e-mail address: access, name, address, messages. What they proposed for"
        " listings stays, without their name."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, email: str, **options: Any) -> None:
        self.stdout.write(f"Erased. {erase(email)} updates no longer name the person.")
