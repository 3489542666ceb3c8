"""Questionnaires as Vietnamese ministries write them, as Word and PDF readers copy them.

The shape is that of the forms of the ministries of health and of education and of the surveys on
public services; the wording is our own.
"""

HOSPITAL = """
BỘ Y TẾ
PHIẾU KHẢO SÁT Ý KIẾN NGƯỜI BỆNH NỘI TRÚ
Nhằm nâng cao chất lượng khám bệnh, bệnh viện xin ý kiến của Ông/Bà. Thông tin được giữ bí mật. Xin trân trọng cảm ơn Ông/Bà!

1. Tên bệnh viện: ...........................  2. Ngày điền phiếu: ...../...../20....
3. Tên khoa nằm điều trị: ..................  4. Mã khoa: ......
THÔNG TIN NGƯỜI BỆNH
A1. Giới tính: 1. Nam 2. Nữ
A2. Tuổi ..........
A3. Tổng số ngày nằm viện: ........ ngày
A4. Ông/Bà có dùng thẻ bảo hiểm y tế lần này không?   1. Có   2. Không
A5. Nơi sinh sống của Ông/Bà:
1. Thành thị
2. Nông thôn
3. Khác (ghi rõ): ..........
ĐÁNH GIÁ DỊCH VỤ
Ông/Bà khoanh tròn một số từ 1 đến 5, tương ứng với mức độ hài lòng hoặc nhận xét cho từng câu:
① là: Rất không hài lòng hoặc: Rất kém
② là: Không hài lòng hoặc: Kém
③ là: Bình thường hoặc: Trung bình
④ là: Hài lòng hoặc: Tốt
⑤ là: Rất hài lòng hoặc: Rất tốt
A. Khả năng tiếp cận
A1. Sơ đồ, biển báo chỉ dẫn đến các khoa dễ tìm ① ② ③ ④ ⑤
A2. Giờ vào thăm người bệnh được
thông báo trước ① ② ③ ④ ⑤
A3. Phòng bệnh được đánh số dễ tìm
①②③④⑤
A4. Lối đi, hành lang bằng phẳng, ① ② ③ ④ ⑤
không trơn trượt
A5. Gọi được nhân viên y tế khi cần 1 2 3 4 5
B. Thông tin và thủ tục
B1\tThủ tục nhập viện đơn giản\t①\t②\t③\t④\t⑤
B2\tĐược phổ biến nội quy\t①\t②\t③\t④\t⑤
B3.\tĐược giải thích về bệnh của mình\t①\t②\t③\t④\t⑤
B4\tĐược tư vấn trước khi xét nghiệm\t①\t②\t③\t④\t⑤
B5\tĐược công khai thuốc dùng mỗi ngày\t①\t②\t③\t④\t⑤
B6\tĐược hỏi ý kiến trước khi mổ\t①\t②\t③\t④\t⑤
B7\tĐược báo giá dịch vụ\t①\t②\t③\t④\t⑤
B8\tĐược hẹn ngày khám lại\t①\t②\t③\t④\t⑤
B9\tHóa đơn dễ hiểu\t①\t②\t③\t④\t⑤
B10\tThủ tục ra viện đơn giản\t①\t②\t③\t④\t⑤
C. Cơ sở vật chất
C1. Buồng bệnh sạch (1) (2) (3) (4) (5)
C2. Giường, ga, gối đủ cho mỗi người (1) (2) (3) (4) (5)
C3. Nhà vệ sinh sạch (1) (2) (3) (4) (5)
C4. Có nước uống (1) (2) (3) (4) (5)
C5. Buồng bệnh yên tĩnh (1) (2) (3) (4) (5)
D. Nhân viên y tế
D1. Bác sĩ lịch sự □ □ □ □ □
D2. Điều dưỡng lịch sự □ □ □ □ □
D3. Bác sĩ giải thích dễ hiểu □ □ □ □ □
D4. Không bị gợi ý bồi dưỡng □ □ □ □ □
G1. Bệnh viện đã đáp ứng bao nhiêu % so với mong đợi của Ông/Bà? ..........% (điền từ 0 đến 100)
G2. Nếu cần khám lại, Ông/Bà có quay lại không?
1. Chắc chắn không
2. Muốn sang nơi khác
3. Có thể sẽ quay lại
4. Chắc chắn quay lại
5. Khác (ghi rõ) ..........
G3. Ông/Bà biết bệnh viện qua những kênh nào? (chọn nhiều)
☐ Người quen\t☐ Báo, đài
☐ Mạng xã hội\t☐ Khác (ghi rõ): ......
H. Ông/Bà có góp ý gì thêm, xin ghi rõ?
........................................
........................................
XIN TRÂN TRỌNG CẢM ƠN ÔNG/BÀ!
"""

SERVICES = """PHIẾU LẤY Ý KIẾN VỀ DỊCH VỤ CÔNG
Kính gửi Ông/Bà,
Đề nghị Ông/Bà đánh dấu X vào ô phù hợp.

PHẦN I. NGƯỜI TRẢ LỜI
Câu 1. Độ tuổi của Ông/Bà?
\t☐ Dưới 25\t☐ 25 - 34
\t☐ 35 - 49\t☐ 50 trở lên
Câu 2. Giới tính: Nam ☐  Nữ ☐
Câu 3. Ông/Bà là đảng viên không?
(1) Có
(2) Không
Câu 4. Trình độ:
  1. Tiểu học            2. Trung học cơ sở
  3. Trung học phổ thông 4. Đại học trở lên
PHẦN II. Ý KIẾN
Câu 5. Ông/Bà đã làm những thủ tục nào? (có thể chọn nhiều phương án)
a. Khai sinh    b. Chứng thực    c. Đất đai
d. Khác (xin ghi rõ): ………………………………
Câu 6. Ông/Bà đánh giá các nội dung sau ở mức nào?
STT\tNội dung\tRất hài lòng\tHài lòng\tBình thường\tKhông hài lòng\tRất không hài lòng
I\tTiếp cận dịch vụ
1\tNơi ngồi chờ đủ chỗ\t☐\t☐\t☐\t☐\t☐
2\tMáy lấy số dễ dùng\t☐\t☐\t☐\t☐\t☐
II\tCông chức
3\tGiao tiếp lịch sự\t☐\t☐\t☐\t☐\t☐
Câu 7: Đánh giá từng mặt (Rất kém/Rất không hài lòng = 1 ... Rất tốt/Rất hài lòng = 5)
TT\tTiêu chí\t1\t2\t3\t4\t5
1\tPhòng chờ\t1\t2\t3\t4\t5
2\tNhà vệ sinh\t1\t2\t3\t4\t5
Câu 8. Khoảng cách từ nhà đến trụ sở: ……… km
Câu 9. Xin chọn 3 việc cần làm trước:
□ Làm đường
□ Cấp nước
□ Mở trường
□ Mở chợ
Câu 10.
Ông/Bà góp ý gì?
…………………………………
"""

SCHOOL = """Mẫu 3. Phiếu khảo sát cha mẹ học sinh
Hướng dẫn trả lời: Khoanh tròn một số, trong đó: 1. Rất không hài lòng; 2. Không hài lòng; 3. Bình thường; 4. Hài lòng; 5. Rất hài lòng

I. Thông tin chung
1. Giới tính: 1. Nam        2. Nữ
2. Dân tộc: 1. Kinh 2. Khác (ghi rõ) .......
3. Trình độ học vấn:
1. Tiểu học
2. Trung học cơ sở
3. Trung học phổ thông
4. Đại học trở lên
4. Tuổi của con: ......

II. Đánh giá
A. Tiếp cận dịch vụ
1. Thông tin tuyển sinh đầy đủ 1 2 3 4 5
2. Trường gần nhà, thuận tiện
cho việc đi lại 1 2 3 4 5
B. Cơ sở vật chất
3. Phòng học đủ rộng 1 2 3 4 5
4. Sân chơi có bóng mát 1 2 3 4 5
III. Đánh giá chung
5. Ông/Bà hài lòng bao nhiêu phần trăm so với mong đợi? ……%
6. Đề xuất với nhà trường:
………………………………………………
"""
