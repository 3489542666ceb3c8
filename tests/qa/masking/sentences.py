"""Sentences of our own: {kind:words} is what must be masked, all else must stay.

LEARNT_FROM was used while the patterns were written. UNSEEN was written afterwards, in one go, by the
same people; what it showed on the first run is in ADR 0017. All people, numbers and plates are made
up.
"""

LEARNT_FROM = """
Tôi là {name:Nguyễn Thị Nga}, số điện thoại {phone:0912 345 678}, ở xã Vị Thủy.
Xin liên hệ ông {name:Trần Văn Bình} qua số {phone:0293.3878.123}.
Ông {name:Trần Văn Tư} ở cạnh nhà tôi lấn kênh.
Bà {name:Hoa} ở cạnh nhà tôi chưa được cấp sổ.
Anh {name:Phạm Quốc Huy} sinh năm {birth:1985} nộp đơn từ tháng 3.
Căn cước của tôi số {identity:094185001234} hết hạn tháng sau.
CMND {identity:363123456} cấp ở công an tỉnh cũ có còn dùng được không?
Tiền hỗ trợ chuyển vào tài khoản {account:7012205123456} Agribank.
STK: {account:0123456789} ngân hàng Vietcombank, chủ tài khoản {name:Lê Minh Tâm}.
Thư gửi về {email:minh.tam85@example.com} giúp tôi.
Xe mang biển số {plate:95A-123.45} đậu chắn lối đi trường học.
Xe tải {plate:65C-012.34} chạy lúc nửa đêm.
Nhà tôi ở {address:số 12 đường Nguyễn Thái Học}, phường Vị Thanh bị ngập.
Tôi ngụ {address:ấp Mỹ Hưng}, xã Vị Thủy, xin hỏi về điện.
Hộ khẩu thường trú: {address:số nhà 45/3, tổ 7}, phường Ngã Bảy.
Thửa đất số {land:125}, tờ bản đồ số {land:14}, xã Hòa An.
Giấy chứng nhận quyền sử dụng đất số {land:CH 012345} bị sai tên.
Con tôi sinh ngày {birth:12/05/2019} đã vào lớp một chưa?
Cháu {name:Nguyễn Gia Bảo} học lớp ba trường Tiểu học Lê Quý Đôn.
Kính gửi Chủ tịch UBND xã, tôi muốn hỏi về đường bê tông.
Theo Nghị định 61/2018/NĐ-CP ngày 23/04/2018, hồ sơ gồm những gì?
Ông Chủ tịch UBND phường hứa trả lời trong 10 ngày.
Phí thẩm định là 1.500.000 đồng, nộp tại bộ phận một cửa.
Quyết định 574/QĐ-TTg quy định thời hạn 20 ngày.
Quy định 11-QĐi/TW của Bộ Chính trị có áp dụng không?
Đường Trần Hưng Đạo đoạn qua chợ xuống cấp.
Trường THPT Lê Hồng Phong tuyển sinh năm 2026 thế nào?
Học sinh năm học 2025-2026 được giảm học phí không?
Người sinh năm 1960 có được trợ cấp không?
Gọi 113 hoặc 1022 khi có sự cố.
Tôi tên {name:Lý Thị Hồng Gấm}, dân tộc Khmer, muốn học nghề.
chị {name:Đặng Thị Mỹ Duyên} và anh {name:Khánh} cùng ký đơn.
{name:nguyễn văn tèo} ở ấp 5 nuôi heo gây mùi.
Xin hỏi bác sĩ {name:Võ Hoàng Nam} còn trực thứ Bảy không?
Bà Bí thư Huyện ủy đã về dự họp.
Người làm đơn: {name:Huỳnh Tấn Lộc}
Thôn trưởng nói hồ sơ của em {name:Thảo} bị thất lạc.
Cô {name:Sáu} bán nước ở cổng trường lấn vỉa hè.
Tỉnh lộ 927 và quốc lộ 61B ngập sâu 30 cm.
Ban Biên tập xin nghe từ 7 giờ đến 11 giờ.
Số {phone:+84 907 123 456} là của chồng tôi.
Hẻm {address:45/6} chưa có cống thoát nước.
Diện tích 1.250 m2 đất vườn chuyển sang đất ở tốn bao nhiêu?
Thẻ bảo hiểm {identity:DN 4 94 0123456789} bị khóa.
Mã số thuế {identity:1801234567} của hộ kinh doanh bị sai.
Hội Nông dân, Đoàn Thanh niên tổ chức ra quân.
Xe máy {plate:95-B1 123.45} bị tạm giữ, lấy lại ở đâu?
Bé {name:Na} bị chó cắn, tiêm ở trạm nào?
Thành phố Hồ Chí Minh có chính sách khác không?
Con đường qua cầu Lê Lai tối, xin lắp đèn.
Liên hệ {name:Trịnh Hoài Đức}, {address:căn hộ 12.05 chung cư Hòa Bình}.
Văn bản đóng dấu {secret:MẬT} thì ai được xem?
Vợ tôi là {name:Thu Hà} chưa nhập khẩu được.
"""

UNSEEN = """
Gia đình tôi gồm vợ là bà {name:Bùi Thị Lan Anh} và hai con, xin xét hộ nghèo.
Ông {name:Tư Đờn} lấn kênh thủy lợi, bà con báo nhiều lần.
Quý vị nhắn Zalo số {phone:0987654321} cho tôi biết kết quả.
Điện thoại bàn: {phone:02933 123 456}.
Tôi là {name:Phan Thị Thúy Kiều}, sinh ngày {birth:3 tháng 8 năm 1979}, mất thẻ đảng viên.
Chồng tôi, anh {name:Danh Sóc Kha}, chạy xe ôm ở bến xe.
Đơn ký tên {name:Đỗ Hữu Phước}, đại diện mười hộ.
Số định danh cá nhân {identity:079203001234} của con tôi bị trùng.
Hộ chiếu số {identity:C1234567} hết hạn thì đổi ở đâu?
Tôi chuyển nhầm vào số tài khoản {account:060123456789}, ngân hàng không hoàn.
Xe bán tải BKS {plate:95C-045.67} chở đất rơi vãi.
Mô tô biển số {plate:95E1-678.90} nẹt pô lúc 2 giờ sáng.
Địa chỉ: {address:số 8, hẻm 24, đường Châu Văn Liêm}, phường Vị Thanh.
Nhà số {address:117/4A} khu tập thể cũ sắp sập.
Gia đình cư trú tại {address:tổ 4, khu vực 3}, phường Long Mỹ.
Tôi có thửa {land:38} tờ bản đồ {land:9} bị quy hoạch treo.
Sổ hồng số {land:BĐ 654321} cấp năm 2011 đổi mẫu mới được không?
Email {email:ubnd.test_01@mail.example.vn} gửi bị trả về.
Thầy {name:Quách Tĩnh Tâm} dạy thêm ở nhà có sai không?
Bác {name:Ba Khía} bán cá ở chợ nổi Ngã Bảy không có chỗ đậu ghe.
Tôi phản ánh việc {name:Ngô Thanh Tùng} xây nhà không phép.
Mẹ tôi là {name:Trương Thị Út}, 82 tuổi, chưa nhận tiền tuổi già.
Người gửi: {name:LÊ THỊ KIM CHI}
Hai anh em {name:Nguyễn Văn Lâm} và {name:Nguyễn Văn Hải} tranh chấp ranh đất.
Phó Giám đốc Sở Y tế ký văn bản ngày 05/03/2026.
Ông Trưởng ấp không xác nhận đơn cho dân.
Bí thư Tỉnh ủy tiếp dân ngày nào trong tháng?
Kết luận 215-KL/TW ngày 23/11/2025 bỏ cấp huyện.
Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 có hiệu lực khi nào?
Mức hỗ trợ 500.000 đồng một tháng cho người từ 80 tuổi.
Tuyến đường Nguyễn Công Trứ nối chợ với bến phà đang thi công.
Bệnh viện Đa khoa Hậu Giang có nhận khám bảo hiểm thứ Bảy?
Trường mầm non Hoa Mai thu 120.000 đồng tiền vệ sinh năm 2026.
Tôi nộp hồ sơ mã 000.12.34.H30 từ ngày 10/02/2026 chưa thấy trả.
Công ty TNHH Trần Gia xả nước thải ra rạch.
Lúa vụ Đông Xuân 2025-2026 được bơm nước đợt 2.
Nghị quyết 18-NQ/TW sắp xếp bộ máy thế nào?
Hồ sơ gồm đơn theo Mẫu số 04/ĐK và bản sao sổ đỏ.
Chiều dài 1200 m, rộng 3,5 m, dân hiến đất.
Tháng 12/2025 tôi đóng bảo hiểm được 14 năm 6 tháng.
Lãnh đạo xã Hòa An trả lời chung chung.
Cô giáo chủ nhiệm lớp 4A2 phê bình cháu trước lớp.
Khu tái định cư Xáng Hậu cấp nền cho hộ bị giải tỏa.
Chị em phụ nữ ấp 7 muốn vay vốn nuôi lươn.
Trẻ sinh năm 2020 đi học lớp một ở đâu?
"""
