"""What a reader can do here, today. A new public function adds its entries to this list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from surveys.queries.public import Offer, open_offers

MOST_CARDS = 3
MOST_SURVEYS = 2


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
        kicker="Khảo sát",
        title="Trả lời khảo sát",
        short_label="Khảo sát",
        facts="Vài phút · phiếu tách khỏi danh tính",
        action="Xem khảo sát",
        url_name="surveys:index",
        chip="",
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


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """An open survey on the "Đang mở" strip."""

    offer: Offer
    kicker: str = "Khảo sát"
    action: str = "Trả lời"
    tone: str = "done"

    @property
    def title(self) -> str:
        return self.offer.survey.title

    @property
    def facts(self) -> str:
        return f"Khoảng {self.offer.minutes} phút · không hỏi danh tính"

    @property
    def chip(self) -> str:
        """How long it stays open, in days."""
        closes_at = self.offer.survey.closes_at
        if closes_at is None:
            return "đang mở"
        days = (timezone.localdate(closes_at) - timezone.localdate()).days
        return f"còn {days} ngày" if days > 0 else "đóng hôm nay"

    @property
    def url(self) -> str:
        return self.offer.survey.get_absolute_url()


def open_now() -> list[Function | SurveyCard]:
    """The cards of the home page: asking first, then open surveys, then what is always there."""
    open_surveys = [SurveyCard(offer) for offer in open_offers() if offer.survey.is_open]
    first, *others = FUNCTIONS
    if open_surveys:
        others = [one for one in others if one.url_name != "surveys:index"]
    cards: list[Function | SurveyCard] = [first, *open_surveys[:MOST_SURVEYS], *others]
    return cards[:MOST_CARDS]
