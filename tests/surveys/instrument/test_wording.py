"""Every good question passes in silence, every bad one is found for the reason it is bad."""

import pytest

from surveys.instrument.wording import AdviceKind, advice
from tests.surveys.instrument.building import (
    AGREEMENT,
    QUALITY,
    SATISFACTION,
    YES_NO,
    Choice,
    Kind,
    Limits,
    ask,
    choices,
    page,
    rows,
    survey,
)

K = AdviceKind
FREQUENCY = choices(
    "Rất thường xuyên", "Thường xuyên", "Thỉnh thoảng", "Hiếm khi", "Không bao giờ", "Khó trả lời"
)


def likert(label, scale=SATISFACTION, **fields):
    return ask("q", Kind.LIKERT, label, choices=scale, **fields)


def single(label, *labels, **fields):
    return ask("q", Kind.SINGLE, label, choices=choices(*labels) if labels else YES_NO, **fields)


def matrix(label, *labels, scale=SATISFACTION, **fields):
    return ask("q", Kind.MATRIX, label, choices=scale, rows=rows(*labels), **fields)


def multiple(label, *labels, **fields):
    return ask("q", Kind.MULTIPLE, label, choices=choices(*labels), **fields)


GOOD_ITEMS = [
    "Ông/bà đánh giá như thế nào về nơi ngồi chờ giải quyết công việc tại cơ quan?",
    "Trang thiết bị phục vụ người dân đầy đủ",
    "Trang thiết bị phục vụ người dân hiện đại",
    "Công chức có thái độ giao tiếp lịch sự",
    "Công chức chú ý lắng nghe ý kiến của người dân, tổ chức",
    "Công chức trả lời, giải thích đầy đủ các ý kiến của người dân",
    "Công chức hướng dẫn kê khai hồ sơ tận tình, chu đáo",
    "Thủ tục hành chính được niêm yết công khai đầy đủ",
    "Thành phần hồ sơ phải nộp là đúng quy định",
    "Phí, lệ phí phải nộp là đúng quy định",
    "Thời hạn giải quyết là đúng quy định",
    "Kết quả mà ông/bà nhận được là đúng quy định",
    "Cơ quan có bố trí hình thức tiếp nhận góp ý, phản ánh, kiến nghị của người dân",
    "Cơ quan tiếp nhận, xử lý tích cực các góp ý, phản ánh, kiến nghị",
    "Các sơ đồ, biển báo chỉ dẫn đường đến các khoa, phòng trong bệnh viện rõ ràng, dễ hiểu, dễ tìm",
    "Nhà vệ sinh thuận tiện, sử dụng tốt, sạch sẽ",
    "Bác sĩ giải thích về tình trạng bệnh, phương pháp điều trị rõ ràng",
    "Ông/bà được nhân viên y tế tôn trọng, đối xử công bằng, quan tâm, giúp đỡ",
    "Mức độ tin tưởng về chất lượng dịch vụ y tế",
    "Anh/chị có hài lòng với chất lượng giảng dạy của nhà trường không?",
    "Việc thực hiện Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ 2020–2025 đạt kết quả ở mức nào?",
    "Đồng chí đánh giá thế nào về công tác xây dựng, chỉnh đốn Đảng ở địa phương?",
    "Công tác đấu tranh phòng, chống tham nhũng, lãng phí, tiêu cực thời gian qua",
    "Ông/bà có ủng hộ việc sắp xếp, sáp nhập đơn vị hành chính cấp xã không?",
    "Ông/bà có đồng ý với tên gọi mới của xã sau khi sáp nhập không?",
    "Quý vị đánh giá thế nào về vai trò của Mặt trận Tổ quốc và các đoàn thể trong giám sát, phản biện xã hội?",
    "Ông/bà hài lòng ở mức nào về kết quả xây dựng nông thôn mới ở xã?",
    "Quan hệ giữa cán bộ, đảng viên và nhân dân ở nơi ông/bà cư trú hiện nay thế nào?",
    "Tình hình trật tự, an toàn giao thông trên địa bàn so với năm 2023",
    "Việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh ở chi bộ",
    "Chất lượng đội ngũ cán bộ, công chức, viên chức",
    "Quý vị có cảm thấy an toàn khi đi bộ một mình vào ban đêm ở nơi mình sống không?",
    "Mức độ quan tâm của ông/bà đến tình hình kinh tế – xã hội của tỉnh",
    "Quý vị thấy giá dịch vụ thu gom rác hiện nay ở mức nào?",
    "Cơ quan nhà nước đã thực hiện tốt việc lấy ý kiến người dân về quy hoạch",
    "Quý vị có tin rằng kiến nghị của mình sẽ được trả lời không?",
    "Cán bộ không gây phiền hà, sách nhiễu khi giải quyết công việc",
    "Đường giao thông trong ấp được bê tông hóa",
    "Hệ thống loa truyền thanh phát nội dung hữu ích",
    "Quý vị đánh giá thế nào về chất lượng nước sinh hoạt?",
    "Chương trình phát thanh, truyền hình của tỉnh",
    "Quý vị đánh giá thế nào về việc chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước?",
    "Quý vị đánh giá thế nào về chủ trương của Đảng và chính sách của Nhà nước đối với người có công?",
    "Tổ chức và hoạt động của chính quyền địa phương hai cấp",
    "Sự phối hợp giữa nhà trường và gia đình trong giáo dục học sinh",
    "Việc bảo vệ và phát huy giá trị di tích",
    "Quý vị hài lòng thế nào với việc tiếp công dân và giải quyết khiếu nại, tố cáo?",
    "Mức độ đáp ứng của dịch vụ khám bệnh, chữa bệnh bằng bảo hiểm y tế",
]
GOOD_YES_OR_NO = [
    "Ông/bà có biết số điện thoại đường dây nóng của tỉnh không?",
    "Trong 3 năm qua, ông/bà hoặc người trong gia đình có đi khám ở bệnh viện công tuyến huyện không?",
    "Ông/bà có phải là thành viên của tổ chức chính trị – xã hội nào không?",
    "Ông/bà có phải là đảng viên không?",
    "Hộ gia đình ông/bà có được mời đóng góp ý kiến trước khi làm đường không?",
    "Ông/bà đã từng nghe nói về Luật Tiếp cận thông tin chưa?",
    "Ông/bà có bị từ chối tiếp nhận hồ sơ lần nào không?",
    "Quý vị có thẻ bảo hiểm y tế không?",
    "Cán bộ có yêu cầu nộp thêm giấy tờ không có trong quy định không?",
    "Con của quý vị đang học trường công lập hay ngoài công lập?",
    "Gia đình có hố xí hợp vệ sinh không?",
    "Ông/bà đã đăng ký tài khoản định danh điện tử chưa?",
    "Nếu chưa sử dụng, ông/bà có dự định sử dụng dịch vụ công trực tuyến trong năm nay không?",
    "Quý vị có biết nơi gửi phản ánh và kiến nghị không?",
    "Quý vị có thường xuyên vào cổng thông tin điện tử của xã không?",
    "Có ai trong gia đình làm việc trong cơ quan nhà nước không?",
    "Khi cần xác nhận giấy tờ và chứng thực, quý vị đến đâu?",
    "Sau khi biết kết quả và thời gian xét tuyển, ông/bà có khiếu nại không?",
    "Theo ông/bà, có cần thiết phải mở thêm trường mầm non không?",
    "Ông/bà có được hỏi ý kiến, hay chưa?",
    "Gia đình ông/bà thuộc diện hộ nghèo, cận nghèo hay không nghèo?",
    "Việc sáp nhập có ảnh hưởng đến công việc của Quý vị hay không?",
    "Ông/bà có cho rằng bỏ tiền “lót tay” là cần thiết để được việc không?",
    "Đường dây nóng và hộp thư góp ý của xã có hoạt động không?",
    "Quý vị có nhận được tin nhắn SMS của UBND xã không?",
]
BAD_ITEMS = {
    K.DOUBLE: [
        "Ông/bà có hài lòng với cơ sở vật chất và thái độ phục vụ của bệnh viện không?",
        "Mức độ hài lòng của ông/bà về thủ tục, thời gian và chi phí giải quyết hồ sơ",
        "Ông/bà đánh giá thế nào về trình độ chuyên môn và tinh thần trách nhiệm của cán bộ?",
        "Cán bộ xã nhiệt tình và hiểu biết",
        "Công chức hướng dẫn dễ hiểu và lịch sự",
        "Đường giao thông và hệ thống chiếu sáng ở ấp",
        "Anh chị hài lòng với lương và môi trường làm việc ở mức nào?",
        "Quý vị thấy chương trình học có bổ ích và hấp dẫn không?",
        "Giá điện và giá nước hiện nay có hợp lý không?",
        "Quý vị đánh giá thế nào về chất lượng hoặc giá của dịch vụ?",
        "Quý vị có hài lòng với cả chất lượng lẫn giá cả không?",
        "Quý vị đánh giá thế nào về an ninh và giao thông ở địa phương?",
        "Quý vị hài lòng với bác sĩ và điều dưỡng ở mức nào?",
        "Thông tin được cung cấp đầy đủ, kịp thời và chính xác",
        "Cổng dịch vụ công vừa nhanh vừa dễ dùng",
        "Ông/bà có tin tưởng và ủng hộ chính quyền không?",
        "Ông/bà đánh giá thế nào về công tác y tế và công tác giáo dục?",
        "Việc đăng ký trực tuyến tiết kiệm thời gian và chi phí",
    ],
    K.LEADING: [
        "Ông/bà có đồng ý rằng Đảng bộ tỉnh đã lãnh đạo rất sáng suốt không?",
        "Ông/bà có thấy rằng cán bộ xã rất tận tụy với dân không?",
        "Hẳn ông/bà cũng đồng ý rằng cần xây thêm trường học?",
        "Là người dân có trách nhiệm, ông/bà có ủng hộ chủ trương này không?",
        "Đa số người dân ủng hộ việc này, còn ông/bà thì sao?",
        "Có phải nhờ sự lãnh đạo đúng đắn mà đời sống được nâng lên không?",
        "Ông/bà đánh giá cao dịch vụ này chứ?",
        "Không ai phủ nhận thành tựu của địa phương, ông/bà có đồng ý không?",
        "Trước những thành tựu to lớn của tỉnh, ông/bà hài lòng ở mức nào?",
        "Như chúng ta đã biết, ma túy rất nguy hiểm. Ông/bà đánh giá công tác phòng, chống ma túy thế nào?",
        "Chẳng lẽ ông/bà không thấy đường đã đẹp hơn?",
        "Ông/bà có nghĩ rằng việc làm vô trách nhiệm này phải bị lên án không?",
        "Dịch vụ tuyệt vời của chúng tôi có làm ông/bà hài lòng không?",
        "Ông/bà hài lòng với dịch vụ, phải không?",
        "Tất nhiên ông/bà muốn con mình học trường tốt, vậy ông/bà có ủng hộ đề án không?",
    ],
    K.DENIAL: [
        "Ông/bà không cho rằng không cần mở thêm chợ?",
        "Không thể không mở rộng đường",
        "Không ai là không hài lòng",
        "Ông/bà có đồng ý rằng xã không nên từ chối hồ sơ chưa đầy đủ không?",
        "Ông/bà phản đối việc chưa cho phép xây dựng?",
        "Tôi không thấy việc này không cần thiết",
        "Chưa bao giờ ông/bà không nhận được trả lời",
        "Ông/bà có phản đối đề nghị không tăng học phí không?",
        "Không phải là không có tác dụng",
    ],
    K.ABBREVIATION: [
        "Kết quả giải quyết TTHC",
        "Chỉ số PAPI của tỉnh",
        "Chương trình OCOP",
        "Việc thực hiện NTM nâng cao",
        "Chất lượng DVC trực tuyến",
        "Công tác PBGDPL ở cơ sở",
        "Chất lượng ĐNCB",
    ],
}
DOUBLE_YES_OR_NO = [
    "Ông/bà có biết và đã tham gia Quỹ vì người nghèo chưa?",
    "Ông/bà có thường xuyên đọc báo và xem truyền hình không?",
    "Quý vị có đồng ý với chủ trương này và sẽ vận động người thân thực hiện không?",
    "Quý vị có xe máy không? Mấy chiếc?",
]
UNEQUAL = [
    "Rất hài lòng|Hài lòng|Bình thường|Không hài lòng",
    "Rất tốt|Tốt|Bình thường|Chưa tốt",
    "Rất đồng ý|Đồng ý|Đồng ý một phần|Không đồng ý",
    "Tốt|Khá|Trung bình|Kém",
    "Hoàn toàn tin tưởng|Tin tưởng|Tin tưởng một phần|Không tin tưởng",
    "Hài lòng|Không hài lòng|Rất không hài lòng",
]

GOOD = [
    likert(
        "Quý vị hài lòng ở mức nào với thái độ phục vụ của công chức Bộ phận Một cửa?",
        is_required=True,
    ),
    likert(
        "Quý vị có hài lòng với kết quả giải quyết hồ sơ của Bộ phận Tiếp nhận và Trả kết quả không?",
        is_required=True,
    ),
    likert("Mức độ hài lòng của Quý vị về thời gian giải quyết thủ tục"),
    likert("Khi nộp hồ sơ và nhận kết quả, Quý vị thấy thái độ của công chức thế nào?", QUALITY),
    likert("Quý vị đánh giá thế nào về tình hình an ninh, trật tự nơi cư trú?", QUALITY),
    likert(
        "Quý vị đánh giá thế nào về việc quản lý và sử dụng quỹ đóng góp của nhân dân?", QUALITY
    ),
    likert("Quý vị có đồng ý rằng xã nên mở thêm một điểm thu gom rác không?", AGREEMENT),
    likert(
        "Quý vị ủng hộ hay không ủng hộ phương án đặt tên đường mới?",
        choices(
            "Rất ủng hộ", "Ủng hộ", "Phân vân", "Không ủng hộ", "Rất không ủng hộ", "Khó trả lời"
        ),
    ),
    likert(
        "Quý vị tin tưởng ở mức nào vào việc xử lý kiến nghị của cử tri và nhân dân?",
        choices("Rất tin tưởng", "Tin tưởng", "Ít tin tưởng", "Không tin tưởng", "Khó trả lời"),
    ),
    likert("Quý vị theo dõi tin tức của tỉnh có thường xuyên không?", FREQUENCY),
    likert("Việc công khai, minh bạch các khoản thu của ấp được thực hiện thế nào?", QUALITY),
    likert("Quý vị thấy cách Sở Nông nghiệp và Môi trường trả lời kiến nghị thế nào?", QUALITY),
    likert(
        "So với năm trước, đời sống của gia đình Quý vị thay đổi thế nào?",
        choices(
            "Tốt lên nhiều", "Tốt lên", "Không thay đổi", "Kém đi", "Kém đi nhiều", "Khó trả lời"
        ),
    ),
    likert(
        "Vấn đề ô nhiễm không khí nơi Quý vị ở quan trọng ở mức nào?",
        choices("Rất quan trọng", "Quan trọng", "Ít quan trọng", "Không quan trọng", "Khó trả lời"),
    ),
    likert(
        "Thủ tục đăng ký khai sinh trực tuyến dễ hay khó?",
        choices("Rất dễ", "Dễ", "Bình thường", "Khó", "Rất khó", "Chưa sử dụng"),
    ),
    likert("Quý vị có đồng ý với việc thanh toán không dùng tiền mặt tại chợ không?", AGREEMENT),
    likert(
        "Thông tin về quy hoạch có rõ ràng không?",
        choices("Rất rõ ràng", "Rõ ràng", "Chưa rõ ràng", "Rất không rõ ràng", "Không biết"),
    ),
    single("Giới tính của Quý vị", "Nam", "Nữ", is_required=True),
    single(
        "Quý vị thuộc nhóm tuổi nào?",
        "Dưới 18",
        "18–30",
        "31–45",
        "46–60",
        "Trên 60",
        is_required=True,
    ),
    single(
        "Trình độ học vấn cao nhất của Quý vị là gì?",
        "Tiểu học",
        "Trung học cơ sở",
        "Trung học phổ thông",
        "Trung cấp, cao đẳng",
        "Đại học trở lên",
        is_required=True,
    ),
    single(
        "Trong 12 tháng qua, Quý vị đã đến Ủy ban nhân dân xã làm thủ tục lần nào chưa?",
        "Đã đến",
        "Chưa đến",
        is_required=True,
    ),
    single(
        "Quý vị có phải trả thêm khoản tiền nào ngoài phí, lệ phí không?",
        "Có",
        "Không",
        "Không nhớ",
        is_required=True,
    ),
    single(
        "Quý vị phải đi lại mấy lần để hoàn thành thủ tục?", "Một lần", "Hai lần", "Ba lần trở lên"
    ),
    single(
        "Theo Quý vị, xã nên ưu tiên việc nào nhất trong năm tới?",
        "Đường giao thông",
        "Nước sạch",
        "Trường học",
        "Trạm y tế",
        "Khác, xin ghi rõ",
        is_required=True,
    ),
    single("Gia đình Quý vị có xe máy hoặc ô tô không?", "Có", "Không"),
    single(
        "Quý vị có biết Luật Đất đai và các nghị định hướng dẫn được công khai ở đâu không?",
        "Có",
        "Không",
    ),
    single("Giá hàng bình ổn có phải chăng không?", "Có", "Không", "Khó trả lời"),
    single(
        "Quý vị ở xã nào trước khi sắp xếp đơn vị hành chính?", "Tân Thành", "Tân Thạnh", "Tân Bình"
    ),
    multiple(
        "Quý vị thường biết tin tức qua kênh nào?",
        "Truyền hình",
        "Phát thanh",
        "Báo in",
        "Mạng xã hội",
        "Loa truyền thanh",
        "Khác, xin ghi rõ",
    ),
    multiple(
        "Điều gì làm Quý vị lo lắng nhất hiện nay? (chọn tối đa 3)",
        "Việc làm",
        "Giá cả",
        "Ô nhiễm môi trường",
        "An ninh",
        "Sức khỏe",
        "Không có ý kiến",
        limits=Limits(max_choices=3),
    ),
    multiple(
        "Vì sao Quý vị chưa sử dụng dịch vụ công trực tuyến?",
        "Không biết cách làm",
        "Không có thiết bị",
        "Không tin là an toàn",
        "Khác, xin ghi rõ",
    ),
    multiple(
        "Quý vị cần hỗ trợ gì để nộp hồ sơ trên mạng?",
        "Hướng dẫn tại nhà",
        "Máy tính công cộng",
        "Đường dây nóng",
    ),
    matrix(
        "Quý vị đánh giá thế nào về các nội dung sau tại nơi làm thủ tục?",
        "Nơi ngồi chờ",
        "Thái độ của công chức",
        "Thời gian giải quyết",
        "Phí, lệ phí",
        scale=QUALITY,
        is_required=True,
    ),
    matrix(
        "Quý vị hài lòng ở mức nào với các dịch vụ sau?",
        "Điện",
        "Nước sạch",
        "Thu gom rác",
        "Chiếu sáng",
        "Xe buýt",
    ),
    matrix(
        "Quý vị đồng ý ở mức nào với các ý kiến sau?",
        "Công chức giải thích dễ hiểu",
        "Hồ sơ được trả đúng hẹn",
        "Biểu mẫu dễ điền",
        scale=AGREEMENT,
    ),
    ask(
        "q",
        Kind.SCALE,
        "Khả năng Quý vị giới thiệu dịch vụ này cho người thân là bao nhiêu điểm?",
        low_label="Không giới thiệu",
        high_label="Chắc chắn giới thiệu",
    ),
    ask(
        "q",
        Kind.SCALE,
        "Nhìn chung, Quý vị cho chất lượng khám bệnh bao nhiêu điểm?",
        low_label="Rất kém",
        high_label="Rất tốt",
    ),
    ask(
        "q",
        Kind.RANKING,
        "Xin xếp thứ tự ưu tiên các việc sau",
        choices=choices("Làm đường", "Xây chợ", "Trồng cây"),
    ),
    ask("q", Kind.NUMBER, "Gia đình Quý vị có bao nhiêu người đang sống cùng nhà?"),
    ask("q", Kind.DATE, "Quý vị nhận được kết quả vào ngày nào?"),
    ask("q", Kind.LONG_TEXT, "Quý vị có góp ý gì để việc phục vụ người dân được tốt hơn?"),
    ask("q", Kind.SHORT_TEXT, "Nghề nghiệp hiện nay của Quý vị là gì?"),
    ask("q", Kind.NOTE, "PHẦN II. CHẤT LƯỢNG PHỤC VỤ CỦA CƠ QUAN HÀNH CHÍNH"),
    ask(
        "q",
        Kind.CONSENT,
        "Tôi đã đọc phần giới thiệu và đồng ý trả lời; câu trả lời không ghi tên, không ghi địa chỉ.",
    ),
]

BAD = [
    (
        K.DOUBLE,
        likert("Quý vị có hài lòng với thái độ của công chức và thời gian giải quyết hồ sơ không?"),
    ),
    (K.DOUBLE, likert("Mức độ hài lòng về chất lượng cũng như giá nước sạch")),
    (K.DOUBLE, likert("Công chức có thân thiện và chuyên nghiệp không?", AGREEMENT)),
    (K.DOUBLE, likert("Hồ sơ được giải quyết nhanh chóng và chính xác", AGREEMENT)),
    (K.DOUBLE, single("Quý vị có biết và sử dụng Cổng dịch vụ công không?")),
    (
        K.DOUBLE,
        single("Quý vị có hài lòng và sẵn sàng giới thiệu dịch vụ này cho người khác không?"),
    ),
    (K.DOUBLE, likert("Quý vị hài lòng với y tế và giáo dục ở địa phương ở mức nào?")),
    (
        K.DOUBLE,
        matrix(
            "Quý vị đánh giá thế nào?",
            "Trình độ và thái độ của bác sĩ",
            "Nơi ngồi chờ",
            scale=QUALITY,
        ),
    ),
    (K.DOUBLE, single("Quý vị có tham gia họp ấp không? Nếu có thì mấy lần?", "Có", "Không")),
    (K.DOUBLE, ask("q", Kind.SHORT_TEXT, "Quý vị nộp hồ sơ ở đâu và mất bao lâu?")),
    (K.DOUBLE, single("Quý vị có dùng Internet không, nếu có thì dùng để làm gì?", "Có", "Không")),
    (
        K.DOUBLE,
        ask("q", Kind.SCALE, "Quý vị cho nội dung và hình thức buổi tuyên truyền bao nhiêu điểm?"),
    ),
    (
        K.LEADING,
        likert("Quý vị có đồng ý rằng chủ trương tốt đẹp này cần được nhân rộng không?", AGREEMENT),
    ),
    (K.LEADING, single("Chắc hẳn Quý vị đã hài lòng với dịch vụ công trực tuyến?", "Có", "Không")),
    (K.LEADING, single("Phải chăng đường sá của xã đã sạch hơn trước?", "Có", "Không")),
    (K.LEADING, likert("Rõ ràng giao thông đã tốt hơn, Quý vị đánh giá thế nào?", QUALITY)),
    (
        K.LEADING,
        likert(
            "Như mọi người đều biết, rác thải gây bệnh. Quý vị có ủng hộ phân loại rác không?",
            AGREEMENT,
        ),
    ),
    (K.LEADING, likert("Quý vị thấy buổi biểu diễn tuyệt vời này ở mức nào?", QUALITY)),
    (K.LEADING, single("Quý vị hài lòng với dịch vụ của chúng tôi, đúng không?", "Có", "Không")),
    (
        K.LEADING,
        likert("Ai cũng biết hút thuốc có hại, Quý vị có đồng ý cấm hút thuốc không?", AGREEMENT),
    ),
    (
        K.DENIAL,
        likert("Quý vị có đồng ý rằng không nên không cấm xe tải vào giờ cao điểm?", AGREEMENT),
    ),
    (K.DENIAL, single("Quý vị có phản đối việc không cho họp chợ ven đường không?", "Có", "Không")),
    (
        K.DENIAL,
        matrix(
            "Quý vị đồng ý ở mức nào?",
            "Không có hồ sơ nào chưa được trả lời",
            "Biểu mẫu dễ điền",
            scale=AGREEMENT,
        ),
    ),
    (
        K.BALANCE,
        likert(
            "Quý vị hài lòng ở mức nào?",
            choices("Rất hài lòng", "Hài lòng", "Khá hài lòng", "Không hài lòng", "Khó trả lời"),
        ),
    ),
    (
        K.BALANCE,
        likert(
            "Chất lượng đường ở xã thế nào?", choices("Rất tốt", "Tốt", "Khá", "Kém", "Khó trả lời")
        ),
    ),
    (
        K.BALANCE,
        single(
            "Quý vị có đồng ý với phương án này không?",
            "Hoàn toàn đồng ý",
            "Đồng ý",
            "Không đồng ý",
            "Không có ý kiến",
        ),
    ),
    (
        K.DUPLICATE,
        likert(
            "Quý vị đồng ý ở mức nào?",
            choices(
                "Hoàn toàn không đồng ý",
                "Không đồng ý",
                "Phân vân",
                "Đồng ý",
                "Hoàn toàn không đồng ý",
                "Khó trả lời",
            ),
        ),
    ),
    (K.DUPLICATE, multiple("Quý vị biết tin qua đâu?", "Báo in", "Mạng xã hội", "báo  in")),
    (
        K.DUPLICATE,
        matrix("Quý vị đánh giá thế nào?", "Thái độ", "Thời gian", "Thái độ", scale=QUALITY),
    ),
    (
        K.DUPLICATE,
        ask(
            "q", Kind.SCALE, "Quý vị cho bao nhiêu điểm?", low_label="Rất kém", high_label="Rất kém"
        ),
    ),
    (K.WAY_OUT, likert("Quý vị hài lòng ở mức nào?", SATISFACTION[:-1], is_required=True)),
    (
        K.WAY_OUT,
        matrix(
            "Quý vị hài lòng ở mức nào?", "Điện", "Nước", scale=SATISFACTION[:-1], is_required=True
        ),
    ),
    (
        K.WAY_OUT,
        single(
            "Theo Quý vị, phương án nào tốt hơn?",
            "Phương án một",
            "Phương án hai",
            is_required=True,
        ),
    ),
    (
        K.MANY_CHOICES,
        multiple(
            "Quý vị quan tâm việc gì?",
            "Điện",
            "Đường",
            "Trường",
            "Trạm",
            "Chợ",
            "Nước",
            "Rác",
            "Xe buýt",
        ),
    ),
    (
        K.MANY_ROWS,
        matrix(
            "Quý vị đánh giá thế nào?",
            "Điện",
            "Đường",
            "Trường",
            "Trạm",
            "Chợ",
            "Nước",
            "Rác",
            "Xe buýt",
            scale=QUALITY,
        ),
    ),
    (
        K.LONG_LABEL,
        likert(
            "Trong bối cảnh tỉnh đang sắp xếp đơn vị hành chính cấp xã, nhiều trụ sở dôi dư được chuyển thành trường học, trạm y tế hoặc nhà văn hóa theo nguyện vọng của nhân dân từng địa phương, Quý vị đánh giá thế nào về cách làm này ở nơi mình đang sinh sống?",
            QUALITY,
        ),
    ),
    (K.ABBREVIATION, likert("Quý vị đánh giá thế nào về công tác CCHC của xã?", QUALITY)),
    (K.ABBREVIATION, multiple("Quý vị cần hỗ trợ gì?", "Nộp DVCTT", "Hỏi đáp")),
    (K.LEGACY, likert("Quý vị đánh giá thế nào về viÖc gi¶i quyÕt hå s¬?", QUALITY)),
    (K.LEGACY, multiple("Quý vị biết tin qua đâu?", "Truyeàn hình cuûa tænh", "Báo in")),
    (
        K.DIRECTION,
        ask(
            "q",
            Kind.SCALE,
            "Quý vị cho bao nhiêu điểm?",
            low_label="Rất hài lòng",
            high_label="Rất không hài lòng",
        ),
    ),
]


@pytest.mark.parametrize("question", GOOD, ids=lambda question: question.label)
def test_good_question_gets_no_advice(question):
    assert advice(survey(question)) == []


@pytest.mark.parametrize(("kind", "question"), BAD, ids=lambda part: getattr(part, "label", part))
def test_bad_question_is_found(kind, question):
    assert kind in {one.kind for one in advice(survey(question))}


@pytest.mark.parametrize("label", GOOD_ITEMS)
def test_good_item_gets_no_advice(label):
    assert advice(survey(likert(label, is_required=True))) == []


@pytest.mark.parametrize("label", GOOD_YES_OR_NO)
def test_good_yes_or_no_gets_no_advice(label):
    question = single(label, "Có", "Không", "Không biết", is_required=True)
    assert advice(survey(question)) == []


@pytest.mark.parametrize(
    ("kind", "label"), [(kind, label) for kind, labels in BAD_ITEMS.items() for label in labels]
)
def test_bad_item_is_found_and_blamed_for_nothing_else(kind, label):
    assert [one.kind for one in advice(survey(likert(label, AGREEMENT)))] == [kind]


@pytest.mark.parametrize("label", DOUBLE_YES_OR_NO)
def test_two_questions_under_one_yes_or_no_are_found(label):
    assert K.DOUBLE in kinds(single(label))


@pytest.mark.parametrize("labels", UNEQUAL)
def test_unequal_scale_is_found(labels):
    assert kinds(likert("Đánh giá chung", choices(*labels.split("|")))) == [K.BALANCE]


def kinds(*questions):
    return [one.kind for one in advice(survey(*questions))]


EQUAL = [
    "Rất tốt|Tốt|Bình thường|Chưa tốt|Rất kém",
    "Hoàn toàn hài lòng|Hài lòng|Không có ý kiến|Chưa hài lòng|Hoàn toàn không hài lòng",
    "Rất tốt|Khá|Trung bình|Yếu|Kém",
    "Tăng nhiều|Tăng|Không thay đổi|Giảm|Giảm nhiều",
    "Rất thuận tiện|Thuận tiện|Bình thường|Khó khăn|Rất khó khăn",
    "Hoàn toàn ủng hộ|Ủng hộ|Phân vân|Phản đối|Hoàn toàn phản đối",
    "Hài lòng|Không hài lòng|Khó đánh giá",
    "Tốt hơn nhiều|Tốt hơn|Như cũ|Xấu hơn|Xấu hơn nhiều",
    # From much to nothing: there is no other side to be equal to.
    "Rất cần thiết|Cần thiết|Không cần thiết",
    "Luôn luôn|Thường xuyên|Thỉnh thoảng|Không bao giờ",
]


@pytest.mark.parametrize("labels", EQUAL)
def test_equal_scale_gets_no_advice(labels):
    assert kinds(likert("Đánh giá chung", choices(*labels.split("|")))) == []


def reversed_scale(code, scale=QUALITY):
    return ask(code, Kind.LIKERT, "Đánh giá chung", choices=(*scale[-2::-1], scale[-1]))


def test_scale_that_runs_against_the_others_is_named():
    usual = [ask(code, Kind.LIKERT, "Đánh giá chung", choices=SATISFACTION) for code in ("a", "b")]
    found = advice(survey(*usual, reversed_scale("c")))
    assert [(one.question, one.kind) for one in found] == [("c", K.DIRECTION)]
    assert "từ mức cao đến mức thấp" in found[0].words


def test_scales_that_all_run_from_bad_to_good_are_left_alone():
    assert kinds(reversed_scale("a"), reversed_scale("b", SATISFACTION)) == []


def test_income_from_low_to_high_is_no_scale_of_opinion():
    income = ask("b", label="Thu nhập của gia đình", choices=choices("Thấp", "Trung bình", "Cao"))
    assert kinds(ask("a", Kind.LIKERT, "Đánh giá chung", choices=QUALITY), income) == []


def test_direction_is_known_by_the_ends_when_a_middle_label_is_not():
    middle = choices("Rất kém", "Kém", "Sao cũng được", "Tốt", "Rất tốt")
    usual = ask("a", Kind.LIKERT, "Đánh giá chung", choices=QUALITY)
    assert kinds(usual, ask("b", Kind.LIKERT, "Đánh giá", choices=middle)) == [K.DIRECTION]


def test_abbreviation_is_explained_anywhere_in_the_survey():
    question = likert("Quý vị đánh giá thế nào về việc giải quyết TTHC?", QUALITY)
    assert kinds(question) == [K.ABBREVIATION]
    explained = page(question, intro="Phần này hỏi về thủ tục hành chính (TTHC).")
    assert advice(survey(explained)) == []
    other_way = page(question, intro="TTHC (thủ tục hành chính) là việc của Bộ phận Một cửa.")
    assert advice(survey(other_way)) == []


def test_numbers_of_documents_and_headings_in_capitals_are_no_abbreviations():
    assert kinds(likert("Việc thực hiện Nghị định 61/2018/NĐ-CP", QUALITY)) == []
    assert kinds(likert("CHẤT LƯỢNG PHỤC VỤ TTHC", QUALITY)) == []


def test_word_in_capitals_is_stressed_not_abbreviated():
    assert kinds(multiple("Xin chọn HAI việc cần làm trước", "Làm đường", "Xây chợ")) == []


def test_way_out_by_its_words_counts_even_when_it_is_not_marked():
    scale = (*SATISFACTION[:-1], *choices(z="Không muốn trả lời"))
    assert kinds(likert("Quý vị hài lòng ở mức nào?", scale, is_required=True)) == []


def test_fact_may_be_required_without_way_out():
    assert (
        kinds(single("Quý vị sinh sống ở khu vực nào?", "Thành thị", "Nông thôn", is_required=True))
        == []
    )


def test_other_and_way_out_do_not_count_among_the_seven_choices():
    labels = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy")
    assert kinds(multiple("Chọn số", *labels, "Khác, xin ghi rõ", "Khó trả lời")) == []
    assert kinds(multiple("Chọn số", *labels, "Tám")) == [K.MANY_CHOICES]


def test_choices_that_depend_on_an_answer_are_counted_for_each_answer():
    codes = "abcdefghij"
    districts = tuple(
        Choice(code, f"Ấp {code}", parent="x" if code < "f" else "y") for code in codes
    )
    first = single("Quý vị ở đâu?", "X", "Y")
    second = ask("ap", label="Ấp nào?", choices=districts, depends_on="q")
    assert kinds(first, second) == []


def test_same_name_under_two_parents_is_no_duplicate():
    twins = (Choice("a", "Ấp Một", parent="x"), Choice("b", "Ấp Một", parent="y"))
    assert kinds(ask("ap", label="Ấp nào?", choices=twins)) == []


def test_labels_of_a_scale_are_the_same_without_their_marks():
    scale = choices("Rất hài lòng", "Hài lòng", "Hai long", "Không hài lòng", "Khó trả lời")
    assert K.DUPLICATE in kinds(likert("Quý vị hài lòng ở mức nào?", scale))


def test_survey_longer_than_ten_minutes_is_said_once_for_the_whole():
    questions = [ask(f"q{place}", Kind.LONG_TEXT, "Quý vị có góp ý gì?") for place in range(20)]
    found = advice(survey(*questions))
    assert [(one.question, one.kind) for one in found] == [("", K.LONG_SURVEY)]


def test_what_is_written_in_an_old_encoding_is_judged_for_nothing_else():
    unreadable = likert("§¸nh gi¸ viÖc gi¶i quyÕt TTHC", QUALITY)
    assert kinds(unreadable) == [K.LEGACY]


def test_words_of_the_scale_quoted_in_the_question_lead_nobody():
    label = "Quý vị chấm mấy điểm, từ “tồi tệ” đến “tuyệt vời”?"
    assert kinds(ask("q", Kind.SCALE, label)) == []


def words_of(question):
    return [one.words for one in advice(survey(question))]


def test_rows_with_the_same_fault_are_named_in_one_sentence():
    pair = ("Công chức lịch sự và tận tình", "Thủ tục nhanh chóng và đơn giản")
    (words,) = words_of(matrix("Quý vị đồng ý ở mức nào?", *pair, "Nơi chờ", scale=AGREEMENT))
    assert words.startswith(
        "Dòng “Công chức lịch sự và tận tình”, dòng “Thủ tục nhanh chóng và đơn giản” hỏi hai điều "
        "một lúc (“và tận tình”, “và đơn giản”)"
    )


def test_the_row_or_choice_a_word_stands_in_is_named():
    (words,) = words_of(matrix("Quý vị đánh giá thế nào?", "Việc tuyệt vời", "Nơi chờ"))
    assert words.startswith("“tuyệt vời” (dòng “Việc tuyệt vời”) gợi sẵn")
    (words,) = words_of(multiple("Quý vị cần gì?", "Nộp DVCTT", "Tra cứu DVCTT", "Hỏi đáp"))
    assert "“DVCTT” (lựa chọn “Nộp DVCTT”, lựa chọn “Tra cứu DVCTT”) chưa" in words


def test_many_places_are_counted_and_long_labels_cut():
    labels = [f"Việc tuyệt vời số {place} {'rất dài ' * 9}" for place in range(7)]
    found = words_of(matrix("Quý vị đánh giá thế nào?", *labels))
    assert found[0].count("dòng “") == 5
    assert "… và 2 chỗ khác" in found[0].replace("”", "")


@pytest.mark.parametrize(
    "row", ["Thông tin đầy đủ, rõ ràng, dễ hiểu", "Rõ ràng, dễ hiểu", "Các khoản thu: rõ ràng",
            "Rõ ràng về chi phí"],
)  # fmt: skip
def test_clear_in_a_list_of_qualities_leads_nobody(row):
    assert kinds(matrix("Quý vị đánh giá thế nào?", row, "Nơi chờ")) == []


@pytest.mark.parametrize(
    "label", ["Từ nhà đến trụ sở: …… km", "Tuổi ........", "Số người: ____ người"]
)
def test_dots_of_the_paper_are_found(label):
    assert kinds(ask("q", Kind.NUMBER, label)) == [K.DOTS]
    assert kinds(ask("q", Kind.LONG_TEXT, "Quý vị cần gì cho …?")) == []


def ranking(label, *labels, **fields):
    return ask("q", Kind.RANKING, label, choices=choices(*labels), **fields)


FOUR = ("Làm đường", "Xây chợ", "Trồng cây", "Cấp nước")


@pytest.mark.parametrize(
    "question",
    [
        ranking("Xin xếp thứ tự ba việc cần làm", *FOUR),
        ranking("Xin xếp thứ tự ba việc sau", *FOUR),
        matrix("Quý vị đánh giá thế nào về 5 nội dung sau?", *FOUR),
        multiple("Xin chọn ba việc cần làm", *FOUR, limits=Limits(max_choices=2)),
        multiple("Xin chọn tối đa 02 việc cần làm", *FOUR),
        single("Xin chọn hai việc cần làm", *FOUR),
    ],
    ids=lambda question: question.label,
)
def test_a_number_that_is_not_that_of_the_items_is_found(question):
    assert kinds(question) == [K.NUMBER]


@pytest.mark.parametrize(
    "question",
    [
        ranking("Xin xếp thứ tự bốn việc sau", *FOUR, "Khác, xin ghi rõ"),
        ranking("Xin xếp thứ tự ba việc cần làm", *FOUR, limits=Limits(max_choices=3)),
        multiple("Xin chọn ba việc sau cần làm", *FOUR, limits=Limits(max_choices=3)),
        multiple("Xin chọn ba trong bốn việc sau", *FOUR, limits=Limits(max_choices=3)),
        single("Trong năm qua, hai việc nào khó?", *FOUR),
        single("Quý vị sinh năm nào?", *FOUR),
        ask("q", Kind.LONG_TEXT, "Xin nêu ba việc cần làm"),
    ],
    ids=lambda question: question.label,
)
def test_a_number_that_is_right_or_counts_nothing_gets_no_advice(question):
    assert K.NUMBER not in kinds(question)


def test_every_advice_says_what_to_do():
    for _, question in BAD:
        for one in advice(survey(question)):
            assert one.words.endswith(".")
            assert "Xin " in one.words
