import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from engagement.accounts.access import has_permission
from engagement.accounts.permissions import Permission

logger = logging.getLogger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def permission_required(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Guard a view: visitors are sent to sign in, staff without `permission` get "not found".

    What is forbidden looks like what does not exist.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_permission(request.user, permission):
                logger.warning("user %s lacks %s", request.user.pk, permission.value)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
