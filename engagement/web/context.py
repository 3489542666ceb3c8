"""What every template may use without asking."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from engagement.web.dates import today_line
from engagement.web.menu import menus_for
from engagement.web.preferences import preferences_of
from engagement.web.site import identity
from engagement.web.workspace import frame_for, groups_for, search_for


def page(request: HttpRequest) -> dict[str, object]:
    """Return the site's identity, menus and the reader's preferences.

    The menus are lazy: a fragment that shows no menu pays no query for one. `frame` is the page
    around what the public and the staff both open; asked for, it looks at who is signed in.
    """
    return {
        "site": identity(),
        "emblem": settings.EMBLEM,
        "is_demo": settings.DEMO,
        "today_line": today_line(timezone.localdate()),
        "preferences": preferences_of(request),
        "menu": SimpleLazyObject(lambda: menus_for(request.path)),
        "frame": lambda: frame_for(request),
        "workspace_search": SimpleLazyObject(lambda: search_for(request.user)),
        "workspace_url": settings.LOGIN_REDIRECT_URL,
        "workspace_items": SimpleLazyObject(lambda: groups_for(request.user, request.path)),
        "csp_nonce": SimpleLazyObject(lambda: str(getattr(request, "csp_nonce", ""))),
    }
