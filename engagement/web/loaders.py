"""Objects reach a view only through a loader that checks (architecture §3)."""

from django.http import Http404


class NotVisible(Http404):
    """The thing does not exist, or this person may not see it: both are the same 404 page."""
