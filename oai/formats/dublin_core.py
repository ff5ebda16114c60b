"""Dublin Core without qualifiers, which every repository gives."""

from practices.citations import Data
from practices.metadata import dublin_core

from ..xml import element, leaf, schema

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"


def write(data: Data) -> str:
    elements = (leaf(f"dc:{name}", value) for name, value in dublin_core(data))
    return element("oai_dc:dc", *elements, at={"xmlns:oai_dc": NAMESPACE, "xmlns:dc": DC, **schema(NAMESPACE, SCHEMA)})
