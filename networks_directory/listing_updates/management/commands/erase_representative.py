from django.core.management.base import BaseCommand

from ...personal_data import erase


class Command(BaseCommand):
    help = (
        "Forgets the person with an e-mail address: access, name, address, messages. What they proposed for"
        " listings stays, without their name."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        self.stdout.write(f"Erased. {erase(email)} updates no longer name the person.")
