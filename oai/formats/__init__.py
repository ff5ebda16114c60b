"""The forms in which a sheet is given to harvesters."""

from collections.abc import Callable
from dataclasses import dataclass

from practices.citations import Data

from . import dublin_core, mods


@dataclass(frozen=True)
class Format:
    """A form that harvesters know: `write` gives the whole metadata of a public object with absolute addresses."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Data], str]


FORMATS = {
    made.prefix: made
    for made in (
        Format("oai_dc", dublin_core.SCHEMA, dublin_core.NAMESPACE, dublin_core.write),
        Format("mods", mods.SCHEMA, mods.NAMESPACE, mods.write),
    )
}
