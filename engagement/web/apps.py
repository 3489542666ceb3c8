from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "engagement.web"
    label = "web"
    verbose_name = "Giao diện chung"

    def ready(self) -> None:
        from engagement.web import site  # noqa: F401  (registers the deploy check of the identity)
