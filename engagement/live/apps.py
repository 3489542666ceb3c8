import logging

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "engagement.live"

    def ready(self) -> None:
        # While Redis is away the layer logs a traceback a second; engagement.live.hints says it once.
        logging.getLogger("channels_redis.pubsub").setLevel(logging.CRITICAL)
