"""A PostgreSQL and an Elasticsearch of our own, for development and tests; production has its own servers.

These modules speak before the catalogues are compiled: their words are in French here (docs/decisions/words-before-catalogues.md).
"""


class Refusal(Exception):
    """Something only a person can put right; the message is the one line that says what."""
