"""Refusals of the domain; each says why in words for the person who asked."""


class Refused(Exception):
    """The act is refused; `str()` is the reason, in the language of the reader."""
