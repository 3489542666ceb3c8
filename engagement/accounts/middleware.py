from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from engagement.accounts.access import must_set_up_second_factor

SIGN_IN_PAGES = ("account_", "mfa_")


class SecondFactorMiddleware:
    """Sends who must have a second factor and has none to the page where it is set up.

    Only public pages and those of the account itself stay open. The rights themselves are missing
    until then (access.grants_of); this is the way out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Answer instead of `view` where a second factor must be set up first."""
        match = request.resolver_match
        is_public = not getattr(view, "login_required", True)
        is_sign_in = match is not None and (match.view_name or "").startswith(SIGN_IN_PAGES)
        if is_public or is_sign_in or not must_set_up_second_factor(request.user):
            return None
        return redirect("mfa_index")
