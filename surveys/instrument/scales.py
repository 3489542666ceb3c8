"""Ready choices: scales from the best answer to the worst, and what often stands at their end."""

from typing import NamedTuple

from surveys.instrument.questionnaire import Choice


class Scale(NamedTuple):
    """A ready list of answers; `name` is what the button that inserts it says."""

    code: str
    name: str
    choices: tuple[Choice, ...]


OTHER = Choice("khac", "Khác, xin ghi rõ", is_other=True)
DONT_KNOW = Choice("kho_tra_loi", "Khó trả lời", is_dont_know=True)


def _scale(code: str, name: str, **labels: str) -> Scale:
    choices = tuple(Choice(choice, label) for choice, label in labels.items())
    return Scale(code, name, (*choices, DONT_KNOW))


SCALES: dict[str, Scale] = {
    scale.code: scale
    for scale in (
        _scale(
            "hai-long",
            "Hài lòng, 5 mức",
            rat_hai_long="Rất hài lòng",
            hai_long="Hài lòng",
            binh_thuong="Bình thường",
            khong_hai_long="Không hài lòng",
            rat_khong_hai_long="Rất không hài lòng",
        ),
        _scale(
            "dong-y",
            "Đồng ý, 5 mức",
            hoan_toan_dong_y="Hoàn toàn đồng ý",
            dong_y="Đồng ý",
            phan_van="Phân vân",
            khong_dong_y="Không đồng ý",
            hoan_toan_khong_dong_y="Hoàn toàn không đồng ý",
        ),
        _scale(
            "tot-kem",
            "Tốt – kém, 5 mức",
            rat_tot="Rất tốt",
            tot="Tốt",
            trung_binh="Trung bình",
            kem="Kém",
            rat_kem="Rất kém",
        ),
        _scale(
            "thuong-xuyen",
            "Thường xuyên, 5 mức",
            rat_thuong_xuyen="Rất thường xuyên",
            thuong_xuyen="Thường xuyên",
            thinh_thoang="Thỉnh thoảng",
            hiem_khi="Hiếm khi",
            khong_bao_gio="Không bao giờ",
        ),
        _scale("co-khong", "Có – không", co="Có", khong="Không"),
    )
}
