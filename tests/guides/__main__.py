"""`make guides`: the pictures of the guides, taken again on the demo data of a site of their own. ARGS names some; all otherwise."""

import os
import signal
import sys
import tempfile
from pathlib import Path

from observatory.embedded import Refusal
from observatory.environment import read_env_file
from tests.platform import databases, services
from tests.platform.browser import NoBrowser

from .pictures import PICTURES

PREFIX = "pictures"


def main() -> None:
    read_env_file()
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatory.settings.test"
    # Whoever stops the run leaves nothing behind either.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    names = set(sys.argv[1:]) or {picture.name for picture in PICTURES}
    if unknown := names - {picture.name for picture in PICTURES}:
        sys.exit(f"✗ {', '.join(sorted(unknown))} : pas dans tests/guides/pictures.py.")
    try:
        with services.for_a_command() as url, tempfile.TemporaryDirectory(prefix="observatoire-guides-") as folder:
            _take(Path(folder), url, [picture for picture in PICTURES if picture.name in names])
    except (Refusal, NoBrowser) as refusal:
        sys.exit(f"✗ {refusal}")


def _take(folder: Path, elasticsearch_url: str, pictures: list) -> None:
    # Only now: Django reads DATABASE_URL when it starts.
    from django.db import connection
    from django.test.utils import override_settings

    from tests.guides import camera, stage
    from tests.platform.site import Site

    databases.use("reference")
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    site = Site(
        folder,
        database_url=f"{server}/{connection.settings_dict['NAME']}",
        elasticsearch_url=elasticsearch_url,
        prefix=PREFIX,
    )
    media = site.environment["MEDIA_ROOT"]
    with override_settings(ELASTICSEARCH_URL=[elasticsearch_url], ELASTICSEARCH_INDEX_PREFIX=PREFIX, MEDIA_ROOT=media):
        try:
            print("• Données de démonstration…", flush=True)
            site.manage("load_demo", timeout=600).check_returncode()
            addresses = stage.addresses()
            site.manage("search_rebuild", timeout=600).check_returncode()
            site.web()
            for path in camera.take(pictures, f"http://127.0.0.1:{site.port}", addresses):
                print(f"  {path.stem:<30}{path.stat().st_size / 1000:>8.0f} Ko", flush=True)
        finally:
            site.stop()
            services.forget_indices()
            databases.end()


if __name__ == "__main__":
    main()
