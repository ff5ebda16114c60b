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


class Blocked(Refused):
    """A « no » in the review grid keeps the sheet from being published: `criteria` lists where (practices.review.grid)."""

    def __init__(self, message, criteria):
        self.criteria = criteria
        super().__init__(message)


class Faulty(Refused):
    """What was given cannot be done as it is; the person can put it right."""
