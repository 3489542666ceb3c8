"""HTTP in production, under granian. It starts no worker: that is a process of its own there."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement.config.settings.production")
application = get_wsgi_application()
