"""A line on the terminal that says how far a long command is."""


def progress_bar(stream, total=0):
    """A function to call with the number done so far, which redraws a line on `stream`; None draws nothing.

    Without a `total` the line is the number alone.
    """

    def draw(done):
        if stream is None:
            return
        width = 40 * done // total if total else 0
        bar = f"[{'#' * width:<40}] " if total else ""
        stream.write(f"\r{bar}{done:,}", ending="")
        stream.flush()

    return draw
