"""What a file can do to whoever reads it."""


class UnreadableFile(Exception):
    """The file as a whole cannot be read; `line` is where."""

    def __init__(self, line: int, message: str):
        self.line = line
        super().__init__(message)
