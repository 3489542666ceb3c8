"""Ready questionnaires: good beginnings that may be opened as they are or changed at will."""

from collections.abc import Callable
from typing import NamedTuple

from surveys.enums import QuestionKind as K
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Row,
)
from surveys.instrument.scales import DONT_KNOW, OTHER, SCALES

LONGEST_SUBJECT = 120


class Sample(NamedTuple):
    """A ready questionnaire. `about` says whom it is for; `make` takes the subject, or ignores it."""

    code: str
    name: str
    about: str
    asks_subject: bool
    make: Callable[[str], Questionnaire]


def _choices(**labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in labels.items())


SATISFACTION, AGREEMENT = SCALES["hai-long"].choices, SCALES["dong-y"].choices
REMARKS_LENGTH = 1_000


def _about_you() -> Page:
    """Who answers, asked last: what results are broken down by and weighted to."""
    return Page(
        code="ve_quy_vi",
        title="Đôi điều về Quý vị",
        intro="Phần này giúp biết ý kiến của các nhóm người dân. Không ai biết Quý vị là ai.",
        questions=(
            Question(
                "gioi_tinh",
                K.SINGLE,
                "Giới tính của Quý vị",
                choices=_choices(nam="Nam", nu="Nữ", khong_neu="Không muốn nêu"),
            ),
            Question(
                "nhom_tuoi",
                K.SINGLE,
                "Nhóm tuổi của Quý vị",
                choices=_choices(
                    t18_29="Từ 18 đến 29 tuổi",
                    t30_44="Từ 30 đến 44 tuổi",
                    t45_59="Từ 45 đến 59 tuổi",
                    t60="Từ 60 tuổi trở lên",
                ),
            ),
            Question(
                "nghe_nghiep",
                K.SINGLE,
                "Công việc chính của Quý vị hiện nay",
                choices=(
                    *_choices(
                        nong_dan="Làm nông nghiệp, thủy sản",
                        cong_nhan="Công nhân, lao động làm thuê",
                        can_bo="Cán bộ, công chức, viên chức",
                        kinh_doanh="Kinh doanh, buôn bán",
                        hoc_sinh="Học sinh, sinh viên",
                        huu_tri="Hưu trí, nội trợ",
                    ),
                    OTHER,
                ),
            ),
            Question("xa_phuong", K.COMMUNE, "Quý vị sống ở xã, phường nào?"),
        ),
    )


def _public_service(_subject: str) -> Questionnaire:
    visit = Page(
        code="lan_gan_nhat",
        title="Lần làm thủ tục gần đây nhất",
        questions=(
            Question(
                "linh_vuc",
                K.SINGLE,
                "Lần gần đây nhất, Quý vị làm thủ tục gì?",
                is_required=True,
                choices=(
                    *_choices(
                        ho_tich="Hộ tịch, chứng thực",
                        dat_dai="Đất đai",
                        xay_dung="Xây dựng, nhà ở",
                        kinh_doanh="Đăng ký kinh doanh",
                        chinh_sach="Bảo hiểm, trợ cấp, người có công",
                    ),
                    OTHER,
                ),
            ),
            Question(
                "cach_nop",
                K.SINGLE,
                "Quý vị nộp hồ sơ bằng cách nào?",
                choices=_choices(
                    tai_cho="Đến nộp tại bộ phận một cửa",
                    truc_tuyen="Nộp trên Cổng dịch vụ công",
                    buu_chinh="Gửi qua bưu điện",
                    nho_nguoi="Nhờ người khác nộp",
                ),
            ),
            Question(
                "so_lan",
                K.SINGLE,
                "Từ khi nộp hồ sơ đến khi nhận kết quả, Quý vị phải đến cơ quan mấy lần?",
                hint="Tính cả lần đến nộp hồ sơ và lần đến nhận kết quả.",
                choices=(
                    *_choices(
                        khong_lan="Không phải đến",
                        mot_lan="1 lần",
                        hai_lan="2 lần",
                        ba_lan="3 lần trở lên",
                    ),
                    DONT_KNOW,
                ),
            ),
            Question(
                "dung_hen",
                K.SINGLE,
                "Kết quả được trả vào lúc nào?",
                choices=(
                    *_choices(
                        truoc_hen="Trước ngày hẹn",
                        dung_hen="Đúng ngày hẹn",
                        tre_co_bao="Sau ngày hẹn, có thông báo",
                        tre_khong_bao="Sau ngày hẹn, không có thông báo",
                        chua_co="Chưa có kết quả",
                    ),
                    DONT_KNOW,
                ),
            ),
        ),
    )
    opinion = Page(
        code="danh_gia",
        title="Đánh giá của Quý vị",
        questions=(
            Question(
                "tung_mat",
                K.MATRIX,
                "Quý vị hài lòng ở mức nào về từng mặt dưới đây?",
                rows=(
                    Row("noi_tiep_nhan", "Nơi tiếp nhận hồ sơ"),
                    Row("huong_dan", "Sự hướng dẫn về hồ sơ, thủ tục"),
                    Row("thai_do", "Thái độ của cán bộ"),
                    Row("thoi_gian", "Thời gian giải quyết"),
                    Row("ket_qua", "Kết quả nhận được"),
                ),
                choices=SATISFACTION,
            ),
            Question(
                "chung",
                K.LIKERT,
                "Nhìn chung, Quý vị hài lòng ở mức nào về lần làm thủ tục này?",
                is_required=True,
                choices=SATISFACTION,
            ),
            Question(
                "ly_do",
                K.MULTIPLE,
                "Điều gì làm Quý vị chưa hài lòng?",
                relevance="${chung} = 'khong_hai_long' or ${chung} = 'rat_khong_hai_long'",
                limits=Limits(max_choices=3),
                choices=(
                    *_choices(
                        di_lai="Phải đi lại nhiều lần",
                        cho_lau="Chờ đợi lâu",
                        giay_to="Phải nộp nhiều giấy tờ",
                        huong_dan="Hướng dẫn khó hiểu",
                        thai_do="Thái độ phục vụ",
                        chi_phi="Phải trả thêm tiền",
                    ),
                    OTHER,
                ),
            ),
            Question(
                "gop_y",
                K.LONG_TEXT,
                "Quý vị đề nghị cơ quan làm tốt hơn việc gì?",
                hint="Xin không ghi họ tên, số điện thoại, số giấy tờ.",
                limits=Limits(max_length=REMARKS_LENGTH),
            ),
        ),
    )
    return Questionnaire(
        title="Hài lòng về dịch vụ hành chính công",
        purpose=(
            "Khảo sát này hỏi ý kiến người dân về lần làm thủ tục hành chính gần đây nhất, để cơ "
            "quan biết việc nào cần làm tốt hơn."
        ),
        pages=(visit, opinion, _about_you()),
    )


def _one_subject(subject: str) -> Questionnaire:
    opinion = Page(
        code="y_kien",
        title="Ý kiến của Quý vị",
        questions=(
            Question(
                "da_biet",
                K.SINGLE,
                f"Trước khi đọc phiếu này, Quý vị đã biết về {subject} ở mức nào?",
                is_required=True,
                choices=_choices(
                    biet_ro="Biết rõ",
                    biet_mot_phan="Biết một phần",
                    moi_nghe="Chỉ nghe nói",
                    chua_biet="Chưa biết",
                ),
            ),
            Question(
                "nguon_tin",
                K.MULTIPLE,
                f"Quý vị biết về {subject} từ đâu?",
                relevance="not(${da_biet} = 'chua_biet')",
                limits=Limits(max_choices=3),
                choices=(
                    *_choices(
                        loa="Loa truyền thanh",
                        hop_dan="Họp dân, sinh hoạt đoàn thể",
                        bao_dai="Báo, đài, truyền hình",
                        trang_tin="Trang thông tin của cơ quan",
                        mang_xa_hoi="Mạng xã hội",
                        nguoi_quen="Người thân, hàng xóm",
                    ),
                    OTHER,
                ),
            ),
            Question(
                "dong_tinh",
                K.LIKERT,
                f"Quý vị đồng ý ở mức nào với chủ trương về {subject}?",
                is_required=True,
                choices=AGREEMENT,
            ),
            Question(
                "mong_doi",
                K.LONG_TEXT,
                f"Về {subject}, Quý vị mong cơ quan làm điều gì trước?",
                hint="Xin không ghi họ tên, số điện thoại, số giấy tờ.",
                limits=Limits(max_length=REMARKS_LENGTH),
            ),
        ),
    )
    return Questionnaire(
        title=f"Ý kiến về {subject}",
        purpose=f"Khảo sát này hỏi người dân biết gì và nghĩ gì về {subject}.",
        pages=(opinion, _about_you()),
    )


def _one_question(_subject: str) -> Questionnaire:
    question = Question(
        "uu_tien",
        K.SINGLE,
        "Theo Quý vị, địa phương nên ưu tiên việc nào trước trong năm nay?",
        is_required=True,
        is_random_order=True,
        choices=(
            *_choices(
                giao_thong="Đường, cầu, giao thông",
                truong_hoc="Trường học",
                y_te="Khám bệnh, chữa bệnh",
                viec_lam="Việc làm, học nghề",
                moi_truong="Rác thải, nước sạch",
            ),
            OTHER,
            DONT_KNOW,
        ),
    )
    return Questionnaire(
        title="Nên ưu tiên việc nào trước?",
        purpose="Một câu hỏi, trả lời trong nửa phút.",
        pages=(Page(code="binh_chon", title="", questions=(question,)),),
    )


SAMPLES: dict[str, Sample] = {
    sample.code: sample
    for sample in (
        Sample(
            "dich-vu-cong",
            "Hài lòng về dịch vụ công",
            "12 câu về lần làm thủ tục gần đây nhất, kèm phần thông tin chung.",
            asks_subject=False,
            make=_public_service,
        ),
        Sample(
            "mot-chu-de",
            "Ý kiến về một chủ đề",
            "8 câu: đã biết chưa, biết từ đâu, có đồng ý không, mong điều gì.",
            asks_subject=True,
            make=_one_subject,
        ),
        Sample(
            "binh-chon",
            "Bình chọn một câu cho trang chủ",
            "Một câu hỏi có sẵn các lựa chọn; sửa lời rồi mở.",
            asks_subject=False,
            make=_one_question,
        ),
    )
}
