"""The wizard: decision, successors, what would change, and the deed. No step needs a script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.models import User
from engagement.accounts.permissions import Permission
from engagement.reorganisation import services
from engagement.reorganisation.effects import Effect, Plan, effect_of
from engagement.reorganisation.forms import (
    ChoicesForm,
    DecisionForm,
    ExistingForm,
    NewUnitForm,
    SeenForm,
)
from engagement.reorganisation.models import Reorganisation, Successor
from engagement.reorganisation.people import without_head
from engagement.reorganisation.queries import destination, dry_run, plan_of, reorganisations
from engagement.reorganisation.rules import SUCCESSORS, check_is_draft, problems
from engagement.reorganisation.workflow import REORGANISATION
from engagement.web.loaders import NotVisible
from engagement.web.pagination import PAGE_PARAMETER, paginate
from engagement.workflow.exceptions import Conflict, Denied, InvalidTransition

ITEMS_PER_PAGE = 50
office_only = permission_required(Permission.ACCOUNTS_MANAGE)


@dataclass(frozen=True)
class Deed:
    """One verb of the life: its words, what follows from it, and the service."""

    label: str
    question: str
    consequence: str
    done: str
    service: Callable[..., None]


DEEDS: Mapping[str, Deed] = {
    "apply": Deed(
        "Thực hiện ngay",
        "Thực hiện việc sắp xếp này?",
        "Mọi thay đổi trong bản xem trước được làm cùng một lúc và không hoàn tác được. Thời hạn trả "
        "lời người dân không thay đổi.",
        "Đã thực hiện việc sắp xếp.",
        services.apply_by,
    ),
    "plan": Deed(
        "Đặt lịch",
        "Đặt lịch thực hiện vào ngày có hiệu lực?",
        "Đến ngày ấy phần mềm tự thực hiện, không cần ai mở trang. Trước ngày ấy vẫn mở lại để sửa, "
        "hoặc bỏ, được.",
        "Đã đặt lịch.",
        services.plan,
    ),
    "revise": Deed(
        "Mở lại để sửa",
        "Mở lại việc sắp xếp này để sửa?",
        "Việc này trở lại bước soạn và không tự thực hiện nữa cho đến khi được đặt lịch lại.",
        "Đã mở lại để sửa.",
        services.revise,
    ),
    "cancel": Deed(
        "Bỏ",
        "Bỏ việc sắp xếp này?",
        "Chưa có gì được thực hiện và sẽ không có gì được thực hiện. Bản ghi vẫn còn để tra cứu.",
        "Đã bỏ việc sắp xếp.",
        services.cancel,
    ),
}


@office_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every reorganisation, the latest day first."""
    page = paginate(request, reorganisations())
    return render(request, "reorganisation/index.html", {"page": page})


@office_only
def create(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new one."""
    form = DecisionForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        made = services.create_reorganisation(by=staff(request), **form.cleaned_data)
        return redirect("reorganisation:successors", made.pk)
    return decision_page(request, form)


@office_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 1 again, while it is a draft."""
    found = reorganisation_for(pk)
    form = DecisionForm(posted(request), reorganisation=found, today=timezone.localdate())
    try:
        check_is_draft(found)
        if form.is_valid():
            services.edit_reorganisation(
                reorganisation=found, by=staff(request), **form.cleaned_data
            )
            return redirect("reorganisation:successors", found.pk)
    except Denied as denied:
        return decision_page(request, form, found, denied=denied)
    return decision_page(request, form, found)


def decision_page(
    request: HttpRequest,
    form: DecisionForm,
    found: Reorganisation | None = None,
    *,
    denied: Denied | None = None,
) -> HttpResponse:
    """Show step 1, with what was typed and what is wrong with it."""
    context = {"form": form, "reorganisation": found, "denied": denied}
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "reorganisation/decision.html", context, status=status)


@office_only
def successors(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: who takes over; an existing unit or one that is made."""
    found = reorganisation_for(pk)
    plan = plan_of(found)
    is_new = request.POST.get("them") == "moi"
    data = posted(request)
    existing = ExistingForm(None if is_new else data, plan=plan)
    new = NewUnitForm(data if is_new else None, plan=plan)
    denied = None
    try:
        if new.is_valid():
            services.add_successor(reorganisation=found, by=staff(request), new=new.cleaned_data)
            return redirect("reorganisation:successors", pk)
        if existing.is_valid():
            unit = existing.cleaned_data["unit"]
            services.add_successor(reorganisation=found, by=staff(request), unit=unit)
            return redirect("reorganisation:successors", pk)
    except Denied as refused:
        denied = refused
    return successors_page(request, plan, existing, new, denied=denied)


def successors_page(
    request: HttpRequest,
    plan: Plan,
    existing: ExistingForm,
    new: NewUnitForm,
    *,
    denied: Denied | None,
) -> HttpResponse:
    """Show step 2 with both ways to add a unit, as far as the kind has room for one."""
    reorganisation = plan.reorganisation
    least, most = SUCCESSORS[reorganisation.kind]  # type: ignore[index]
    is_invalid = bool(existing.errors or new.errors)
    context = {
        "reorganisation": reorganisation,
        "plan": plan,
        "existing": existing,
        "new": new,
        "denied": denied,
        "wants": least,
        "has_room": most is None or len(plan.successors) < most,
        "may_make": reorganisation.kind != "abolish",
        "is_split": reorganisation.kind == "split",
    }
    status = status_of(denied) if denied else 400 if is_invalid else 200
    return render(request, "reorganisation/successors.html", context, status=status)


@office_only
@require_POST
def successor_remove(request: HttpRequest, pk: int, successor: int) -> HttpResponse:
    """Take a unit off the list of step 2."""
    return changed(request, services.remove_successor, successor_for(pk, successor))


@office_only
@require_POST
def successor_rest(request: HttpRequest, pk: int, successor: int) -> HttpResponse:
    """Let this unit take the rest."""
    return changed(request, services.name_rest, successor_for(pk, successor))


def changed(
    request: HttpRequest, service: Callable[..., None], successor: Successor
) -> HttpResponse:
    """Do it, or say above the list why not."""
    try:
        service(successor=successor, by=staff(request))
    except Denied as denied:
        messages.error(request, denied.reason)
    return redirect("reorganisation:successors", successor.reorganisation_id)


@office_only
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: everything that would change, counted; afterwards, what was decided."""
    return detail_page(request, reorganisation_for(pk))


def detail_page(
    request: HttpRequest, found: Reorganisation, *, denied: Denied | None = None
) -> HttpResponse:
    """Show the dry run and what may be done next."""
    plan = plan_of(found)
    missing = [] if found.is_over else list(problems(plan))
    verbs = REORGANISATION.verbs_from(found.status)
    is_due = found.effective_on <= timezone.localdate()
    context = {
        "reorganisation": found,
        "plan": plan,
        "touched": [] if found.is_over else dry_run(plan),
        "missing": missing,
        "without_head": [] if found.is_over else without_head(plan),
        "is_due": is_due,
        "may_apply": "apply" in verbs and is_due and not missing,
        "may_plan": "plan" in verbs and not is_due and not missing,
        "may_revise": "revise" in verbs,
        "may_cancel": "cancel" in verbs,
        "denied": denied,
    }
    status = status_of(denied) if denied else 200
    return render(request, "reorganisation/detail.html", context, status=status)


@office_only
def items(request: HttpRequest, pk: int, effect: str) -> HttpResponse:
    """The things of one effect, and where each goes."""
    found, wanted = reorganisation_for(pk), effect_of(effect)
    if wanted is None or found.is_over:
        raise NotVisible
    plan = plan_of(found)
    page = Paginator(wanted.items(plan), ITEMS_PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    form = ChoicesForm(posted(request), plan=plan, effect=wanted, items=list(page))
    denied = None
    try:
        if form.is_valid() and wanted.is_chosen:
            services.choose(
                reorganisation=found,
                effect=wanted,
                chosen=form.chosen(),
                by_rule=form.by_rule(),
                by=staff(request),
            )
            messages.success(request, "Đã lưu lựa chọn của trang này.")
            return redirect(request.get_full_path())
    except Denied as refused:
        denied = refused
    return items_page(request, plan, wanted, form, page=page, denied=denied)


def items_page(
    request: HttpRequest,
    plan: Plan,
    effect: Effect,
    form: ChoicesForm,
    *,
    page: object,
    denied: Denied | None,
) -> HttpResponse:
    """Show one effect; while it is a draft, with a choice for each thing."""
    found = plan.reorganisation
    may_choose = effect.is_chosen and found.is_draft and bool(plan.successors)
    context = {
        "reorganisation": found,
        "effect": effect,
        "page": page,
        "form": form,
        "may_choose": may_choose,
        "rows": [(item, bound, destination(plan, effect, item)) for item, bound in form.rows],
        "denied": denied,
    }
    status = status_of(denied) if denied else 400 if form.errors else 200
    return render(request, "reorganisation/items.html", context, status=status)


@office_only
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Ask once more, then do it."""
    found, deed = reorganisation_for(pk), DEEDS.get(verb)
    if deed is None:
        raise NotVisible
    form = SeenForm(posted(request), initial={"seen": found.status_changed_at.isoformat()})
    try:
        REORGANISATION.target(found.status, verb)
        if form.is_valid():
            deed.service(reorganisation=found, by=staff(request), seen=form.cleaned_data["seen"])
            messages.success(request, deed.done)
            return redirect(found)
    except Denied as denied:
        return detail_page(request, reorganisation_for(pk), denied=denied)
    context = {"reorganisation": found, "deed": deed, "form": form}
    status = 400 if form.errors else 200
    return render(request, "reorganisation/act.html", context, status=status)


def reorganisation_for(pk: int) -> Reorganisation:
    """Load one; raises NotVisible."""
    found = Reorganisation.objects.select_related("made_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def successor_for(pk: int, successor: int) -> Successor:
    """Load a successor of this reorganisation; raises NotVisible."""
    found = Successor.objects.select_related("reorganisation")
    one = found.filter(pk=successor, reorganisation=pk).first()
    if one is None:
        raise NotVisible
    return one


def staff(request: HttpRequest) -> User:
    """The member of staff who is signed in; the guard let nobody else come here."""
    if not isinstance(request.user, User):
        raise NotVisible
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def status_of(denied: Denied) -> int:
    """409 where it stands elsewhere by now, 403 where it may not be done."""
    return 409 if isinstance(denied, InvalidTransition | Conflict) else 403
