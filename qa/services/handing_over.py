"""What a unit keeps beside its questions goes over with it: answer templates, who stands in for whom."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from engagement.accounts.models import Membership, Unit
from engagement.accounts.roles import RoleCode
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.reorganisation.effects import Effect, Item, Listing, Plan
from engagement.reorganisation.people import by_unit
from qa.models import AnswerTemplate, Deputy
from qa.models.desk import TITLE_MAX_LENGTH

TEMPLATES = "qa-templates"
DEPUTIES = "qa-deputies"


# --- Templates -------------------------------------------------------------------------------


def templates_of(plan: Plan) -> QuerySet[AnswerTemplate]:
    rows = AnswerTemplate.objects.filter(unit__in=plan.unit_ids)
    return rows.select_related("unit").order_by("title", "pk")


def template_item(template: AnswerTemplate) -> Item:
    return Item(str(template.pk), template.title, template.unit.short_name if template.unit else "")


def hold_templates(plan: Plan) -> None:
    """Lock the templates before the log's head, the order in which everybody takes them."""
    list(templates_of(plan).select_for_update(of=("self",)))


def hand_over_templates(plan: Plan, by: Actor) -> None:
    """Give each template to its new unit; where nobody takes over it stays, out of use."""
    for template in templates_of(plan):
        home = plan.new_home(TEMPLATES, str(template.pk))
        if home is None:
            continue
        title = free_title(template, home)
        AnswerTemplate.objects.filter(pk=template.pk).update(unit=home, title=title)
        record(
            kind="qa.template.move",
            actor=by,
            target=template,
            before=template.unit.code if template.unit else "",
            after=home.code,
        )


def free_title(template: AnswerTemplate, home: Unit) -> str:
    """The template's title, with the old unit's name or a number where `home` has such a one."""
    taken = set(AnswerTemplate.objects.filter(unit=home).values_list("title", flat=True))
    mark = f" ({template.unit.short_name})" if template.unit else ""
    candidates = ["", mark, *(f"{mark} {number}" for number in range(2, len(taken) + 3))]
    titles = (template.title[: TITLE_MAX_LENGTH - len(end)] + end for end in candidates)
    return next(title for title in titles if title not in taken)


# --- Deputies --------------------------------------------------------------------------------


def deputies_of(plan: Plan) -> QuerySet[Deputy]:
    """Who stands in for a head of the old units on the day or later."""
    rows = Deputy.objects.filter(
        unit__in=plan.unit_ids, valid_to__gte=plan.on, ended_at__isnull=True
    )
    return rows.select_related("unit", "head", "deputy").order_by("valid_from", "pk")


def deputy_item(deputy: Deputy) -> Item:
    days = f"từ {deputy.valid_from:%d/%m/%Y} đến hết {deputy.valid_to:%d/%m/%Y}"
    return Item(
        str(deputy.pk),
        deputy.deputy.display_name,
        f"thay {deputy.head.display_name}, {deputy.unit.short_name}, {days}",
    )


def hold_deputies(plan: Plan) -> None:
    """Lock them after the roles they lend, as who ends a standing-in does."""
    list(deputies_of(plan).select_for_update(of=("self",)))


def hand_over_deputies(plan: Plan, by: Actor) -> None:
    """End every standing-in the day before; where the role went over, so does the standing-in.

    The roles were carried over already, for accounts stand below this room.
    """
    now, eve = timezone.now(), plan.on - timedelta(days=1)
    for deputy in deputies_of(plan):
        role = role_carried_over(plan, deputy)
        Deputy.objects.filter(pk=deputy.pk).update(
            valid_to=eve, ended_at=now, ended_by=plan.responsible
        )
        record(kind="qa.deputy.end", actor=by, target=deputy, unit=deputy.unit.code)
        if role is None or role.unit is None:
            continue
        named = Deputy.objects.create(
            unit=role.unit,
            head=deputy.head,
            deputy=deputy.deputy,
            membership=role,
            valid_from=role.valid_from,
            valid_to=deputy.valid_to,
        )
        record(kind="qa.deputy.name", actor=by, target=named, unit=role.unit.code)


def role_carried_over(plan: Plan, deputy: Deputy) -> Membership | None:
    """The role in a new unit that goes on from the one this standing-in lent; None where none does."""
    units = [one.unit_id for one in plan.successors if one.unit_id]
    lent = Deputy.objects.filter(membership__isnull=False).values("membership")
    roles = Membership.objects.filter(
        user=deputy.deputy,
        role=RoleCode.UNIT_LEADER,
        unit__in=units,
        valid_from=max(plan.on, deputy.valid_from),
        valid_to=deputy.valid_to,
    )
    return roles.exclude(pk__in=lent).select_related("unit").order_by("pk").first()


EFFECTS = (
    Effect(
        TEMPLATES,
        "Mẫu câu trả lời",
        "Mẫu của đơn vị cũ chuyển sang đơn vị kế tục; trùng tên thì ghi thêm tên đơn vị cũ. Không có "
        "đơn vị kế tục thì mẫu thôi dùng.",
        counts=lambda plan: by_unit(templates_of(plan), "unit"),
        items=lambda plan: Listing(templates_of(plan), template_item),
        apply=hand_over_templates,
        hold=hold_templates,
        is_chosen=True,
    ),
    Effect(
        DEPUTIES,
        "Duyệt thay",
        "Việc duyệt thay kết thúc ngày hôm trước cùng vai trò được giao; lãnh đạo đơn vị mới giao lại "
        "nếu cần. Khi chỉ đổi tên, việc duyệt thay đi theo đến hết ngày đã giao.",
        counts=lambda plan: by_unit(deputies_of(plan), "unit"),
        items=lambda plan: Listing(deputies_of(plan), deputy_item),
        apply=hand_over_deputies,
        hold=hold_deputies,
    ),
)
