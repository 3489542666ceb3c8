"""What a reader can do here, today. A new public function adds its entries to this list."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Function:
    """One thing to do, as the card of the "Đang mở" strip shows it.

    `url_name` reverses without arguments; `chip` is what is said about time, or "".
    """

    kicker: str
    title: str
    short_label: str
    facts: str
    action: str
    url_name: str
    chip: str
    tone: str = "done"

    @property
    def url(self) -> str:
        return reverse(self.url_name)


FUNCTIONS = (
    Function(
        kicker="Hỏi – Đáp",
        title="Gửi câu hỏi, phản\N{NO-BREAK SPACE}ánh đến cấp\N{NO-BREAK SPACE}ủy",
        short_label="Gửi câu hỏi",
        facts="Khoảng 3 phút · không cần tài khoản",
        action="Đặt câu hỏi",
        url_name="qa:ask",
        chip="mở thường xuyên",
    ),
    Function(
        kicker="Tra cứu mã",
        title="Câu hỏi của tôi đang ở đâu?",
        short_label="Tra cứu mã",
        facts="Nhập mã trên biên nhận để xem từng bước và hạn trả lời",
        action="Tra cứu",
        url_name="qa:follow",
        chip="",
    ),
    Function(
        kicker="Kết quả và phản hồi",
        title="Kho câu trả lời đã công bố",
        short_label="Kho câu trả lời",
        facts="Tìm theo từ, đơn vị, lĩnh vực, năm",
        action="Xem kho",
        url_name="qa:archive",
        chip="",
    ),
)
