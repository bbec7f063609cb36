"""The pages an editor makes of the directory, on top of its tables, its index and its views."""

from . import directory, networks

__all__ = ["directory", "networks"]
