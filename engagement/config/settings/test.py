"""Tests: the demo identity on SQLite, or on DATABASE_URL and REDIS_URL when they are set."""

from .development import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMBEDDED_WORKER = False
SECRET_KEY = "test-only-" + "t" * 50
