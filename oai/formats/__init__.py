"""The forms in which sheets and contents are given to harvesters."""

from collections.abc import Callable
from dataclasses import dataclass

from practices.citations import Data
from practices.linked_data import absolute

from . import content_mods, dublin_core, mods


@dataclass(frozen=True)
class Format:
    """A form that harvesters know, with what writes a sheet (its addresses absolute) and a content in it."""

    prefix: str
    schema: str
    namespace: str
    write_sheet: Callable[[Data], str]
    write_content: Callable[[Data], str]

    def write(self, data: Data) -> str:
        """The whole metadata of a public object; only contents say of what kind they are."""
        return self.write_content(data) if "kind" in data else self.write_sheet(absolute(data))


FORMATS = {
    made.prefix: made
    for made in (
        Format("oai_dc", dublin_core.SCHEMA, dublin_core.NAMESPACE, dublin_core.write, dublin_core.write_content),
        Format("mods", mods.SCHEMA, mods.NAMESPACE, mods.write, content_mods.write),
    )
}
