from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "engagement.jobs"

    def ready(self) -> None:
        """Every room declares its background work in its own tasks.py; here it is found."""
        autodiscover_modules("tasks")
