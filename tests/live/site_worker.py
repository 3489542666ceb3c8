"""The worker of tests.live.site as a process of its own, until it is killed."""

import threading

import tests.live.site  # noqa: F401 - declares the topics
from engagement.jobs.worker import run_forever

run_forever(threading.Event())
