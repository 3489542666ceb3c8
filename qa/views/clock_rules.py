"""Deadlines and reminders as the office keeps them: their history, and a new dated row."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from engagement.accounts.decorators import permission_required
from engagement.accounts.permissions import Permission
from engagement.web.loaders import NotVisible
from engagement.workflow.exceptions import Denied
from qa.forms.desk.clock_rules import ClockRuleForm, LastDayForm, ReminderRuleForm, row_number
from qa.models import ClockRule, ReminderRule
from qa.queries.clocks import rule_histories
from qa.rules.labels import verb_label
from qa.services import clock_rules
from qa.views.desk.requests import posted, staff, status_of

CLOCK, REMINDER = "han", "nhac"


@permission_required(Permission.SITE_CONFIGURE)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with its history, what each event does, and who is told when."""
    histories = [
        (
            history,
            [
                (rule, [(verb_label(row.verb), row) for row in rule.effects.all()])
                for rule in history.rules
            ],
        )
        for history in rule_histories()
    ]
    context = {"histories": histories, "today": timezone.localdate()}
    return render(request, "qa/desk_clock_rules.html", context)


@permission_required(Permission.SITE_CONFIGURE)
def clock_rule_add(request: HttpRequest) -> HttpResponse:
    """Add a term; ?tu= is the row it starts from."""
    before = ClockRule.objects.filter(pk=row_number(request.GET.get("tu", ""))).first()
    form = ClockRuleForm(posted(request), before=before)
    return add(request, form, "Thêm quy định thời hạn", "qa/desk_clock_rule_add.html")


@permission_required(Permission.SITE_CONFIGURE)
def reminder_rule_add(request: HttpRequest) -> HttpResponse:
    """Add a reminder, or the new version of one; ?tu= is the row it starts from."""
    before = ReminderRule.objects.filter(pk=row_number(request.GET.get("tu", ""))).first()
    form = ReminderRuleForm(posted(request), before=before)
    return add(request, form, "Thêm quy định nhắc hạn", "qa/desk_reminder_rule_add.html")


def add(
    request: HttpRequest, form: ClockRuleForm | ReminderRuleForm, title: str, template: str
) -> HttpResponse:
    """Show the form, or store the row and return to the rules."""
    denied = None
    try:
        if form.is_valid():
            store(request, form)
            messages.success(
                request, "Đã ghi quy định mới; quy định trước kết thúc ngày liền trước."
            )
            return redirect("desk:clock_rules")
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    context = {"form": form, "denied": denied, "title": title}
    return render(request, template, context, status=status)


def store(request: HttpRequest, form: ClockRuleForm | ReminderRuleForm) -> None:
    """Call the service that the form is for. Raises Denied."""
    by, values = staff(request), form.cleaned_data
    if isinstance(form, ReminderRuleForm):
        clock_rules.add_reminder_rule(by=by, **values)
        return
    terms = {name: values[name] for name in values if name not in form.effect_names}
    clock_rules.add_clock_rule(by=by, effects=form.effects, **terms)


@permission_required(Permission.SITE_CONFIGURE)
def rule_end(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Ask for the last day of a rule; what runs under it keeps it."""
    rule = rule_for(what, pk)
    form, denied = LastDayForm(posted(request)), None
    try:
        if form.is_valid():
            clock_rules.end_rule(
                rule=rule, by=staff(request), last_day=form.cleaned_data["last_day"]
            )
            messages.success(request, "Đã ghi ngày kết thúc.")
            return redirect("desk:clock_rules")
    except Denied as refused:
        denied = refused
    status = status_of(denied) if denied else 400 if form.errors else 200
    context = {"form": form, "denied": denied, "rule": rule}
    return render(request, "qa/desk_rule_end.html", context, status=status)


@permission_required(Permission.SITE_CONFIGURE)
@require_POST
def confirm(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Note that a row was compared with its document."""
    clock_rules.confirm(rule=rule_for(what, pk), by=staff(request))
    messages.success(request, "Đã ghi: đã đối chiếu với văn bản.")
    return redirect("desk:clock_rules")


def rule_for(what: str, pk: int) -> ClockRule | ReminderRule:
    """The row of an address. Raises NotVisible where there is none."""
    found: ClockRule | ReminderRule | None = None
    if what == CLOCK:
        found = ClockRule.objects.filter(pk=pk).first()
    elif what == REMINDER:
        found = ReminderRule.objects.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found
