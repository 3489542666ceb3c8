"""What helps whoever writes: a note on the case, a template for the answer."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.models import Unit
from qa.forms.desk.fields import UnitInForceField, choice, unit_in_force, words_field
from qa.models import AnswerTemplate, Question
from qa.queries.choices import assignable_units


class NoteForm(forms.Form):
    """A note; the lead unit may ask for another unit's help with it."""

    words = words_field("Ghi chú mới", required=True)
    wanted_unit = UnitInForceField(
        Unit.objects.none(),
        label="Đề nghị đơn vị phối hợp",
        required=False,
        empty_label="Không đề nghị",
    )

    def __init__(self, data: QueryDict | None = None, *, question: Question, may_ask: bool) -> None:
        super().__init__(data, label_suffix="", auto_id="ghi-chu-%s")
        if not may_ask:
            del self.fields["wanted_unit"]
            return
        units = assignable_units(timezone.localdate()).exclude(pk=question.lead_unit_id or 0)
        unit_in_force(self, "wanted_unit").offer(units)


class InsertForm(forms.Form):
    """Which template to put at the end of what was typed."""

    mau = forms.ModelChoiceField(
        AnswerTemplate.objects.none(),
        label="Mẫu câu trả lời",
        empty_label="Chọn mẫu",
        error_messages={"required": "Xin chọn một mẫu.", "invalid_choice": "Mẫu này không còn."},
    )

    def __init__(
        self, data: QueryDict | None = None, *, templates: QuerySet[AnswerTemplate]
    ) -> None:
        super().__init__(data, label_suffix="")
        choice(self, "mau").queryset = templates
