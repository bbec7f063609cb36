"""A line on the terminal that says how far a long command is."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper


def progress_bar(stream: OutputWrapper | None, total: int = 0) -> Callable[[int], None]:
    """A function to call with the number done so far, which redraws a line on `stream`; None draws nothing.

    Without a `total` the line is the number alone.
    """

    def draw(done: int) -> None:
        if stream is None:
            return
        width = 40 * done // total if total else 0
        bar = f"[{'#' * width:<40}] " if total else ""
        stream.write(f"\r{bar}{done:,}", ending="")
        stream.flush()

    return draw
