"""Letters that came by e-mail: read, made questions of, thrown away, or kept sealed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement.accounts.access import has_permission
from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.web.pagination import paginate
from engagement.workflow.exceptions import Denied
from qa.forms.desk.entering import DiscardMailForm, TakeMailForm
from qa.models import MailDraft
from qa.queries.entered import waiting_letters
from qa.services import entering
from qa.views.desk.requests import posted, staff, status_of
from qa.views.files import attachment_response

READERS = (Permission.QUESTION_ENTER, Permission.QUESTION_SEALED)


def reader(request: HttpRequest) -> User:
    """Who may read letters at all; for anybody else there is no such page. Raises NotVisible."""
    user = staff(request)
    if not any(has_permission(user, right) for right in READERS):
        raise NotVisible
    return user


def letter_for(request: HttpRequest, pk: int) -> MailDraft:
    """A waiting letter that this person may read; any other does not exist. Raises NotVisible."""
    found = waiting_letters(reader(request)).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first."""
    page = paginate(request, waiting_letters(reader(request)))
    return render(request, "qa/desk_mail.html", {"page": page})


@permission_required(Permission.WORKSPACE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter; by POST it becomes a question and its sender gets the code."""
    draft = letter_for(request, pk)
    form = TakeMailForm(posted(request), draft=draft)
    if not (form.is_bound and form.is_valid()):
        return letter_page(request, draft, form=form)
    try:
        question = entering.take_mail(draft=draft, by=staff(request), **form.arguments())  # type: ignore[arg-type]
    except Denied as denied:
        return letter_page(request, draft, form=form, denied=denied)
    told = "Người gửi nhận mã tra cứu qua thư." if question.contact_email else ""
    messages.success(request, f"{question.reference}: Đã nhập thành câu hỏi. {told}".rstrip())
    return redirect("desk:mail")


def letter_page(
    request: HttpRequest,
    draft: MailDraft,
    *,
    form: TakeMailForm | None = None,
    discarding: DiscardMailForm | None = None,
    denied: Denied | None = None,
) -> HttpResponse:
    """The letter beside what may be done with it; what was typed stays."""
    shown = form or TakeMailForm(draft=draft)
    discarding = discarding or DiscardMailForm(label_suffix="")
    context = {"draft": draft, "form": shown, "discarding": discarding, "denied": denied}
    has_errors = bool(shown.errors or discarding.errors)
    status = status_of(denied) if denied else 400 if has_errors else 200
    return render(request, "qa/desk_mail_draft.html", context, status=status)


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a letter away with a reason."""
    draft = letter_for(request, pk)
    form = DiscardMailForm(request.POST, label_suffix="")
    if not form.is_valid():
        return letter_page(request, draft, discarding=form)
    try:
        entering.discard_mail(draft=draft, by=staff(request), **form.cleaned_data)
    except Denied as denied:
        return letter_page(request, draft, discarding=form, denied=denied)
    messages.success(request, "Đã bỏ thư; nội dung và tệp đã xóa.")
    return redirect("desk:mail")


@permission_required(Permission.WORKSPACE_ENTER)
@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a letter that accuses somebody to who may open such matters."""
    draft = letter_for(request, pk)
    try:
        entering.seal_mail(draft=draft, by=staff(request))
    except Denied as denied:
        return letter_page(request, draft, denied=denied)
    messages.success(request, "Đã niêm phong thư; người được giao sẽ xem.")
    return redirect("desk:mail")


@permission_required(Permission.WORKSPACE_ENTER)
@require_safe
def attachment(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Give a file of a letter that this person may read."""
    return attachment_response(request, letter_for(request, pk).attachments, file)
