from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "engagement.text"
    verbose_name = "Văn bản tiếng Việt"
