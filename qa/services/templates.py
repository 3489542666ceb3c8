"""Words that answers often need: kept by heads for their units, by the office for all."""

from collections.abc import Mapping
from string import Formatter

from django.db import transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.audit.actors import Actor
from engagement.audit.services import record
from engagement.workflow.exceptions import Denied
from qa.models import AnswerTemplate, Question
from qa.rules.desk import check_can_keep_template

# What may stand in braces, and what it is filled with.
PLACES: Mapping[str, str] = {
    "nguoi_hoi": "tên người hỏi nếu được hiện, nếu không là “Quý vị”",
    "don_vi": "tên đơn vị chủ trì",
    "ma": "mã câu hỏi",
}


def unknown_places(text: str) -> list[str]:
    """What stands in braces in `text` and is none of PLACES; raises ValueError for a lone brace."""
    named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return [name for name in named if name not in PLACES]


def filled(template: AnswerTemplate, question: Question) -> str:
    """The words of `template` for `question`; a name that is withheld is never among them."""
    unit = question.lead_unit
    words = {
        "nguoi_hoi": question.asker_name if question.is_name_public else "Quý vị",
        "don_vi": unit.name if unit else "",
        "ma": question.reference,
    }
    text: str = template.text
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@transaction.atomic
def save_template(
    *, by: User, title: str, text: str, unit: Unit | None, template: AnswerTemplate | None = None
) -> AnswerTemplate:
    """Store a new template, or change one, of `unit` or of the whole site. Raises Denied."""
    check_can_keep_template(by, unit)
    if template is not None:
        check_can_keep_template(by, template.unit)
    same = AnswerTemplate.objects.filter(title=title, unit=unit)
    if template is not None:
        same = same.exclude(pk=template.pk)
    if same.exists():
        raise Denied("Đã có mẫu mang tên này; xin đặt tên khác.")
    saved = template or AnswerTemplate()
    saved.unit, saved.title, saved.text = unit, title, text
    saved.changed_by, saved.changed_at = by, timezone.now()
    saved.save()
    record(
        kind="qa.template.save",
        actor=Actor.staff(by),
        target=saved,
        unit=unit.code if unit else "",
    )
    return saved


@transaction.atomic
def delete_template(*, by: User, template: AnswerTemplate) -> None:
    """Remove a template; answers that began with it keep their words. Raises Denied."""
    check_can_keep_template(by, template.unit)
    record(
        kind="qa.template.delete",
        actor=Actor.staff(by),
        target=template,
        unit=template.unit.code if template.unit else "",
    )
    template.delete()
