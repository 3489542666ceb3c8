"""What people write when they accuse, complain, report danger or ask how to do such things.

Ordinary language, not law: a phrase may be added by whoever finds one missing, with a sentence in
tests/qa/test_triage.py. Written with marks; how they are found without is `words.Words`. One that
ends in "!" is looked for with its marks alone, because without them it is another word as well:
"cứu" and "cựu", "tự tử" and "từ từ".
"""


def lines(text: str) -> tuple[str, ...]:
    """The phrases of a block: one a line, or several with commas."""
    return tuple(part.strip() for line in text.strip().splitlines() for part in line.split(","))


# --- Denunciation (tố cáo): somebody, most often an official, is accused of a wrong ------------
ACCUSING = lines("""
tôi tố cáo, tôi xin tố cáo, tôi muốn tố cáo, tôi cần tố cáo, tôi làm đơn tố cáo
tôi viết đơn tố cáo, tôi viết đơn này tố cáo, tôi viết đơn này để tố cáo, tôi đứng đơn tố cáo
chúng tôi tố cáo, chúng tôi xin tố cáo, chúng tôi muốn tố cáo, chúng tôi làm đơn tố cáo
bà con tố cáo, em muốn tố cáo, em xin tố cáo, con muốn tố cáo, con xin tố cáo, cháu xin tố cáo
cháu muốn tố cáo, xin được tố cáo, xin tố cáo, kính gửi đơn tố cáo, gửi đơn tố cáo này
tôi tố giác, tôi xin tố giác, tôi muốn tố giác, xin tố giác, chúng tôi tố giác
tôi muốn tố, tôi báo tin tố giác
""")
NAMING = lines("tố cáo, tố giác")
PERSONS = lines("""
chủ tịch, phó chủ tịch, bí thư, phó bí thư, cán bộ, công chức, viên chức, giám đốc, phó giám đốc
trưởng phòng, phó phòng, trưởng ấp, trưởng thôn, trưởng khu vực, hiệu trưởng, hiệu phó, kế toán
địa chính, công an, cảnh sát, csgt, thanh tra, thẩm phán, kiểm lâm, thuế vụ, cán bộ thuế, hải quan
đảng viên, lãnh đạo, trưởng trạm, bác sĩ, giáo viên, đội trưởng, chỉ huy trưởng, văn phòng đăng ký
ông, bà, anh, chị, thủ quỹ, quản lý chợ, trưởng công an, tổ trưởng, ban quản lý, ban giám hiệu
""")
WRONGS = lines("""
nhận hối lộ, đòi hối lộ, hối lộ, đưa hối lộ, vòi tiền, vòi vĩnh, đòi tiền, đòi lót tay, lót tay
đòi phong bì, nhận phong bì, chung chi, đòi chung tiền, tham ô, tham nhũng, biển thủ
chiếm đoạt, ăn chặn, cắt xén, bớt xén, ăn bớt, rút ruột, lấy tiền công quỹ, bỏ túi
lạm quyền, lộng quyền, lợi dụng chức vụ, lạm dụng chức quyền, lợi dụng chức quyền, cậy quyền
nhũng nhiễu, hạch sách, sách nhiễu, làm khó để lấy tiền, làm giả hồ sơ, làm giả giấy tờ
giả mạo chữ ký, ký khống, lập khống, khai khống, kê khống, làm khống, bằng giả, mua bằng
bao che, dung túng, tiếp tay, thông đồng, móc nối, chạy chức, chạy việc, chạy án, mua chức
lừa đảo, quấy rối, sàm sỡ, đánh người, đánh dân, hành hung, đe dọa, bức cung, quan hệ bất chính
bảo kê, cho vay nặng lãi, trù dập, ép dân, thu tiền không biên lai, thu tiền trái phép
nhận tiền để, nhận tiền chạy, nhận tiền của dân
chia chác, gian lận, đánh bạc, sử dụng ma túy, buôn lậu, bán đất công, chiếm đất công, lấn đất công
nâng khống, nâng giá, khai man, xài bằng giả, dùng bằng giả, xâm hại, ăn hối lộ, ăn tiền
""")

# Who is called for help does not stand accused: "báo công an".
CALLED = lines("""
báo, báo cho, trình báo, gọi, nhờ, đề nghị, kiến nghị, gặp, liên hệ, yêu cầu, mời, mong, hỏi, xin
""")

# --- Complaint (khiếu nại): against a decision or an act that touches oneself ------------------
COMPLAINING = lines("""
tôi khiếu nại, tôi xin khiếu nại, tôi muốn khiếu nại, tôi làm đơn khiếu nại, tôi cần khiếu nại
chúng tôi khiếu nại, chúng tôi xin khiếu nại, chúng tôi làm đơn khiếu nại, gia đình tôi khiếu nại
gia đình tôi xin khiếu nại, tôi viết đơn này khiếu nại, tôi viết đơn khiếu nại, xin khiếu nại
khiếu nại quyết định số, khiếu nại quyết định thu hồi, khiếu nại quyết định xử phạt
khiếu nại lần hai quyết định, khiếu nại việc, tôi tiếp tục khiếu nại, em xin khiếu nại
em muốn khiếu nại, con xin khiếu nại, hộ tôi khiếu nại, kính gửi đơn khiếu nại
tôi không đồng ý với quyết định, tôi không đồng ý quyết định, chúng tôi không đồng ý với quyết định
gia đình tôi không đồng ý với quyết định, gia đình tôi không đồng ý quyết định
không đồng ý với quyết định thu hồi, không đồng ý với quyết định xử phạt
không đồng ý với quyết định kỷ luật, không đồng ý quyết định thu hồi, không đồng ý quyết định xử phạt
không đồng ý với phương án bồi thường, không đồng ý phương án bồi thường
không đồng ý với mức bồi thường, không đồng ý mức bồi thường, không chấp nhận quyết định
yêu cầu hủy quyết định, đề nghị hủy quyết định, yêu cầu hủy bỏ quyết định, đề nghị hủy bỏ quyết định
đề nghị thu hồi quyết định, yêu cầu thu hồi quyết định, quyết định xử phạt tôi là sai
ra quyết định sai, quyết định trái pháp luật, thu hồi đất của tôi trái, cưỡng chế nhà tôi
cưỡng chế trái, xử phạt tôi oan, phạt oan
""")

# --- Emergency: it happens now, and a letter is too slow ---------------------------------------
DANGER = lines("""
cháy nhà, nhà cháy, đang cháy!, nhà đang cháy, đang cháy nhà, đang cháy lớn, cháy lớn, bốc cháy, cháy rừng, cháy chợ, chợ cháy, cháy kho
cháy lan!, lửa lan, lửa cháy, đám cháy, hỏa hoạn, nổ bình gas, nổ bình ga, rò rỉ gas, rò rỉ ga, xì gas, rò gas
tai nạn, đuối nước, chết đuối, lật xe, lật đò, chìm đò, chìm ghe, lật ghe, bị thương nặng
bất tỉnh, ngất xỉu, hấp hối, nguy kịch, cấp cứu, chảy nhiều máu, ngộ độc, điện giật
sập nhà, sập cầu, sạt lở, vùi lấp, mắc kẹt, đứt dây điện, dây điện đứt, cây đổ đè, đổ sập
tự tử!, tự sát, nhảy cầu, dọa giết, đòi giết, đâm chém, chém nhau, đánh nhau, hỗn chiến
cầm dao, cầm mã tấu, nổ súng, cướp, bắt cóc, bị đánh, bạo hành, hành hung, xâm hại
""")
NOW = lines("""
đang!, hiện đang, đang bị, đang có, nhà đang cháy, đang cháy nhà, đang cháy lớn, đang đánh, đang đâm
ngay bây giờ, bây giờ, ngay lúc này, lúc này, vừa xảy ra, vừa mới
cứu với, cứu tôi, cứu!, cứu giúp gấp, cứu gấp, khẩn cấp, gấp!, mau!, mau tới, mau đến, đến ngay, tới ngay, xuống ngay
cho xe tới, cho xe đến, gọi cứu hỏa, gọi xe cấp cứu, giúp ngay, ngay lập tức
nguy hiểm tính mạng, nguy hiểm đến tính mạng, chưa ai tới, chưa thấy ai tới
""")
NOT_DANGER = lines("""
phòng cháy, chữa cháy, phòng chống cháy, bảo hiểm tai nạn, tai nạn lao động, trợ cấp tai nạn
hỗ trợ tai nạn, phòng chống đuối nước, phòng đuối nước, diễn tập, tập huấn, sau vụ cháy, bị cháy năm
xe cấp cứu, phòng cấp cứu, trực cấp cứu, khoa cấp cứu, trợ cấp khẩn cấp, hỗ trợ khẩn cấp
năm ngoái, năm trước, tháng trước, tuần trước, hôm qua, thủ tục, hồ sơ, chế độ, bồi thường
chống sạt lở, kè chống, phòng chống bạo lực, tuyên truyền, dạy bơi, bảo hiểm
nguy cơ, dự án, khi nào sửa, bao giờ, kế hoạch
""")

# --- Reflection (phản ánh, kiến nghị): something is wrong and should be mended -----------------
REFLECTING = lines("""
phản ánh, phản ảnh, kiến nghị, góp ý, đề xuất, đề nghị cơ quan, đề nghị ngành chức năng
đề nghị xã, đề nghị phường, đề nghị tỉnh, đề nghị sở, đề nghị kiểm tra, đề nghị xử lý
đề nghị sửa, đề nghị khắc phục, đề nghị lắp, đề nghị dọn, đề nghị xem xét, mong cơ quan
mong chính quyền, mong cấp trên, mong lãnh đạo, mong các cấp, mong ngành, mong sớm
rất bức xúc, gây bức xúc, bức xúc, cần xử lý, cần sửa chữa, chưa được sửa, chưa ai xử lý
không ai xử lý, chưa ai giải quyết, gây ô nhiễm, bốc mùi hôi, gây mất ngủ, xuống cấp nghiêm trọng
""")

# --- Questions about such things, which are none of them ---------------------------------------
ABOUT_BEFORE = lines("""
luật, cách, cách làm, cách viết, cách gửi, thủ tục, trình tự, quy trình, quy định, quy định về
mẫu, mẫu đơn, hướng dẫn, hỏi, hỏi về, cho hỏi, xin hỏi, thời hạn, thời hiệu, thời gian giải quyết
quyền, quyền được, nghĩa vụ, điều kiện, thế nào là, khái niệm, phân biệt, khác nhau, khác gì
lệ phí, tiếp nhận, giải quyết, người bị, người, được, bị, nếu, nếu muốn, muốn, khi, trường hợp, việc
kết quả, đơn thư, tình hình, số lượng, bảo vệ người, tư vấn, tìm hiểu, hòm thư, đường dây nóng
thẩm quyền, thẩm quyền giải quyết, có được, có thể, phải làm gì để, lịch tiếp, rút đơn, rút
""")
ABOUT_AFTER = lines("""
là gì, là sao, gì, như thế nào, thế nào, ra sao, làm sao, ở đâu, đến đâu, cho ai, ở cơ quan nào
cơ quan nào, gửi đâu, gửi cho ai, gửi ai, quy định, quy định gì, quy định thế nào, bao lâu
mấy ngày, bao nhiêu ngày, được không, có được không, có phải, có mất phí, có bị, cần giấy tờ gì
gồm những gì, có những quyền gì, quyền gì, không ghi tên, nặc danh, sai sự thật bị, thì sao
""")
# Words that make of an accusation a question of everybody: "người dân tố cáo cán bộ thì …".
GENERAL = lines("""
nếu, người dân, công dân, trường hợp, khi nào, thế nào là, theo quy định, luật, quy định, giả sử
phòng chống, biện pháp, tuyên truyền, xử lý thế nào, bị xử lý thế nào, xử phạt thế nào
bị phạt thế nào, bị xử lý ra sao, bị phạt bao nhiêu, mức phạt, hình thức kỷ luật, nghị quyết
bị xử phạt thế nào, bị xử phạt ra sao, kế hoạch, cuộc thi, chuyên đề, kê khai tài sản
người nào, ai có quyền, dấu hiệu, có bị kỷ luật không, có bị phạt không, có bị xử lý không
có vi phạm không, có phạm tội không, có phạm luật không
""")
