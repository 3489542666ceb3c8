"""What staff type in the workspace. The fields of an act's form are its service's arguments."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import former_units, in_reading_order
from engagement.moderation.reasons import REMINDER, RejectionReason
from engagement.text.forms import VietnameseCharField
from engagement.text.normalise import normalise
from qa.enums import QuestionStatus, ReturnReason, UnitRole, Verb
from qa.forms.public import CommuneField
from qa.models import (
    ANSWER_MAX_LENGTH,
    QUESTION_MAX_LENGTH,
    WORDS_MAX_LENGTH,
    Field,
    Question,
)
from qa.models.question import ANONYMOUS, CUT
from qa.queries.choices import active_fields, assignable_units, communes, leading_units
from qa.queries.desk import Person, Wanted, reportable
from qa.rules import is_telling_name, names_asker

# Every repetition has a limit, so that a text made for it cannot keep the server busy.
PATTERNS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "email": (
        "địa chỉ thư điện tử",
        re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}"),
    ),
    "phone": ("số điện thoại", re.compile(r"(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)")),
    "identity": ("số căn cước, số tài khoản", re.compile(r"(?<!\d)\d{9,16}(?!\d)")),
    "secret": ("dấu mật", re.compile(r"\b(?:TUYỆT MẬT|TỐI MẬT|MẬT)\b")),
}
LONGEST_KEY = 18  # digits; any longer number is no row's and some databases cannot even look for it
TITLE_PRESET_LENGTH = 90
SHORTEST_SENTENCE = 10
TOO_SHORT = "Người hỏi đọc nguyên văn phần này; xin viết rõ hơn, ít nhất %(limit_value)s ký tự."
PUBLIC_BOXES = frozenset({"title", "question_text", "answer_text", "asker_label"})
# A page was opened in these years; dates at the ends of time cannot be turned into other zones.
YEARS_OF_USE = range(2000, 2100)


class GroupedUnits(ModelChoiceIterator):
    """Units under the name of their kind, so that a list of a hundred can be read."""

    def __iter__(self) -> Iterator[tuple[object, object]]:  # type: ignore[override]
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        units_in_order = in_reading_order(self.queryset)
        for kind, units in groupby(units_in_order, key=Unit.get_kind_display):
            yield (kind, [self.choice(unit) for unit in units])


class UnitField(forms.ModelChoiceField):
    iterator = GroupedUnits


class UnitsInForce(GroupedUnits):
    """Units in force with those they took over from, and these once more under their own names.

    A former name stands for its successor: whoever knows only the old one finds the unit by typing.
    """

    field: "UnitInForceField"

    def __iter__(self) -> Iterator[tuple[object, object]]:  # type: ignore[override]
        yield from super().__iter__()
        former = [
            (self.choice(unit)[0], f"{old.short_name}: {old.name} (nay là {unit.short_name})")
            for unit in in_reading_order(self.queryset)
            for old in self.field.former.get(unit.pk, [])
        ]
        if former:
            yield ("Tên trước khi sắp xếp lại", former)


class UnitInForceField(UnitField):
    """A unit to give a question to. `former` are the units each took over from, by its id."""

    iterator = UnitsInForce
    former: Mapping[int, list[Unit]] = MappingProxyType({})

    def label_from_instance(self, obj: Unit) -> str:
        return with_former_names(obj, self.former)

    def offer(self, units: QuerySet[Unit]) -> None:
        """Let one of `units` be chosen, under the names of today or of before."""
        self.former = former_units(timezone.localdate())
        self.queryset = units


def with_former_names(unit: Unit, former: Mapping[int, list[Unit]]) -> str:
    """The unit's name, and in brackets the units it took over from."""
    names = ", ".join(old.short_name for old in former.get(unit.pk, []))
    return f"{unit.name} (nay gồm {names} trước đây)" if names else unit.name


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows by ticks; a number that is too long for a row is no choice."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> QuerySet[Model]:
        """Refuse what no database should be asked for, with the field's own sentence."""
        sent = value if isinstance(value, list | tuple) else []
        too_long = next((key for key in sent if len(str(key)) > LONGEST_KEY), None)
        if too_long is not None:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": too_long})
        return super().clean(value)


class UnitsField(RowsField):
    iterator = GroupedUnits


class Finding(NamedTuple):
    """What looks private in a text: the code of its kind, and the sentence that shows it.

    `may_stay`: somebody may look and publish it all the same.
    """

    code: str
    sentence: str
    may_stay: bool = True


def words_field(label: str, *, required: bool = False, hint: str = "") -> VietnameseCharField:
    """A box for a few sentences."""
    return VietnameseCharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Xin viết vài lời để người nhận hiểu lý do."},
    )


def day_field(label: str) -> forms.DateField:
    """A day as offices write it; a browser's own calendar would speak the browser's language."""
    return forms.DateField(
        label=label,
        help_text="Ngày/tháng/năm, ví dụ 05/01/2027.",
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Xin ghi ngày/tháng/năm, ví dụ 05/01/2027."},
    )


def words_to_asker(label: str, *, required: bool = True, hint: str = "") -> VietnameseCharField:
    """A box for what the asker reads as it is written: a sentence at least, if anything."""
    field = words_field(label, required=required, hint=hint)
    field.validators.append(MinLengthValidator(SHORTEST_SENTENCE, TOO_SHORT))
    return field


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
        user: Person,
    ) -> None:
        self.question = question
        self.user = user
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

    @cached_property
    def findings(self) -> list[Finding]:
        """What the person should look at before going on; nothing for most acts."""
        return []

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
        held = self.question.assignments.filter(ended_at=None, role=UnitRole.COORDINATING)
        return {
            "lead": returned.proposed_unit_id if returned else None,
            "coordinating": list(held.values_list("unit", flat=True)),
            "field": self.question.field_id,
        }

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


class DraftForm(forms.Form):
    """The editor. `version` is the saved draft the writer started from, 0 for none."""

    text = VietnameseCharField(
        label="Câu trả lời",
        required=False,
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Xin viết câu trả lời trước khi trình."},
    )
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)


class SubmitForm(DraftForm, ActForm):
    field_order = ["text"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].required = True

    def initial_values(self) -> dict[str, object]:
        answer = getattr(self.question, "answer", None)
        return {"text": answer.text, "version": answer.version} if answer else {}


class ApproveForm(ActForm):
    """Nothing to type: the page shows the text that is approved."""


class SendBackForm(ActForm):
    words = words_field("Cần sửa gì", required=True, hint="Cán bộ soạn thảo sẽ đọc.")


class RequestChangesForm(ActForm):
    words = words_field("Cần sửa gì", required=True, hint="Đơn vị chủ trì sẽ đọc.")


class PublishForm(ActForm):
    """The public copy. What looks personal must be taken out or seen and agreed to (R-4.2)."""

    title = VietnameseCharField(
        label="Tiêu đề",
        max_length=200,
        help_text="Ngắn, nói đúng điều được hỏi; đứng đầu trang công bố.",
        error_messages={"required": "Xin đặt tiêu đề."},
    )
    question_text = VietnameseCharField(
        label="Câu hỏi, bản công bố",
        max_length=QUESTION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Bản gốc được giữ riêng. Bỏ tên, số điện thoại, địa chỉ, số giấy tờ của người hỏi.",
    )
    answer_text = VietnameseCharField(
        label="Trả lời, bản công bố",
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    asker_label = VietnameseCharField(
        label="Tên hiện khi công bố",
        max_length=120,
        required=False,
        empty_value=ANONYMOUS,
        help_text="Người hỏi đã đồng ý hiện tên. Để trống thì không hiện tên.",
    )
    is_agreed = forms.BooleanField(label="Đã xem, đồng ý công bố những chỗ này", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not self.question.is_name_public:
            del self.fields["asker_label"]
        if not self.may_agree:
            del self.fields["is_agreed"]

    def initial_values(self) -> dict[str, object]:
        answer = getattr(self.question, "answer", None)
        return {
            "title": title_for(self.question.text),
            "question_text": self.question.text,
            "answer_text": answer.text if answer else "",
            "asker_label": self.question.asker_name,
        }

    def clean_title(self) -> str:
        """Refuse a title that was cut, as one copied from a list is."""
        title: str = self.cleaned_data["title"]
        if title.endswith(CUT):
            raise ValidationError("Tiêu đề còn bị cắt ở cuối; xin viết cho trọn ý, bỏ dấu “…”.")
        return title

    @cached_property
    def findings(self) -> list[Finding]:
        """What still looks personal or secret in the copy as it stands in the boxes."""
        return personal_data_in(normalise("\n".join(self.boxes().values())), self.question)

    def boxes(self) -> dict[str, str]:
        """The words of the copy by field, as they stand in the boxes.

        What is longer than the longest box is refused for that; it is not read to its end here.
        """
        names = [name for name in self.fields if name in PUBLIC_BOXES]
        return {name: str(self[name].value() or "")[:ANSWER_MAX_LENGTH] for name in names}

    @property
    def may_agree(self) -> bool:
        """Whether something was found that somebody may let stand."""
        return any(finding.may_stay for finding in self.findings)

    def clean(self) -> dict[str, object]:
        """Refuse what looks personal until somebody has said that it may be published.

        A name the asker did not agree to show is refused whatever anybody says.
        """
        cleaned = super().clean() or {}
        for name, words in self.boxes().items():
            if is_telling_name(self.question) and names_asker(self.question, normalise(words)):
                self.add_error(
                    name, "Còn tên người hỏi, mà người hỏi không đồng ý hiện tên; xin bỏ."
                )
        if self.may_agree and not cleaned.get("is_agreed"):
            self.add_error(
                "is_agreed", "Bản công bố còn thông tin riêng; xin bỏ đi, hoặc xem kỹ và đánh dấu."
            )
        return cleaned

    def arguments(self) -> dict[str, object]:
        """The copy, and for the audit the kinds of what was agreed to, never the words."""
        copy = {name: value for name, value in super().arguments().items() if name != "is_agreed"}
        kinds = dict.fromkeys(finding.code for finding in self.findings if finding.may_stay)
        return copy | {"overrides": list(kinds)}


def title_for(text: str) -> str:
    """The first line of `text`, or its first question where the line is too long for a title.

    Nothing where neither fits: a title that is cut would have to be written anew all the same.
    """
    first_line = text.strip().split("\n", 1)[0].strip()
    first_question = first_line[: first_line.find("?") + 1] or first_line
    fitting = (part for part in (first_line, first_question) if len(part) <= TITLE_PRESET_LENGTH)
    return next(fitting, "")


def personal_data_in(text: str, question: Question) -> list[Finding]:
    """Say what looks personal or secret in `text`, each with the words that were found (R-4.2)."""
    findings = [
        Finding(code, f"{kind}: {match.strip()}")
        for code, (kind, pattern) in PATTERNS.items()
        for match in dict.fromkeys(pattern.findall(text))
    ]
    if names_asker(question, text):
        sentence = f"tên người hỏi, người hỏi không đồng ý hiện tên: {question.asker_name}"
        findings.append(Finding("name", sentence, may_stay=not is_telling_name(question)))
    return findings


class ClosePrivatelyForm(ActForm):
    words = words_field("Vì sao không công bố", hint="Chỉ cán bộ xem.")


class RetractForm(ActForm):
    note = words_to_asker("Lý do gỡ", hint="Hiện cho mọi người ở địa chỉ của câu trả lời đã gỡ.")


class ContributeForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị phối hợp", empty_label=None)
    text = VietnameseCharField(
        label="Ý kiến gửi đơn vị chủ trì",
        max_length=ANSWER_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Chỉ cán bộ xem; đơn vị chủ trì dùng để soạn câu trả lời.",
        error_messages={"required": "Xin viết ý kiến trước khi gửi."},
    )

    def __init__(self, data: QueryDict | None = None, *, units: list[Unit]) -> None:
        super().__init__(data, label_suffix="", auto_id="phoi-hop-%s")
        own = choice(self, "unit")
        own.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            own.initial = units[0].pk
            own.widget = forms.HiddenInput()


class ReportForm(forms.Form):
    cau_hoi = RowsField(
        Question.objects.none(),
        label="Câu hỏi",
        error_messages={
            "required": "Xin chọn ít nhất một câu hỏi để báo cáo.",
            "invalid_choice": "Có câu hỏi vừa được xử lý ở nơi khác; xin xem lại danh sách.",
            "invalid_pk_value": "Có câu hỏi vừa được xử lý ở nơi khác; xin xem lại danh sách.",
        },
    )
    note = words_field("Ghi chú", hint="In ở đầu danh sách.")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        user: Person,
        chosen: list[str] | None = None,
    ) -> None:
        super().__init__(data, initial={"cau_hoi": chosen}, label_suffix="")
        choice(self, "cau_hoi").queryset = reportable(user)


class DelegationForm(forms.Form):
    decision_number = VietnameseCharField(
        label="Số văn bản", max_length=60, error_messages={"required": "Xin ghi số văn bản."}
    )
    valid_from = day_field("Từ ngày")
    valid_to = day_field("Đến hết ngày")
    fields_covered = RowsField(
        Field.objects.none(),
        label="Lĩnh vực",
        required=False,
        help_text="Không chọn lĩnh vực nào là ủy quyền cho mọi lĩnh vực.",
    )
    scope = VietnameseCharField(label="Phạm vi, bằng lời", max_length=300, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        choice(self, "fields_covered").queryset = active_fields()

    def clean_valid_to(self) -> date:
        """The last day must not lie before the first."""
        last: date = self.cleaned_data["valid_to"]
        first = self.cleaned_data.get("valid_from")
        if first and last < first:
            raise ValidationError("Ngày kết thúc không được trước ngày bắt đầu.")
        return last


class FilterForm(forms.Form):
    """The filters of a list, in the address. What is not a choice filters nothing."""

    q = VietnameseCharField(required=False, max_length=200, widget=forms.HiddenInput)
    linh_vuc = forms.ModelChoiceField(
        Field.objects.none(),
        label="Lĩnh vực",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
    don_vi = UnitField(
        Unit.objects.none(),
        label="Đơn vị chủ trì",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
    xa = CommuneField(
        Unit.objects.none(),
        label="Xã, phường",
        to_field_name="code",
        required=False,
        empty_label="Tất cả",
    )
    buoc = forms.ChoiceField(
        label="Bước", choices=[("", "Tất cả"), *QuestionStatus.choices], required=False
    )
    tuan = forms.DateField(
        label="Nhận trong tuần từ thứ Hai",
        help_text="Ngày/tháng/năm, ví dụ 16/11/2026.",
        required=False,
        widget=forms.TextInput,
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        today = timezone.localdate()
        choice(self, "linh_vuc").queryset = active_fields()
        choice(self, "don_vi").queryset = leading_units(today)
        choice(self, "xa").queryset = communes(today)

    def wanted(self) -> Wanted:
        """What queries.in_box narrows by."""
        self.is_valid()
        chosen = self.cleaned_data
        week = chosen.get("tuan")
        return Wanted(
            text=chosen.get("q") or "",
            unit=code_of(chosen.get("don_vi")),
            field=code_of(chosen.get("linh_vuc")),
            commune=code_of(chosen.get("xa")),
            step=chosen.get("buoc") or "",
            week=week if week and week.year in YEARS_OF_USE else None,
        )


def unit_in_force(form: forms.Form, name: str) -> UnitInForceField:
    """The field `name` of `form`, known to choose among units in force."""
    field = form.fields[name]
    if not isinstance(field, UnitInForceField):
        raise TypeError(f"{name} does not choose among units in force")
    return field


def code_of(chosen: Field | Unit | None) -> str:
    return chosen.code if chosen else ""


def choice(form: forms.Form, name: str) -> forms.ModelChoiceField:
    """The field `name` of `form`, known to choose among rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} does not choose among rows")
    return field
