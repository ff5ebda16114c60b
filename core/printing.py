"""Pages as tagged PDF, in the site's own fonts. Importing this takes a second: import it where a PDF is made."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# WeasyPrint has the whole process take images that were cut short for whole ones; those that contributors send are refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False

STATIC = "static:"


class OwnFiles(URLFetcher):
    """`static:fonts/…` and nothing else: a document takes nothing from another place."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = finders.find(url.removeprefix(STATIC)) if url.startswith(STATIC) else None
        if not found:
            raise ValueError(f"not a file of the site: {url}")
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": "font/woff2"})


def pdf(html: str) -> bytes:
    """The document as PDF/UA-1. What it asks for from elsewhere is left out."""
    return HTML(string=html, base_url=STATIC, url_fetcher=OwnFiles()).write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration())
