"""A bar that grows on a terminal and stays out of logs and files."""

WIDTH = 40


class ProgressBar:
    """Draws on `stream` over its own last line; draws nothing where the stream is no terminal."""

    def __init__(self, stream):
        self.stream = stream
        self.is_shown = stream.isatty()

    def __call__(self, done, total):
        if not self.is_shown:
            return
        filled = WIDTH * done // total if total else WIDTH
        self.stream.write(f"\r[{'#' * filled}{' ' * (WIDTH - filled)}] {done:,} of {total:,}", ending="")
        if done >= total:
            self.stream.write("")
        self.stream.flush()
