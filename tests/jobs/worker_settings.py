"""The test settings, but with letters sent to a real mail server, for a worker of its own."""

from engagement.config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
