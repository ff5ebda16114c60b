"""What an address asked for and could not have: said on the page, or in the answer to a program."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ParamError:
    """One value that was not understood; `message` is for people."""

    field: str
    value: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "value": self.value, "message": self.message}
