from typing import Any

from django.core.management.base import BaseCommand

from ...housekeeping import send_digests


class Command(BaseCommand):
    help = "One e-mail with what has arrived, to each editor who wants one a day. For cron, every day."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{send_digests()} digests sent.")
