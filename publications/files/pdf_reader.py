"""Reads the text of one PDF, page by page: a program of its own, which `publications.files.pdf_text` starts and may stop at any moment.

Standard input: the file. Standard output, a line of JSON each: `{"pages": n}`, then each page's text; or `{"fault": "encrypted"}`.
Anything else is a file that cannot be read. It imports nothing of the site: a hostile file that breaks it breaks nothing else.
"""

import io
import json
import logging
import os
import resource
import sys

#: A file needs seconds; one that needs more is hostile or of no use to a search.
PROCESSOR_SECONDS = 20
MEMORY = 768 * 1024 * 1024
MOST_PAGES = 400
MOST_CHARACTERS = 500_000


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes to its pipe alone.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(10)


def tell(value: object) -> None:
    """At once: what was told stays told if the time runs out."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def read(file: io.BytesIO) -> None:
    from pypdf import PdfReader

    reader = PdfReader(file, strict=False)
    # Many files are encrypted without a password, only so that they are not changed.
    if reader.is_encrypted and not reader.decrypt(""):
        tell({"fault": "encrypted"})
        return
    tell({"pages": len(reader.pages)})
    characters = 0
    for page in reader.pages[:MOST_PAGES]:
        try:
            text = page.extract_text()
        except Exception:
            # One page that is broken says nothing of the others.
            text = ""
        tell(text[: MOST_CHARACTERS - characters])
        characters += len(text)
        if characters >= MOST_CHARACTERS:
            return


if __name__ == "__main__":
    confine()
    logging.disable(logging.CRITICAL)
    read(io.BytesIO(sys.stdin.buffer.read()))
