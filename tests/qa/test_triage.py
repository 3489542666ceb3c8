"""Of what kind a text is: pairs that differ by a hair, with marks and without, and how often right.

The first block was at hand when the phrases were written. The second was written afterwards and
judged once before anything was changed: all 44 sentences were right, with marks and without.
"""

import pytest

from engagement.config.demo.questions import WITH_ANSWER, WITHOUT_ANSWER
from engagement.text.fold import fold
from qa.enums import QuestionKind
from qa.triage.detector import Finding, detect

KNOWN = """
denunciation | Tôi tố cáo ông Nguyễn Văn B, kế toán xã, lập khống chứng từ để lấy tiền công quỹ.
denunciation | Chủ tịch xã tôi nhận hối lộ khi giao đất cho doanh nghiệp, tôi có ghi âm.
denunciation | Cán bộ địa chính vòi tiền nhà tôi năm triệu mới chịu ký hồ sơ tách thửa.
denunciation | Chúng tôi làm đơn tố cáo hiệu trưởng thu tiền trái phép và bỏ túi.
denunciation | Xin tố giác anh T. ở cùng ấp cho vay nặng lãi và đe dọa người vay.
question | Cách làm đơn tố cáo như thế nào?
question | Luật Tố cáo quy định gì về bảo vệ người tố cáo?
question | Thủ tục tố cáo cán bộ xã gồm những bước nào?
question | Xin hỏi người tố cáo nặc danh có được giải quyết không?
question | Tôi muốn tố cáo thì gửi đơn ở đâu?
question | Thời hạn giải quyết tố cáo là bao nhiêu ngày?
question | Mẫu đơn tố cáo mới nhất tải ở đâu?
complaint | Tôi khiếu nại quyết định số 12/QĐ-UBND thu hồi đất của gia đình tôi.
complaint | Gia đình tôi không đồng ý với quyết định xử phạt và đề nghị hủy quyết định này.
complaint | Tôi không đồng ý với mức bồi thường giải phóng mặt bằng cho thửa đất của tôi.
question | Hỏi thủ tục khiếu nại quyết định hành chính.
question | Thời hiệu khiếu nại là bao lâu?
question | Tôi muốn khiếu nại thì làm thế nào?
question | Luật Khiếu nại và Luật Tố cáo khác nhau thế nào?
emergency | Nhà hàng xóm đang cháy lớn, lửa lan sang nhà tôi, cứu với!
emergency | Có tai nạn ở ngã ba chợ, một người bất tỉnh, cho xe tới ngay.
emergency | Có người cầm dao đòi giết vợ ngay bây giờ ở ấp 3.
question | Tập huấn phòng cháy chữa cháy cho hộ kinh doanh đăng ký ở đâu?
question | Bảo hiểm tai nạn cho học sinh đóng bao nhiêu?
reflection | Tôi phản ánh bãi rác cạnh trường bốc mùi hôi, đề nghị xã cho dọn.
reflection | Đường vào ấp xuống cấp nghiêm trọng, mong chính quyền sớm sửa.
question | Xe tải đang chạy qua đường ấp có được phép không?
question | Trạm y tế có khám ngày thứ Bảy không?
"""
UNSEEN = """
denunciation | Tôi xin tố cáo bà Trần Thị M, thủ quỹ hợp tác xã, đã chiếm đoạt tiền góp vốn của bà con.
denunciation | Trưởng ấp tôi ăn chặn tiền hỗ trợ bão, hộ nào cũng bị trừ hai trăm ngàn.
denunciation | Ông phó chủ tịch phường dùng bằng giả, cả khu phố đều biết.
denunciation | Công an xã đánh người khi lấy lời khai, em tôi phải nhập viện.
denunciation | Bác sĩ ở bệnh viện đòi phong bì trước khi mổ cho mẹ tôi.
denunciation | Đề nghị làm rõ việc giám đốc trung tâm kê khống ngày công và chia chác với cấp dưới.
denunciation | Cô kế toán trường lấy tiền bán trú của học sinh về xài riêng, tôi viết đơn này tố cáo.
denunciation | Cảnh sát giao thông chặn xe tôi ở cầu rồi đòi chung tiền mới cho đi.
question | Khi tố cáo thì có phải ghi rõ họ tên không?
question | Người tố cáo sai sự thật bị xử lý thế nào?
question | Cho tôi hỏi quy trình giải quyết đơn tố cáo đảng viên.
question | Gia đình tôi muốn biết cơ quan nào tiếp nhận tố cáo về đất đai?
question | Nếu phát hiện cán bộ tham nhũng thì người dân báo cho ai?
question | Viết đơn tố cáo có cần công chứng chữ ký không?
question | Mức phạt đối với hành vi đưa hối lộ là bao nhiêu?
question | Chế độ bảo vệ người tố giác tội phạm hiện nay ra sao?
complaint | Tôi khiếu nại việc xã không cấp giấy chứng nhận cho nhà tôi dù đã đủ hồ sơ.
complaint | Quyết định kỷ luật buộc thôi việc đối với tôi là sai, tôi khiếu nại đến cấp trên.
complaint | Hộ tôi bị cưỡng chế trái quy định, yêu cầu hủy quyết định cưỡng chế.
complaint | Tôi đã gửi đơn lần đầu, nay khiếu nại lần hai quyết định giải quyết của chủ tịch huyện.
complaint | Chúng tôi không đồng ý phương án bồi thường dự án bờ kè vì áp giá sai loại đất.
question | Muốn khiếu nại về tiền điện thì gọi số nào?
question | Đơn khiếu nại lần hai gửi cơ quan nào?
question | Người khiếu nại có những quyền gì?
question | Xin mẫu đơn khiếu nại về đất đai.
question | Có được ủy quyền cho luật sư khiếu nại không?
emergency | Chợ cháy rồi, khói mù mịt, đang có người mắc kẹt bên trong!
emergency | Ghe vừa bị lật giữa sông, hai người đuối nước, xin cứu gấp.
emergency | Dây điện đứt nằm trên đường ngập, vừa mới có em nhỏ bị điện giật.
emergency | Hai nhóm thanh niên đang chém nhau trước quán, công an đến ngay giúp dân.
emergency | Nhà bên rò rỉ gas mùi nồng nặc, gọi cứu hỏa không được, khẩn cấp!
question | Hỗ trợ cho hộ bị cháy nhà năm ngoái nhận ở đâu?
question | Con tôi bị tai nạn lao động thì hưởng chế độ gì?
question | Cựu chiến binh đang khó khăn về nhà ở được hỗ trợ gì?
question | Lịch trực cấp cứu của trạm y tế trong dịp lễ thế nào?
reflection | Quán karaoke hát quá khuya gây mất ngủ, đề nghị xử lý.
reflection | Kiến nghị lắp đèn đường đoạn qua trường mẫu giáo.
reflection | Nước máy yếu cả tuần, rất bức xúc, chưa ai giải quyết.
question | Bà tôi 80 tuổi khi nào được nhận tiền trợ cấp?
question | Ba tháng nữa tôi nghỉ việc thì nhận tiền thất nghiệp ra sao?
question | Bị lừa đảo qua mạng thì báo công an xã hay công an tỉnh?
question | Chị tôi muốn đăng ký hộ kinh doanh thì chi phí bao nhiêu?
question | Giáo viên có bằng giả bị xử lý thế nào?
question | Thanh tra xây dựng có kiểm tra nhà cấp bốn không?
"""


def sentences(block: str) -> list[tuple[QuestionKind, str]]:
    """Kind and sentence of each line, then the same without marks."""
    rows = [line.split("|") for line in block.strip().splitlines()]
    marked = [(QuestionKind(kind.strip()), text.strip()) for kind, text in rows]
    return marked + [(kind, fold(text)) for kind, text in marked]


ALL = sentences(KNOWN) + sentences(UNSEEN)


def rates(kind: QuestionKind) -> tuple[float, float]:
    """Precision and recall over all sentences."""
    right = sum(detect(text).kind == kind == meant for meant, text in ALL)
    said = sum(detect(text).kind == kind for _, text in ALL)
    meant = sum(meant == kind for meant, _ in ALL)
    return right / said, right / meant


def test_there_are_enough_sentences_half_of_them_without_marks():
    assert len(ALL) >= 120
    assert sum(text.isascii() for _, text in ALL) >= len(ALL) // 2


@pytest.mark.parametrize("kind", QuestionKind)
def test_precision_and_recall(kind):
    """The floor for whoever adds a sentence; on the day it was written all were right."""
    precision, recall = rates(kind)
    assert precision >= 0.95, [text for meant, text in ALL if detect(text).kind == kind != meant]
    assert recall >= 0.95, [text for meant, text in ALL if detect(text).kind != kind == meant]


def test_questions_about_denouncing_are_never_sealed():
    asked = [text for meant, text in ALL if meant == QuestionKind.QUESTION]
    assert [text for text in asked if detect(text).is_sure] == []


def test_the_demos_two_hundred_questions_are_none_of_the_grave_kinds():
    texts = [row.question for row in (*WITH_ANSWER, *WITHOUT_ANSWER)]
    grave = [text for text in texts for said in (text, fold(text)) if detect(said).is_sure]
    assert grave == []


def test_the_senders_own_words_are_shown():
    assert detect("Chủ tịch xã nhận hối lộ của nhà thầu.").matched == ("chủ tịch", "nhận hối lộ")
    assert detect("chu tich xa nhan hoi lo cua nha thau").matched == ("chu tich", "nhan hoi lo")


@pytest.mark.parametrize(
    "text",
    [
        "Báo công an xã về nhóm lừa đảo bán đất thì gặp ai?",
        "Từ từ rồi tính, đường đang chạy thử xe buýt.",
        "tu tu roi tinh, duong dang chay thu xe buyt",
        "Cựu chiến binh, ba tôi, nhận tiền phụ cấp tháng nào?",
        "",
        "???",
    ],
)
def test_words_that_only_look_alike(text):
    assert detect(text) == Finding(QuestionKind.QUESTION)


def test_tone_placement_and_decomposed_marks_are_one_word():
    assert detect("Hoả hoạn, lửa đang cháy, cứu với").kind == QuestionKind.EMERGENCY
    assert detect("Hỏa hoạn, lửa đang cháy, cứu với").kind == QuestionKind.EMERGENCY
