"""Which networks were made up for trials: by their key, which stays whatever else becomes of their pages."""

from django.db import models


class InventedNetwork(models.Model):
    """A network that generate_networks has made, and that `generate_networks --remove` deletes."""

    number = models.PositiveIntegerField(primary_key=True)
    translation_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return str(self.number)
