"""The form of each verb between the board and the units; its fields are the service's arguments."""

from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.access import Visitor
from engagement.accounts.models import Unit
from engagement.accounts.units import current_successors, in_reading_order
from engagement.moderation.reasons import REMINDER, RejectionReason
from qa.enums import ReturnReason, UnitRole, Verb
from qa.forms.desk.fields import (
    YEARS_OF_USE,
    UnitInForceField,
    UnitsField,
    choice,
    unit_in_force,
    with_former_names,
    words_field,
    words_to_asker,
)
from qa.forms.desk.filling import AS_HELPER, AS_LEAD, AS_PROPOSED, FILL
from qa.models import Field, Question
from qa.queries.advice import Advice, advice_for
from qa.queries.choices import active_fields, assignable_units


class ActForm(forms.Form):
    """One verb's form. `seen` is when the question last moved as the person saw it."""

    seen = forms.DateTimeField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "Không rõ trang này mở lúc nào; xin mở lại trang rồi làm lại."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        question: Question,
        user: Visitor,
        asked: QueryDict | None = None,
    ) -> None:
        self.question = question
        self.user = user
        # What the page's address asks for, such as the unit to begin with.
        self.asked = asked or QueryDict()
        seen = {"seen": question.status_changed_at.isoformat()}
        super().__init__(data, initial=seen | self.initial_values(), label_suffix="")

    def initial_values(self) -> dict[str, object]:
        """What the form holds before anybody types."""
        return {}

    def clean_seen(self) -> datetime | None:
        """Refuse a time that no page was opened at."""
        seen: datetime | None = self.cleaned_data["seen"]
        if seen and seen.year not in YEARS_OF_USE:
            raise ValidationError(self.fields["seen"].error_messages["invalid"], code="invalid")
        return seen

    @property
    def is_preview(self) -> bool:
        """Whether a button only asked to fill in or to show what would come of it."""
        return False

    def previewed(self) -> Self:
        """The form as that button leaves it, with what was typed so far."""
        return self

    @property
    def done_later(self) -> str:
        """What is said instead of "done" where the deed itself is still to come."""
        return ""

    def arguments(self) -> dict[str, object]:
        """What the service is called with; call after is_valid()."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def rebase(self, question: Question) -> None:
        """After a refusal: the next try starts from `question` as it stands now and is shown."""
        answer = getattr(question, "answer", None)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = question.status_changed_at.isoformat()
        data["version"] = str(answer.version if answer else 0)
        self.data = data


class AcceptForm(ActForm):
    field = forms.ModelChoiceField(
        Field.objects.none(), label="Lĩnh vực", required=False, empty_label="Chưa xếp lĩnh vực"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choice(self, "field").queryset = active_fields()

    def initial_values(self) -> dict[str, object]:
        return {"field": self.question.field_id}


class SortForm(forms.Form):
    """Into which field the question belongs."""

    field = forms.ModelChoiceField(
        Field.objects.none(),
        label="Xếp lĩnh vực",
        empty_label="Chọn lĩnh vực",
        error_messages={"required": "Xin chọn một lĩnh vực."},
    )

    def __init__(self, data: QueryDict | None = None, *, question: Question) -> None:
        initial = {"field": question.field_id}
        super().__init__(data, initial=initial, label_suffix="", auto_id="xep-%s")
        choice(self, "field").queryset = active_fields()


class RejectForm(ActForm):
    reason = forms.TypedChoiceField(
        label="Lý do theo Điều 5",
        choices=RejectionReason.choices,
        coerce=RejectionReason,
        widget=forms.RadioSelect,
        help_text=REMINDER,
        error_messages={"required": "Xin chọn một điểm của Điều 5."},
    )
    words = words_to_asker(
        "Giải thích cho người gửi",
        hint="Người gửi đọc nguyên văn và có quyền đề nghị xem lại một lần.",
    )


class UpholdForm(ActForm):
    words = words_to_asker("Giải thích cho người gửi", hint="Quyết định này là cuối cùng.")


class OverturnForm(AcceptForm):
    """An objection followed takes the question in, so it is sorted like any other."""

    words = words_to_asker("Lời gửi người hỏi", required=False)


class AssignForm(ActForm):
    lead = UnitInForceField(
        Unit.objects.none(),
        label="Đơn vị chủ trì",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Xin chọn đơn vị chủ trì."},
    )
    coordinating = UnitsField(Unit.objects.none(), label="Đơn vị phối hợp", required=False)
    field = forms.ModelChoiceField(
        Field.objects.none(), label="Lĩnh vực", required=False, empty_label="Chưa xếp lĩnh vực"
    )
    words = words_field("Lời nhắn cho đơn vị", hint="Chỉ cán bộ xem.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = assignable_units(timezone.localdate())
        lead = unit_in_force(self, "lead")
        lead.offer(units)
        self.former = lead.former
        choice(self, "coordinating").queryset = units
        choice(self, "field").queryset = active_fields()

    def initial_values(self) -> dict[str, object]:
        """Begin with what the returning unit proposed and with who takes part already."""
        returned = self.question.steps.filter(verb=Verb.RETURN).last()
        proposed = returned.proposed_unit if returned else None
        # The unit may have been merged since: its one successor is what was meant.
        heirs = current_successors(proposed, timezone.localdate()) if proposed else []
        heir = heirs[0].pk if len(heirs) == 1 else None
        held = self.question.assignments.filter(ended_at=None, role=UnitRole.COORDINATING)
        helping = [str(key) for key in held.values_list("unit", flat=True)]
        wanted = self.asked.getlist("phoi_hop")  # whom the lead unit asked for in a note
        return {
            "lead": self.question.lead_unit_id if wanted else heir,
            "coordinating": [*helping, *wanted],
            "field": self.question.field_id,
        }

    @cached_property
    def advice(self) -> Advice:
        """Who might lead and help, beside the choice."""
        return advice_for(self.question)

    @property
    def is_preview(self) -> bool:
        return bool(self.data.get(FILL))

    def previewed(self) -> Self:
        """Put the units of the pressed button in their places; a lead helps no more."""
        part, _, unit = str(self.data.get(FILL)).partition(":")
        ticked = self.data.getlist("coordinating") if isinstance(self.data, QueryDict) else []
        lead, added = str(self.data.get("lead") or ""), []
        if part == AS_PROPOSED and self.advice.lead:
            lead = str(self.advice.lead.pk)
            added = [str(helper.pk) for helper in self.advice.helpers]
        elif part == AS_LEAD:
            lead = unit
        elif part == AS_HELPER:
            added = [unit]
        helping = [value for value in dict.fromkeys([*ticked, *added]) if value != lead]
        form = type(self)(question=self.question, user=self.user)
        typed = {name: self.data.get(name) for name in ("field", "words")}
        form.initial = {**form.initial, **typed, "lead": lead, "coordinating": helping}
        return form

    @property
    def unit_groups(self) -> list[tuple[str, list[tuple[Unit, str, bool]]]]:
        """Co-ordinating units by kind, each with its words and whether it is ticked."""
        ticked = {str(value) for value in self["coordinating"].value() or []}
        units = choice(self, "coordinating").queryset or Unit.objects.none()
        return [
            (
                str(kind),
                [
                    (unit, with_former_names(unit, self.former), str(unit.pk) in ticked)
                    for unit in group
                ],
            )
            for kind, group in groupby(in_reading_order(units), key=Unit.get_kind_display)
        ]


class ArbitrateForm(AssignForm):
    """The arbiter says why; the unit reads it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = words_field(
            "Lý do phân xử", required=True, hint="Đơn vị được giao và Ban Biên tập đọc."
        )


class ReturnForm(ActForm):
    reason = forms.TypedChoiceField(
        label="Lý do chuyển trả",
        choices=ReturnReason.choices,
        coerce=ReturnReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn một lý do."},
    )
    words = words_field("Nói rõ thêm cho Ban Biên tập", required=True)
    proposed_unit = UnitInForceField(
        Unit.objects.none(),
        label="Đơn vị nên giao",
        required=False,
        empty_label="Chưa biết đơn vị nào",
        help_text="Đề nghị đúng đơn vị thì câu hỏi đi nhanh hơn; thời hạn vẫn tính tiếp.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = assignable_units(timezone.localdate())
        others = units.exclude(pk=self.question.lead_unit_id or 0)
        unit_in_force(self, "proposed_unit").offer(others)


class AskInformationForm(ActForm):
    words = words_to_asker(
        "Điều cần người hỏi bổ sung",
        hint="Người hỏi đọc nguyên văn. Thời hạn tạm dừng cho đến khi họ bổ sung.",
    )


class ResumeForm(ActForm):
    words = words_field("Vì sao không chờ nữa", hint="Chỉ cán bộ xem.")
