from typing import Any

from django.core.management.base import BaseCommand

from ...reminders import send_listing_reminders


class Command(BaseCommand):
    help = (
        "Asks representatives whether their listing is still true, and puts what nobody has confirmed for"
        " long behind the others. For cron, every day; a second run does nothing."
    )

    def handle(self, **options: Any) -> None:
        sent, marked = send_listing_reminders()
        self.stdout.write(f"{sent} reminders sent; {marked} listings have grown old or are fresh again.")
