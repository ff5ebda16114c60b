"""Dublin Core without qualifiers, which every repository gives."""

from practices.citations import Data
from practices.metadata import Pairs, dublin_core
from publications import citations

from ..xml import element, leaf, schema

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"


def write(data: Data) -> str:
    return _written(dublin_core(data))


def write_content(data: Data) -> str:
    return _written(citations.dublin_core(data))


def _written(pairs: Pairs) -> str:
    elements = (leaf(f"dc:{name}", value) for name, value in pairs)
    return element("oai_dc:dc", *elements, at={"xmlns:oai_dc": NAMESPACE, "xmlns:dc": DC, **schema(NAMESPACE, SCHEMA)})
