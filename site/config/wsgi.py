"""The WSGI entry point: the folder of the current edition around Django."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

sys.path.insert(1, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django = get_wsgi_application()

# Need settings and models, which the line above reads.
from editions.layer import EditionLayer  # noqa: E402
from editions.popular import Counted  # noqa: E402
from interpretations.reading import edition_thread  # noqa: E402
from interpretations.reading.parameters import KNOWN  # noqa: E402

application = EditionLayer(django, KNOWN, Counted())
edition_thread.start()
