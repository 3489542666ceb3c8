"""What every page of the workspace asks of its request."""

from django.http import HttpRequest, QueryDict

from engagement.accounts.models import User
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent; None for one that is only shown."""
    return request.POST if request.method == "POST" else None


def status_of(denied: Denied) -> int:
    """409 where the question stands elsewhere by now, 403 where the person may not."""
    return 409 if isinstance(denied, InvalidTransition | Conflict) else 403


def staff(request: HttpRequest) -> User:
    """The member of staff who is signed in; permission_required let nobody else come here."""
    if not isinstance(request.user, User):
        raise NotVisible
    return request.user
