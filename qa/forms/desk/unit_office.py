"""What a unit's head and the office type: templates of answers, a deputy for some days."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from engagement.accounts.models import Unit, User
from engagement.text.forms import VietnameseCharField
from qa.forms.desk.fields import choice, day_field
from qa.models import ANSWER_MAX_LENGTH, AnswerTemplate
from qa.queries.deputies import possible_deputies
from qa.services.templates import PLACES, unknown_places


class TemplateForm(forms.Form):
    """A template; `units` are those whose templates this person keeps, None among them: the site."""

    unit = forms.ChoiceField(label="Dùng cho")
    title = VietnameseCharField(
        label="Tên mẫu", max_length=120, error_messages={"required": "Xin đặt tên mẫu."}
    )
    text = VietnameseCharField(
        label="Nội dung",
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Điền tự động: "
        + "; ".join(f"{{{name}}} là {words}" for name, words in PLACES.items())
        + ".",
        error_messages={"required": "Xin viết nội dung mẫu."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        units: Sequence[Unit | None],
        template: AnswerTemplate | None = None,
    ) -> None:
        initial = (
            {
                "unit": str(template.unit_id or ""),
                "title": template.title,
                "text": template.text,
            }
            if template
            else {}
        )
        super().__init__(data, initial=initial, label_suffix="")
        self.units = {str(unit.pk) if unit else "": unit for unit in units}
        offered = self.fields["unit"]
        if not isinstance(offered, forms.ChoiceField):
            raise TypeError("unit is a choice")
        offered.choices = [
            (key, unit.name if unit else "Mọi đơn vị") for key, unit in self.units.items()
        ]
        offered.required = "" not in self.units

    def clean_text(self) -> str:
        """Refuse a brace that nothing would fill."""
        text: str = self.cleaned_data["text"]
        try:
            unknown = unknown_places(text)
        except ValueError:
            raise ValidationError(
                "Dấu { và } phải đi thành cặp, bên trong là tên chỗ điền."
            ) from None
        if unknown:
            raise ValidationError(
                f"Không có chỗ điền {{{unknown[0]}}}; chỉ có "
                + ", ".join(f"{{{name}}}" for name in PLACES)
                + "."
            )
        return text

    @property
    def chosen_unit(self) -> Unit | None:
        """Whose template it is to be; call after is_valid()."""
        return self.units[self.cleaned_data["unit"]]


class DeputyForm(forms.Form):
    """Who stands in for the head of which unit, from when to when."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="Người duyệt thay",
        empty_label="Chọn cán bộ của đơn vị",
        error_messages={"required": "Xin chọn người duyệt thay."},
    )
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày")

    def __init__(self, data: QueryDict | None = None, *, units: list[Unit], user: User) -> None:
        super().__init__(data, label_suffix="")
        own = choice(self, "unit")
        own.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            own.initial = units[0].pk
            own.widget = forms.HiddenInput()
        people = choice(self, "deputy")
        people.queryset = possible_deputies(*units).exclude(pk=user.pk)
        people.label_from_instance = lambda obj: str(obj.display_name)  # type: ignore[method-assign]

    def clean_valid_to(self) -> date:
        """The last day must not lie before the first."""
        last: date = self.cleaned_data["valid_to"]
        first = self.cleaned_data.get("valid_from")
        if first and last < first:
            raise ValidationError("Ngày kết thúc không được trước ngày bắt đầu.")
        return last
