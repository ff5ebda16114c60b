"""What parts of addresses look like."""


class ContentIdentifier:
    """`oc-…`; anything else is another address, or none."""

    regex = "oc-[0-9a-z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
