"""The test settings for a daphne of its own: the live room's URLs and a page that uses them."""

from engagement.config.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.live.site_urls"
