"""The web server's entry point, on the production settings unless told otherwise."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "observatory.settings.production")
application = get_wsgi_application()

# What is loaded by now lives as long as the process. Looked through again and again by the collector of garbage it would hold up one
# request or another for a tenth of a second; left alone, it also stays shared between this process and the workers that fork from it.
gc.collect()
gc.freeze()
