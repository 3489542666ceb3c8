"""Sample values for the page that shows every piece of the interface (demo site only)."""

from datetime import timedelta

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils import timezone


class SampleForm(forms.Form):
    title = forms.CharField(
        label="Tiêu đề", help_text="Một câu ngắn, nói điều Quý vị muốn hỏi.", max_length=20
    )
    body = forms.CharField(label="Nội dung", widget=forms.Textarea, required=False)
    commune = forms.ChoiceField(
        label="Xã, phường", choices=[("", "Chọn xã, phường"), ("a", "Phường Vị Thanh")]
    )
    level = forms.ChoiceField(
        label="Mức độ hài lòng",
        choices=[("4", "Rất hài lòng"), ("3", "Hài lòng"), ("1", "Không hài lòng")],
        widget=forms.RadioSelect,
    )
    attachment = forms.FileField(
        label="Tệp kèm theo", help_text="PDF, DOCX hoặc ảnh, không quá 10 MB.", required=False
    )
    consent = forms.BooleanField(label="Tôi đồng ý cho công bố tên cùng câu hỏi.", required=False)


class SampleFilter(forms.Form):
    text = forms.CharField(label="Từ cần tìm", required=False)
    year = forms.ChoiceField(
        label="Năm", choices=[("", "Tất cả"), ("2026", "2026"), ("2025", "2025")], required=False
    )


def showcase() -> dict[str, object]:
    """Return one of everything, around the present moment."""
    now = timezone.now()
    invalid = SampleForm(
        {"title": "Đường vào ấp 5 hư hỏng từ sau mưa", "body": "Xin hỏi khi nào sửa?"},
        prefix="sai",
    )
    return {
        "form": SampleForm(initial={"level": "3"}),
        "invalid_form": invalid,
        "filter_form": SampleFilter(prefix="loc"),
        "samples": [
            Message(constants.SUCCESS, "Đã chuyển câu hỏi đến Sở Xây dựng."),
            Message(constants.ERROR, "Chưa lưu được: câu hỏi đã có người khác xử lý."),
            Message(constants.INFO, "Có 3 câu hỏi mới từ 08:00."),
        ],
        "deadlines": {
            "late": now - timedelta(days=1),
            "soon": now + timedelta(hours=30),
            "far": now + timedelta(days=6),
        },
        "card": {
            "kicker": "Hỏi đáp",
            "title": "Gửi câu hỏi đến cấp ủy",
            "facts": "Khoảng 3 phút · không cần tài khoản",
            "chip": "mở thường xuyên",
            "tone": "done",
            "url": "#the",
            "action": "Đặt câu hỏi",
        },
        "steps": [
            {"state": "done", "title": "Đã nhận", "note": "14:05, 16/11 · mã HG-7K4M-2Q9"},
            {"state": "done", "title": "Chuyển Sở Xây dựng trả lời", "note": "08:10, 17/11"},
            {
                "state": "current",
                "title": "Sở Xây dựng đang soạn câu trả lời",
                "note": "Hạn 17:00, thứ Hai 30/11, vì thời hạn là 8 ngày làm việc kể từ khi chuyển.",
            },
            {"state": "todo", "title": "Công bố câu trả lời", "note": ""},
        ],
        "entries": [
            {"at": now, "title": "Trả lại đơn vị", "by": "Ban Biên tập", "note": "Cần nêu rõ hạn."},
            {"at": now - timedelta(days=2), "title": "Tiếp nhận", "by": "", "note": ""},
        ],
        "figure": {
            "id": "mau",
            "title": "Câu hỏi theo đơn vị",
            "sentence": "Sở Xây dựng đang giữ nhiều câu hỏi nhất: 12 trên 37 câu (n = 37).",
            "columns": ["Đơn vị", "Đang giữ", "Quá hạn"],
            "rows": [["Sở Xây dựng", "12", "1"], ["Sở Y tế", "7", "0"]],
            "is_table_open": True,
        },
        "page": Paginator(range(60), 20).get_page(2),
        "now": now,
    }
