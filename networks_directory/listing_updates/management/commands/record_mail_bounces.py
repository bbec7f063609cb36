import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...housekeeping import record_bounces


class Command(BaseCommand):
    help = (
        "Notes addresses that mail came back from, one a line on standard input, as a mail server's log or a"
        " provider's report gives them: the freshness report shows them, and no more reminders go there."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{record_bounces(sys.stdin)} representatives cannot be reached.")
