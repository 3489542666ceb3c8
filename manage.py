#!/usr/bin/env python
"""Command line of the site; without DJANGO_SETTINGS_MODULE it works on the demo database."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement.config.settings.development")
    execute_from_command_line(sys.argv)
