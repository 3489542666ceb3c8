"""A questionnaire with every kind of question, and a person who fills it in page by page."""

import re
from decimal import Decimal
from html import unescape
from http.cookies import SimpleCookie

from django.test import Client
from django.urls import reverse

from surveys.enums import QuestionKind as K
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Repeat,
    Row,
)
from surveys.models import Survey

DONT_KNOW = Choice("kho", "Khó trả lời", is_dont_know=True)
LEVELS = (
    Choice("rat", "Rất hài lòng"),
    Choice("hai", "Hài lòng"),
    Choice("binh", "Bình thường"),
    Choice("khong", "Không hài lòng"),
    DONT_KNOW,
)
CHANNELS = (
    Choice("loa", "Loa truyền thanh"),
    Choice("mang", "Mạng xã hội"),
    Choice("bao", "Báo, đài"),
    Choice("nguoi", "Người quen"),
    Choice("khac", "Khác, xin ghi rõ", is_other=True),
    Choice("khongco", "Không biết tin nào", is_exclusive=True),
)
VISIT = Page(
    "lan_den",
    "Lần đến gần nhất",
    (
        Question("dong_y", K.CONSENT, "Tôi đã đọc và đồng ý trả lời", is_required=True),
        Question("loi_dan", K.NOTE, "Phần này hỏi về lần gần nhất Quý vị đến bộ phận một cửa."),
        Question(
            "da_den",
            K.SINGLE,
            "Trong 12 tháng qua Quý vị có đến bộ phận một cửa không?",
            choices=(Choice("co", "Có"), Choice("chua", "Chưa")),
            is_required=True,
        ),
        Question(
            "viec",
            K.SHORT_TEXT,
            "Quý vị đến làm việc gì?",
            relevance="${da_den} = 'co'",
            is_required=True,
        ),
    ),
    intro="Không có câu trả lời đúng hay sai.",
)
OPINION = Page(
    "y_kien",
    "Quý vị hài lòng thế nào về…",
    (
        Question("thoi_gian", K.LIKERT, "Thời gian giải quyết hồ sơ", choices=LEVELS),
        Question(
            "cac_mat",
            K.MATRIX,
            "Từng mặt dưới đây",
            choices=LEVELS,
            rows=(
                Row("thai_do", "Thái độ của cán bộ"),
                Row("noi_cho", "Nơi chờ"),
                Row("thu_tuc", "Thủ tục, giấy tờ phải nộp"),
            ),
            is_required=True,
        ),
        Question(
            "diem",
            K.SCALE,
            "Quý vị cho mấy điểm?",
            choices=(DONT_KNOW,),
            low_label="Rất kém",
            high_label="Rất tốt",
        ),
    ),
    intro="Chọn một mức cho mỗi nội dung.",
    relevance="${da_den} = 'co'",
)
NEWS = Page(
    "tin_tuc",
    "Quý vị biết tin của xã qua đâu",
    (
        Question(
            "kenh",
            K.MULTIPLE,
            "Quý vị biết tin qua những kênh nào?",
            choices=CHANNELS,
            limits=Limits(max_choices=3),
            is_required=True,
        ),
        Question(
            "uu_tien",
            K.RANKING,
            "Quý vị muốn xã ưu tiên việc gì trước?",
            choices=(
                Choice("duong", "Đường sá"),
                Choice("nuoc", "Nước sạch"),
                Choice("truong", "Trường học"),
                Choice("yte", "Trạm y tế"),
            ),
            limits=Limits(max_choices=3),
        ),
        Question(
            "gop_y",
            K.LONG_TEXT,
            "Quý vị góp ý gì thêm?",
            hint="Xin đừng ghi họ tên, số điện thoại.",
            limits=Limits(max_length=300),
        ),
    ),
)
HOME = Page(
    "noi_o",
    "Nơi ở",
    (
        Question("xa", K.COMMUNE, "Quý vị ở xã, phường nào?"),
        Question(
            "khu",
            K.SINGLE,
            "Quý vị ở khu nào?",
            choices=(Choice("dong", "Khu đông"), Choice("tay", "Khu tây")),
        ),
        Question(
            "ap",
            K.SINGLE,
            "Ấp nào?",
            choices=(
                Choice("d1", "Ấp Đông 1", parent="dong"),
                Choice("d2", "Ấp Đông 2", parent="dong"),
                Choice("t1", "Ấp Tây 1", parent="tay"),
            ),
            depends_on="khu",
        ),
        Question(
            "so_nguoi",
            K.NUMBER,
            "Nhà có mấy người?",
            limits=Limits(minimum=Decimal(1), maximum=Decimal(30)),
        ),
        Question("tu_ngay", K.DATE, "Quý vị ở đây từ ngày nào?"),
    ),
)
MEMBERS = Page(
    "nguoi",
    "Những người trong nhà",
    (
        Question(
            "gioi",
            K.SINGLE,
            "Giới tính",
            choices=(Choice("nam", "Nam"), Choice("nu", "Nữ")),
            is_required=True,
        ),
        Question("tuoi", K.NUMBER, "Tuổi", limits=Limits(minimum=Decimal(0), maximum=Decimal(120))),
        Question(
            "di_hoc",
            K.SINGLE,
            "Có đang đi học không?",
            choices=(Choice("co_hoc", "Có"), Choice("khong_hoc", "Không")),
            relevance="${tuoi} < 25",
        ),
    ),
    repeat=Repeat(1, 4, "Thành viên"),
)
EVERYTHING = Questionnaire(
    "Bộ phận một cửa và đời sống trong xã",
    (VISIT, OPINION, NEWS, HOME, MEMBERS),
    purpose="Để biết bà con hài lòng điều gì, chưa hài lòng điều gì khi đến bộ phận một cửa.",
)
SHORT = Questionnaire(
    "Ý kiến về giờ mở cửa",
    (
        Page(
            "mot",
            "Giờ mở cửa",
            (
                Question(
                    "gio",
                    K.SINGLE,
                    "Quý vị muốn mở thêm buổi nào?",
                    choices=(Choice("toi", "Buổi tối"), Choice("bay", "Sáng thứ Bảy")),
                    is_required=True,
                ),
            ),
        ),
        Page("hai", "Góp ý", (Question("y", K.LONG_TEXT, "Quý vị góp ý gì thêm?"),)),
    ),
)
# What a person who answers everything types, page by page.
TYPED: dict[str, dict[str, object]] = {
    "lan_den": {"q-dong_y": "yes", "q-da_den": "co", "q-viec": "Làm giấy khai sinh"},
    "y_kien": {
        "q-thoi_gian": "hai",
        "q-cac_mat:thai_do": "rat",
        "q-cac_mat:noi_cho": "binh",
        "q-cac_mat:thu_tuc": "kho",
        "q-diem": "8",
    },
    "tin_tuc": {
        "q-kenh": ["loa", "khac"],
        "q-kenh:khac": "Nhóm của ấp",
        "q-uu_tien:nuoc": "1",
        "q-uu_tien:duong": "2",
        "q-gop_y": "Mở thêm sáng thứ Bảy",
    },
    "noi_o": {
        "q-xa": "xa-a",
        "q-khu": "dong",
        "q-ap": "d2",
        "q-so_nguoi": "4",
        "q-tu_ngay:ngay": "5",
        "q-tu_ngay:thang": "3",
        "q-tu_ngay:nam": "1999",
    },
    "nguoi": {"q-nguoi.0.gioi": "nu", "q-nguoi.0.tuoi": "41"},
}
ANSWERS = {
    "dong_y": "yes",
    "da_den": "co",
    "viec": "Làm giấy khai sinh",
    "thoi_gian": "hai",
    "cac_mat": {"thai_do": "rat", "noi_cho": "binh", "thu_tuc": "kho"},
    "diem": 8,
    "kenh": ["loa", "khac"],
    "kenh_other": "Nhóm của ấp",
    "uu_tien": ["nuoc", "duong"],
    "gop_y": "Mở thêm sáng thứ Bảy",
    "xa": "xa-a",
    "khu": "dong",
    "ap": "d2",
    "so_nguoi": "4",
    "tu_ngay": "1999-03-05",
    "nguoi": [{"gioi": "nu", "tuoi": "41"}],
}


class Person:
    """Somebody with a browser before a survey: opens it, types, presses buttons."""

    def __init__(
        self, survey: Survey, *, client: Client | None = None, kiosk: bool = False
    ) -> None:
        self.client = client or Client()
        place = "surveys:kiosk" if kiosk else "surveys:"
        names = {"start": "surveys:kiosk"} if kiosk else {"start": "surveys:start"}
        names |= (
            {"answer": f"{place}_answer", "receipt": f"{place}_receipt"}
            if kiosk
            else {
                "answer": f"{place}answer",
                "receipt": f"{place}receipt",
            }
        )
        self.urls = {name: reverse(url, args=[survey.code]) for name, url in names.items()}
        self.response = None
        self.text = ""

    def get(self, name: str = "answer", **query):
        return self._saw(self.client.get(self.urls[name], query))

    def press(self, act: str, typed: dict[str, object] | None = None, **more):
        """Send the page shown with what is typed into it; `more` are other fields."""
        data = {"phieu": self.sheet, "trang": self.page, "viec": act, **(typed or {}), **more}
        return self.post({name: value for name, value in data.items() if value is not None})

    def post(self, data: dict[str, object]):
        return self._saw(self.client.post(self.urls["answer"], data))

    @property
    def sheet(self) -> str:
        return self.hidden("phieu")

    @property
    def page(self) -> str:
        return self.hidden("trang")

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return unescape(found[1]) if found else ""

    def value(self, control: str) -> str:
        """What stands in a text box."""
        found = re.search(rf'name="{re.escape(control)}" value="([^"]*)"', self.text)
        return unescape(found[1]) if found else ""

    def is_checked(self, control: str, code: str) -> bool:
        return bool(
            re.search(rf'name="{re.escape(control)}" value="{code}"[^>]* checked', self.text)
        )

    @property
    def cookies(self) -> SimpleCookie:
        return self.client.cookies

    def _saw(self, response):
        self.response = response
        self.text = response.content.decode()
        return response


def fill(person: Person, typed=TYPED, *, last: str = "nguoi") -> None:
    """Go through every page up to the last one, which stays open."""
    person.get()
    while person.page != last:
        response = person.press("tiep", typed[person.page])
        assert response.status_code == 200, (person.page, person.text)
