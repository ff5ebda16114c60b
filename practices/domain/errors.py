"""Refusals of the domain; each says why in words for the person who asked."""


class Refused(Exception):
    """The act is refused; `str()` is the reason, in the language of the reader."""


class Forbidden(Refused):
    """This person may not do this."""


class OutOfDate(Refused):
    """The sheet is no longer what the person read, or no longer in the state the act is for."""


class Incomplete(Refused):
    """Fields that submission asks for are empty: `fields` lists them."""

    def __init__(self, message, fields):
        self.fields = fields
        super().__init__(message)
