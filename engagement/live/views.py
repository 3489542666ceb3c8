from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from engagement.live import snapshots, topics


@login_not_required  # a topic may be public; each says itself who may listen
@require_safe
def snapshot(request: HttpRequest, topic: str) -> HttpResponse:
    """The current snapshot as JSON, or 304 to who has it: the way of screens without a socket."""
    known = topics.get(topic)
    if known is None or not known.may_listen(request.user):
        raise Http404
    current = snapshots.ensure(known)
    response = HttpResponse(snapshots.as_frame(current), content_type="application/json")
    etag = f'"{current.version}-{current.etag[:16]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
