from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from engagement.accounts.access import must_set_up_second_factor, remembered_grants
from engagement.accounts.resending import is_from_here, kept_fields, signed_out_page
from engagement.accounts.sessions import note_activity

SIGN_IN_PAGES = ("account_", "mfa_")
# Open screens ask these by themselves: nobody need sit there.
SELF_REFRESHING = "live:"
HAS_EXPIRED = "has_expired"
EXPIRED = (
    "Phiên làm việc của Quý vị đã kết thúc: quá {minutes} phút không thao tác, hoặc đã {hours} giờ "
    "kể từ khi đăng nhập. Mời Quý vị đăng nhập lại; bản nháp đã tự lưu vẫn còn."
)

SIGNED_OUT = "Quý vị đã bị đăng xuất, nên nội dung chưa được lưu."


class GrantsMiddleware:
    """Reads what a person may do once a request, however often the page asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembered_grants():
            return self.get_response(request)


class SessionLimitsMiddleware:
    """Counts what staff do as activity, and says why to those whose session has ended meanwhile.

    The session itself ends in its row (sessions.SessionStore). Stands before
    LoginRequiredMiddleware, which sends away those who are signed in no more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that did not look at the session is not made to: it may be out of reach.
        is_signed_in = request.session.accessed and SESSION_KEY in request.session
        if is_signed_in and not _is_self_refreshing(request):
            note_activity(request.session)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> None:
        """Leave a message for the sign-in page where a session has just ended.

        What a script asked first (a screen, a draft that saves itself) keeps it for the next page.
        """
        needs_sign_in = getattr(view, "login_required", True)
        if not (needs_sign_in or _is_self_refreshing(request)):
            return
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.user.is_authenticated:
            return
        if _take_away_expired(request.COOKIES[settings.SESSION_COOKIE_NAME]):
            request.session[HAS_EXPIRED] = True
        if (
            needs_sign_in
            and request.accepts("text/html")
            and request.session.pop(HAS_EXPIRED, None)
        ):
            minutes, hours = (
                settings.SESSION_IDLE_SECONDS // 60,
                settings.SESSION_COOKIE_AGE // 3600,
            )
            messages.warning(request, EXPIRED.format(minutes=minutes, hours=hours))


def _is_self_refreshing(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name.startswith(SELF_REFRESHING)


def _take_away_expired(key: str) -> bool:
    """Remove the row of a signed-in session that has ended; False where there is none."""
    ended = Session.objects.filter(session_key=key, expire_date__lte=timezone.now()).first()
    if ended is None or SESSION_KEY not in ended.get_decoded():
        return False
    ended.delete()
    return True


class UnsentWordsMiddleware:
    """Gives back what a member of staff sent after the session had ended, instead of losing it.

    A person gets the page with the words and the way to send them again; a script a 401 in JSON.
    Nothing is stored: the words travel in the page alone. Stands before LoginRequiredMiddleware,
    which goes on sending away all who typed nothing.
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
        """Answer instead of `view` where a signed-out person sent a form to a page of staff."""
        is_public = not getattr(view, "login_required", True)
        if is_public or request.method != "POST" or request.user.is_authenticated:
            return None
        if not request.accepts("text/html"):
            return JsonResponse({"error": SIGNED_OUT}, status=401)
        match = request.resolver_match
        is_sign_in = match is not None and (match.view_name or "").startswith(SIGN_IN_PAGES)
        if is_sign_in or not is_from_here(request) or not kept_fields(request):
            return None
        return signed_out_page(request)


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
