from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The composition root as an app: it owns the command that loads the demo site."""

    name = "engagement.config"
    label = "site_config"
