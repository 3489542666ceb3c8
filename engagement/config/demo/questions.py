"""Two hundred questions of our own writing; one a line: `unit | field | question | answer`.

They show how the site works and are no legal advice: figures of fees and terms are left out.
"""

from typing import NamedTuple


class DemoQuestion(NamedTuple):
    unit: str
    field: str
    question: str
    answer: str

    @property
    def title(self) -> str:
        """The question's first sentence, as the board would title it."""
        first = self.question.split("? ")[0].split(". ")[0].rstrip(".?")
        return f"{first}?" if "?" in self.question else first


def rows(text: str) -> list[DemoQuestion]:
    """Read the lines of a block."""
    lines = [line.split("|") for line in text.strip().splitlines()]
    return [DemoQuestion(*(part.strip() for part in (*line, "", "")[:4])) for line in lines]


WITH_ANSWER = rows("""
yte | y-te | Trạm y tế xã có khám ngày thứ Bảy không? | Trạm y tế trực cấp cứu cả tuần; khám bệnh thông thường từ thứ Hai đến thứ Sáu. Lịch tiêm chủng và khám lưu động dán tại trạm và nhà văn hóa ấp.
yte | y-te | Trẻ 18 tháng bỏ lỡ một mũi tiêm thì tiêm bù ở đâu? | Gia đình đưa trẻ và sổ tiêm đến trạm y tế nơi ở vào ngày tiêm chủng của tháng; cán bộ sẽ kiểm tra và hẹn mũi bù, không phải tiêm lại từ đầu.
yte | y-te | Nhà thuốc gần nhà bán thuốc không có hóa đơn, báo cho ai? | Quý vị báo Thanh tra Sở Y tế qua số điện thoại trên trang danh bạ, ghi tên nhà thuốc và thời gian mua. Đoàn kiểm tra sẽ trả lời kết quả cho Quý vị.
yte | y-te | Người cao tuổi sống một mình có được khám sức khỏe miễn phí không? | Mỗi năm trạm y tế lập danh sách và mời người cao tuổi khám định kỳ. Quý vị đăng ký với cộng tác viên dân số ở ấp.
yte | y-te | Bệnh viện yêu cầu làm lại xét nghiệm vừa làm ở tuyến huyện, có đúng không? | Kết quả còn giá trị thì bác sĩ xem xét dùng lại; làm lại khi diễn biến bệnh cần. Quý vị có thể đề nghị khoa giải thích bằng văn bản.
yte | y-te | Quán ăn trước cổng trường không che đậy thức ăn, ai kiểm tra? | Ban chỉ đạo an toàn thực phẩm cấp xã kiểm tra và nhắc nhở. Chúng tôi đã chuyển địa chỉ Quý vị nêu để kiểm tra trong tuần.
yte | y-te | Muốn mở phòng khám răng thì xin phép ở đâu? | Hồ sơ nộp tại Trung tâm Phục vụ hành chính công tỉnh hoặc qua cổng dịch vụ công; Sở thẩm định tại chỗ trước khi cấp phép.
yte | y-te | Xử lý ổ loăng quăng ở bãi phế liệu cạnh nhà thế nào? | Trạm y tế xã phối hợp chủ bãi lật úp, che đậy vật chứa nước và phun hóa chất khi có ca bệnh. Quý vị báo tổ y tế ấp để xử lý ngay.
bhxh | y-te | Mất thẻ bảo hiểm y tế có phải làm lại thẻ giấy không? | Quý vị dùng ảnh thẻ trên ứng dụng VssID hoặc căn cước khi khám bệnh; không cần làm lại thẻ giấy.
bhxh | y-te | Hộ gia đình năm người đóng bảo hiểm y tế giảm dần ra sao? | Mức đóng giảm dần từ người thứ hai trở đi theo quy định hiện hành; đại lý thu ở xã tính giúp và xuất biên lai.
bhxh | an-sinh | Nghỉ việc ba tháng mới nộp hồ sơ thất nghiệp có được không? | Thời hạn nộp là ba tháng kể từ ngày chấm dứt hợp đồng. Quá hạn thì thời gian đóng được bảo lưu cho lần sau.
bhxh | an-sinh | Bảo hiểm xã hội tự nguyện đóng theo năm được không? | Được. Quý vị chọn đóng hằng tháng, ba tháng, sáu tháng, một năm hoặc nhiều năm; đại lý thu hướng dẫn mức và hỗ trợ.
bhxh | an-sinh | Công ty nợ bảo hiểm, tôi nghỉ thai sản thì sao? | Cơ quan bảo hiểm xác nhận thời gian đã đóng và yêu cầu đơn vị đóng phần còn nợ. Quý vị gửi hợp đồng và giấy nghỉ việc để chúng tôi đối chiếu.
bhxh | y-te | Sinh viên quê ở tỉnh học nơi khác mua bảo hiểm y tế ở đâu? | Sinh viên mua tại trường đang học; thẻ có giá trị trên toàn quốc theo quy định về tuyến.
congan | an-ninh | Đổi căn cước cho người già không đi lại được thì làm thế nào? | Công an xã nhận đăng ký và tổ chức cấp lưu động tại nhà. Gia đình báo với cảnh sát khu vực để xếp lịch.
congan | an-ninh | Đăng ký tạm trú cho công nhân thuê trọ cần giấy tờ gì? | Chủ trọ hoặc người thuê khai trên cổng dịch vụ công kèm giấy tờ chỗ ở hợp pháp; không cần nộp bản giấy nếu đã có dữ liệu.
congan | an-ninh | Hàng xóm hát karaoke sau 22 giờ, báo ai? | Quý vị gọi công an xã; trường hợp tái diễn sẽ lập biên bản và xử phạt theo quy định về trật tự.
congan | an-ninh | Bị lừa chuyển tiền qua mạng thì trình báo ở đâu? | Quý vị mang sao kê, tin nhắn, số tài khoản nhận đến công an xã nơi ở. Trình báo càng sớm càng dễ phong tỏa tài khoản.
congan | an-ninh | Sang tên xe máy mua lại qua nhiều người làm sao? | Người đang sử dụng đến công an xã khai nguồn gốc xe; cơ quan đăng ký niêm yết rồi giải quyết theo thời hạn ghi trên giấy hẹn.
congan | an-ninh | Hộ chiếu cho trẻ em có phải cha mẹ cùng ký không? | Một người đại diện hợp pháp ký tờ khai là được; trẻ dưới 14 tuổi kèm giấy khai sinh.
congan | an-ninh | Xe tải chạy giờ cấm qua trường học, phản ánh thế nào? | Quý vị gửi ảnh có biển số và thời gian. Phòng Cảnh sát giao thông sẽ xác minh và trả lời kết quả.
congan | an-ninh | Cơ sở sang chiết gas trong khu dân cư có được phép không? | Không. Chúng tôi đã kiểm tra địa chỉ Quý vị nêu và yêu cầu di dời; kết quả gửi riêng kèm biên bản.
quansu | an-ninh | Con trai độc nhất của thương binh có phải nhập ngũ không? | Trường hợp này thuộc diện xét tạm hoãn hoặc miễn. Gia đình nộp giấy tờ cho ban chỉ huy quân sự xã trước đợt sơ tuyển.
quansu | an-ninh | Thời gian sơ tuyển nghĩa vụ quân sự năm tới khi nào? | Sơ tuyển do cấp xã tổ chức vào quý IV; giấy gọi gửi đến từng gia đình trước ngày khám.
quansu | an-sinh | Dân quân bị thương khi chữa cháy được hỗ trợ gì? | Được khám, điều trị và hưởng chế độ như quy định cho dân quân làm nhiệm vụ; ban chỉ huy xã lập hồ sơ.
nganhang | kinh-te | Vay vốn mua máy cấy thì hỏi ngân hàng nào? | Quý vị liên hệ phòng giao dịch Ngân hàng Chính sách xã hội hoặc Agribank tại xã; tổ vay vốn ở ấp hướng dẫn hồ sơ.
nganhang | kinh-te | Ngân hàng ép mua bảo hiểm khi vay, phản ánh ở đâu? | Quý vị gửi đơn kèm hợp đồng cho chúng tôi. Việc gắn bán bảo hiểm với giải ngân là không được phép.
nganhang | kinh-te | Tiền rách có đổi được không? | Chi nhánh và phòng giao dịch các ngân hàng nhận đổi tiền không đủ tiêu chuẩn lưu thông, không thu phí.
gddt | giao-duc | Trường thu tiền máy lạnh đầu năm có đúng không? | Khoản thỏa thuận phải được cha mẹ bàn và đồng ý, có biên bản. Sở đã yêu cầu trường báo cáo và công khai thu chi.
gddt | giao-duc | Chuyển trường cho con giữa học kỳ cần gì? | Cha mẹ nộp đơn tại trường mới kèm học bạ; hai trường trao đổi hồ sơ trên hệ thống, không cần ra Sở.
gddt | giao-duc | Trẻ khuyết tật học hòa nhập đăng ký ở đâu? | Quý vị đăng ký với trường tiểu học tuyến địa bàn; Trung tâm hỗ trợ giáo dục hòa nhập tư vấn kế hoạch học cho từng cháu.
gddt | giao-duc | Sách giáo khoa cũ có dùng lại được không? | Được, nếu cùng bộ sách nhà trường chọn. Thư viện trường cho mượn sách với học sinh khó khăn.
gddt | giao-duc | Giáo viên dạy thêm tại nhà có bị cấm không? | Dạy thêm phải theo quy định hiện hành về đăng ký và đối tượng. Quý vị cho biết trường hợp cụ thể để chúng tôi xác minh.
gddt | giao-duc | Xe đưa rước học sinh chở quá số người, ai quản lý? | Nhà trường ký hợp đồng và chịu trách nhiệm giám sát; chúng tôi đã phối hợp công an kiểm tra các tuyến Quý vị nêu.
gddt | giao-duc | Điểm trường ấp có bị xóa sau sáp nhập không? | Điểm trường được giữ khi còn học sinh đủ lớp và chưa có đường đi an toàn đến trường chính.
congthuong | kinh-te | Điện trong ấp yếu vào giờ cao điểm, khi nào nâng cấp? | Công ty Điện lực đã khảo sát; trạm biến áp mới đưa vào kế hoạch năm sau, trong thời gian chờ sẽ cân lại pha.
congthuong | kinh-te | Cây xăng bán thiếu đo bằng cách nào? | Quý vị yêu cầu cửa hàng đong bằng bình chuẩn tại chỗ và báo đội quản lý thị trường; kết quả kiểm tra được công khai.
congthuong | kinh-te | Bán hàng qua mạng tại nhà có phải đăng ký không? | Hộ bán thường xuyên đăng ký hộ kinh doanh ở xã; bán trên sàn thì thông báo theo hướng dẫn của sàn.
congthuong | kinh-te | Chợ xã xuống cấp, mưa là ngập, bao giờ sửa? | Chợ thuộc danh mục cải tạo; xã đã lập dự toán, chúng tôi sẽ thẩm định trong tháng này.
congthuong | kinh-te | Cơ sở xay xát gây bụi đặt trong khu dân cư có đúng quy hoạch không? | Cơ sở hoạt động trước quy hoạch, được yêu cầu lắp lọc bụi và di dời theo lộ trình đã công bố.
xaydung | giao-thong | Đường vào ấp hư hỏng sau mưa, khi nào sửa? | Đoạn đường đã đưa vào kế hoạch duy tu quý tới. Trước mắt đơn vị quản lý rải đá cấp phối các ổ gà lớn.
xaydung | giao-thong | Cầu sắt qua kênh rung mạnh, có còn an toàn không? | Cầu đã được kiểm định, hạn chế tải và cắm biển. Dự án cầu mới đang chọn nhà thầu.
xaydung | giao-thong | Xây nhà cấp bốn ở nông thôn có cần giấy phép không? | Nhà dưới bảy tầng ở nơi không có quy hoạch thì miễn giấy phép; vẫn phải theo ranh đất và hành lang an toàn.
xaydung | giao-thong | Biển báo trường học bị che khuất, báo ai? | Chúng tôi đã cho phát quang và gắn biển phản quang tại vị trí Quý vị nêu.
xaydung | giao-thong | Đò ngang không có áo phao, ai kiểm tra? | Cảng vụ và công an đường thủy kiểm tra định kỳ; bến Quý vị nêu đã bị nhắc nhở và bổ sung áo phao.
xaydung | giao-thong | Nhà hàng xóm xây lấn ra hẻm thì phản ánh ở đâu? | Quý vị gửi UBND xã, phường kèm ảnh; tổ quản lý trật tự xây dựng kiểm tra và lập biên bản nếu vi phạm.
xaydung | giao-thong | Nhà ở xã hội của tỉnh đăng ký mua thế nào? | Danh sách dự án và thời gian nhận hồ sơ niêm yết tại Sở và nơi có dự án; hồ sơ nộp trực tiếp cho chủ đầu tư.
xaydung | giao-thong | Đăng kiểm xe ba gác ở đâu? | Trung tâm đăng kiểm của tỉnh nhận kiểm định theo lịch hẹn; xe thô sơ không thuộc diện kiểm định.
xaydung | giao-thong | Xe buýt tuyến trung tâm có giảm giá cho học sinh không? | Có vé tháng ưu tiên cho học sinh, sinh viên và miễn phí cho người cao tuổi; mua tại bến xe.
nnmt | dat-dai | Cấp lại sổ đỏ bị mất cần làm gì? | Quý vị báo UBND xã để niêm yết, sau đó nộp đơn tại chi nhánh văn phòng đăng ký đất đai. Thời gian ghi trên giấy hẹn.
nnmt | dat-dai | Tách thửa đất vườn cho con được không? | Được nếu đủ diện tích tối thiểu và có lối đi; văn phòng đăng ký đất đai đo đạc và hướng dẫn hồ sơ.
nnmt | dat-dai | Ranh đất với hàng xóm chênh một mét so với sổ thì sao? | Hai bên đề nghị đo lại và ký giáp ranh. Không thỏa thuận được thì xã hòa giải trước khi ra tòa.
nnmt | dat-dai | Đất lúa chuyển sang cây lâu năm có phải xin phép không? | Quý vị đăng ký với UBND xã; vùng quy hoạch chuyên lúa thì không chuyển được.
nnmt | dat-dai | Nước kênh đen và hôi gần trại heo, ai xử lý? | Đoàn kiểm tra đã lấy mẫu và yêu cầu trại dừng xả, sửa hầm biogas. Kết quả phân tích công bố sau khi có phiếu.
nnmt | dat-dai | Bãi rác tự phát cạnh sông khi nào dọn? | Xã đã tổ chức thu gom và đặt biển cấm; xe rác đi thêm một chuyến mỗi tuần.
nnmt | nong-nghiep | Lúa bị rầy nâu, xin hướng dẫn thuốc? | Quý vị thăm đồng, phun khi mật số vượt ngưỡng theo nguyên tắc bốn đúng. Cán bộ bảo vệ thực vật xã sẽ đến tận ruộng.
nnmt | nong-nghiep | Hỗ trợ thiệt hại do triều cường tính thế nào? | Xã lập danh sách trong năm ngày sau thiên tai, dân xác nhận; mức theo quy định và công khai ở nhà văn hóa.
nnmt | nong-nghiep | Đăng ký mã số vùng trồng cho khóm ở đâu? | Hợp tác xã hoặc nhóm hộ nộp bản đồ và nhật ký cho chi cục chuyên ngành; cán bộ khảo sát và cấp mã.
nnmt | nong-nghiep | Heo chết hàng loạt có được bán chạy không? | Không. Quý vị báo thú y xã để lấy mẫu và tiêu hủy; khai báo đúng mới được xét hỗ trợ.
nnmt | nong-nghiep | Kênh nội đồng bồi lắng, khi nào nạo vét? | Tuyến kênh nằm trong kế hoạch thủy lợi mùa khô, thi công sau khi thu hoạch vụ này.
nnmt | nong-nghiep | Xã nông thôn mới được chấm bằng tiêu chí nào? | Bộ tiêu chí và kết quả từng tiêu chí niêm yết ở xã; người dân được lấy ý kiến trước khi công nhận.
nnmt | nong-nghiep | Vay vốn làm nhà màng có chính sách hỗ trợ không? | Có hỗ trợ theo nghị quyết của tỉnh cho mô hình được thẩm định; hồ sơ nộp qua xã.
noivu | an-sinh | Trợ cấp cho người cao tuổi không lương hưu từ bao nhiêu tuổi? | Độ tuổi và mức theo quy định hiện hành; UBND xã xét hằng tháng và chi trả qua tài khoản hoặc tại nhà.
noivu | an-sinh | Con thương binh đi học được miễn học phí không? | Được miễn, giảm theo diện. Gia đình nộp giấy xác nhận cho trường; Sở chi qua nhà trường.
noivu | an-sinh | Đi làm việc ở Nhật Bản nên đăng ký qua đâu? | Trung tâm dịch vụ việc làm của tỉnh tư vấn miễn phí và có danh sách công ty được phép.
noivu | an-sinh | Hộ cận nghèo thoát nghèo còn được bảo hiểm y tế không? | Còn được hỗ trợ trong thời gian chuyển tiếp; xã rà soát và báo trước khi hết hạn.
noivu | an-sinh | Mộ liệt sĩ ghi sai năm mất, sửa thế nào? | Thân nhân nộp giấy báo tử hoặc trích lục; Sở xác minh và cho khắc lại bia.
noivu | to-chuc | Sau sáp nhập, giấy tờ ghi tên huyện cũ còn dùng được không? | Còn giá trị đến khi hết hạn; chỉ đổi khi Quý vị có nhu cầu và không thu lệ phí.
noivu | to-chuc | Thi công chức cấp xã năm nay khi nào? | Thông báo tuyển dụng đăng trên trang của Sở ít nhất ba mươi ngày trước khi nhận hồ sơ.
noivu | to-chuc | Cán bộ không chuyên trách nghỉ do sắp xếp được hưởng gì? | Được hưởng chế độ theo nghị định về tinh giản; xã lập hồ sơ, Sở thẩm định trong mười ngày.
taichinh | kinh-te | Đăng ký hộ kinh doanh có làm qua mạng được không? | Được. Quý vị nộp trên cổng dịch vụ công, nhận kết quả điện tử; xã hướng dẫn tại chỗ nếu cần.
taichinh | kinh-te | Ngân sách làm đường ấp công khai ở đâu? | Dự toán và quyết toán niêm yết tại xã và trên trang công khai ngân sách của tỉnh.
taichinh | kinh-te | Giá đất bồi thường thấp hơn thị trường thì kiến nghị ai? | Quý vị gửi ý kiến trong thời gian niêm yết phương án; hội đồng bồi thường phải đối thoại và trả lời từng hộ.
taichinh | kinh-te | Hợp tác xã nông nghiệp được ưu đãi thuế gì? | Ưu đãi theo luật thuế hiện hành cho sản phẩm của thành viên; cơ quan thuế khu vực hướng dẫn kê khai.
taichinh | kinh-te | Lệ phí chứng thực ở xã thu bao nhiêu là đúng? | Mức thu niêm yết tại bộ phận một cửa; thu khác mức niêm yết xin báo cho chúng tôi kèm biên lai.
khcn | van-hoa | Sóng điện thoại yếu ở ấp vùng sâu, khi nào có trạm? | Doanh nghiệp viễn thông đã khảo sát; vị trí trạm đã thống nhất với xã, dự kiến phát sóng quý tới.
khcn | van-hoa | Người già không có điện thoại thông minh làm dịch vụ công thế nào? | Tổ công nghệ số ấp hỗ trợ tại nhà văn hóa; bộ phận một cửa vẫn nhận hồ sơ giấy.
khcn | kinh-te | Đăng ký nhãn hiệu cho trà mãng cầu ở đâu? | Sở tư vấn miễn phí tra cứu và soạn hồ sơ; phí nộp cho cơ quan sở hữu trí tuệ.
khcn | van-hoa | Tin giả về sáp nhập lan trên mạng, báo ai? | Quý vị gửi đường dẫn và ảnh màn hình; đơn vị xử lý tin giả xác minh và công bố.
tuphap | tu-phap | Khai sinh quá hạn cho cháu có bị phạt không? | Không phạt. Cha mẹ hoặc người thân mang giấy chứng sinh đến UBND xã bất kỳ để đăng ký.
tuphap | tu-phap | Phiếu lý lịch tư pháp nộp trên điện thoại được không? | Được, qua ứng dụng định danh. Kết quả bản điện tử có giá trị như bản giấy.
tuphap | tu-phap | Cải chính tên đệm bị sai trong giấy khai sinh thế nào? | Nộp tờ khai tại UBND xã nơi đăng ký kèm giấy tờ chứng minh; xã giải quyết theo giấy hẹn.
tuphap | tu-phap | Hộ nghèo cần luật sư trong vụ tranh chấp đất thì sao? | Trung tâm trợ giúp pháp lý cử người giúp miễn phí; Quý vị mang sổ hộ nghèo đến đăng ký.
tuphap | tu-phap | Chứng thực chữ ký người không biết chữ làm thế nào? | Người yêu cầu điểm chỉ trước mặt người chứng thực, có hai người làm chứng.
thanhtra | to-chuc | Khiếu nại lần hai về quyết định thu hồi đất gửi đâu? | Quý vị gửi Chủ tịch UBND tỉnh qua Ban tiếp công dân, kèm quyết định giải quyết lần đầu.
thanhtra | to-chuc | Lịch tiếp công dân của lãnh đạo tỉnh xem ở đâu? | Lịch tháng niêm yết tại trụ sở tiếp công dân và đăng trên trang này trước ngày mùng năm.
thanhtra | to-chuc | Gửi đơn nhiều nơi có được giải quyết nhanh hơn không? | Không. Đơn được chuyển về nơi có thẩm quyền; gửi đúng nơi giúp Quý vị nhận trả lời sớm hơn.
vhttdl | van-hoa | Mượn nhà văn hóa ấp tổ chức họp lớp được không? | Được, Quý vị đăng ký với ban quản lý trước ba ngày và giữ vệ sinh chung.
vhttdl | van-hoa | Di tích đình làng bị dột, ai sửa? | Di tích cấp tỉnh do xã quản lý; Sở đã duyệt phương án chống dột trong mùa mưa này.
vhttdl | van-hoa | Hội đua ghe ngo năm nay tổ chức ngày nào? | Lịch thi đấu công bố trước mười lăm ngày trên trang này và loa truyền thanh xã.
vhttdl | van-hoa | Sân bóng xã thu tiền trẻ em chơi chiều có đúng không? | Sân công cộng mở miễn phí cho trẻ em ngoài giờ thi đấu; chúng tôi đã nhắc đơn vị quản lý.
ngoaivu | to-chuc | Con lấy chồng Hàn Quốc, giấy tờ cần chứng nhận lãnh sự làm ở đâu? | Sở nhận hồ sơ chứng nhận lãnh sự và chuyển cơ quan có thẩm quyền; Quý vị theo dõi bằng mã hồ sơ.
ngoaivu | kinh-te | Mời chuyên gia nước ngoài về tập huấn cần xin phép thế nào? | Đơn vị mời gửi kế hoạch và danh sách trước; Sở hướng dẫn thị thực và khai báo tạm trú.
btc | to-chuc | Chuyển sinh hoạt đảng khi đi làm xa làm sao? | Đảng viên làm đơn tại chi bộ; giấy giới thiệu chuyển qua phần mềm đến nơi mới, không phải đi nhiều lần.
btc | to-chuc | Quần chúng muốn tìm hiểu để vào Đảng thì đăng ký ở đâu? | Quý vị gặp bí thư chi bộ nơi ở hoặc nơi làm việc; lớp nhận thức về Đảng mở hằng quý.
btgdv | van-hoa | Kết quả khảo sát nông thôn mới đăng ở đâu? | Kết quả đăng ở mục Tương tác sau khi đóng khảo sát, kèm số phiếu và cách lấy phiếu.
btgdv | van-hoa | Bài viết về gương người tốt gửi cho ai? | Quý vị gửi qua trang hoặc Ban Tuyên giáo và Dân vận; bài được đăng có trả nhuận bút theo quy định.
ubkt | to-chuc | Thấy nhà xây lấn đất công thì phản ánh gửi ở đâu? | Ủy ban Kiểm tra tiếp nhận đơn có tên, địa chỉ và bằng chứng; danh tính người gửi được giữ kín.
bnc | to-chuc | Kết quả xử lý vụ việc kéo dài ở xã được công khai khi nào? | Ban đã đôn đốc; kết luận công bố cho người dân tại buổi đối thoại của xã trong tháng.
vptu | to-chuc | Lịch tiếp dân của Bí thư Tỉnh ủy là ngày nào? | Bí thư tiếp công dân ít nhất một ngày mỗi tháng; lịch và nơi tiếp đăng trên trang đầu tháng.
p-vi-thanh | giao-thong | Đèn đường khu vực 2 tắt hai tuần, ai sửa? | Phường đã thay bộ hẹn giờ và năm bóng; Quý vị thấy còn tắt xin gọi số trực của phường.
x-vi-thuy | giao-thong | Cống ngang lộ bị sụp trước nhà văn hóa ấp, khi nào làm lại? | Xã đã rào chắn và thay ống cống trong tuần; bê tông mặt lộ đổ khi nước rút.
x-hoa-an | nong-nghiep | Trạm bơm ấp hư, lúa thiếu nước, xã giải quyết sao? | Xã mượn máy bơm dự phòng của hợp tác xã và sửa trạm trong ba ngày.
p-nga-bay | van-hoa | Chợ nổi có giờ họp mới không? | Chợ họp từ tờ mờ sáng; ban quản lý bố trí bến lên xuống an toàn cho khách.
x-xa-phien | tu-phap | Đăng ký kết hôn ngày thứ Bảy được không? | Bộ phận một cửa làm việc sáng thứ Bảy cho hộ tịch và chứng thực.
yte | y-te | Khám sức khỏe lái xe ở tuyến xã có được không? | Việc này làm tại cơ sở đủ điều kiện; danh sách và giờ nhận công khai trên trang của Sở.
yte | y-te | Xin bản sao hồ sơ bệnh án để chuyển viện thế nào? | Người bệnh hoặc người được ủy quyền làm đơn tại phòng kế hoạch tổng hợp; bệnh viện cấp tóm tắt bệnh án.
bhxh | y-te | Đi khám trái tuyến được thanh toán bao nhiêu? | Tùy cấp chuyên môn của bệnh viện và loại hình khám; nơi tiếp nhận phải báo trước phần Quý vị tự trả.
congan | an-ninh | Làm lại bằng lái xe máy bị mất có phải thi lại không? | Còn hồ sơ gốc và còn hạn thì không thi lại; nộp hồ sơ qua cổng dịch vụ công hoặc bộ phận một cửa.
congan | an-ninh | Có người lạ vào ấp thu mua mật ong giả, xử lý sao? | Công an xã đã mời làm việc; Quý vị giữ hàng và hóa đơn để làm chứng cứ nếu đã mua.
gddt | giao-duc | Tra điểm thi tốt nghiệp ở đâu cho đúng? | Quý vị tra trên trang của Sở; chúng tôi không nhắn tin đòi phí tra điểm.
gddt | giao-duc | Lớp một vượt sĩ số, có tách lớp không? | Trường đã mở thêm một lớp và nhận giáo viên hợp đồng từ đầu tháng.
congthuong | kinh-te | Hóa đơn tiền điện tăng gấp đôi, kiểm tra công tơ ở đâu? | Quý vị yêu cầu điện lực kiểm định; sai số vượt mức thì được hoàn tiền và không trả phí kiểm định.
xaydung | giao-thong | Vạch kẻ ngã tư mờ, dễ tai nạn, đề nghị sơn lại? | Chúng tôi đã sơn lại vạch và gắn gương cầu lồi ở góc khuất.
xaydung | giao-thong | Thi công đường tỉnh rào chắn thiếu đèn ban đêm, ai chịu trách nhiệm? | Chủ đầu tư đã bị nhắc nhở; nhà thầu bổ sung đèn cảnh báo và người trực.
nnmt | dat-dai | Làm sổ đỏ lần đầu cho đất ông bà để lại, không có giấy tờ? | Xã xác nhận nguồn gốc và thời điểm sử dụng, niêm yết lấy ý kiến; văn phòng đăng ký đất đai thẩm định.
nnmt | dat-dai | Giếng khoan nhà bị mặn, có nước sạch thay thế không? | Tuyến ống cấp nước kéo thêm đến ấp trong quý này; trước mắt xã cấp nước bằng xe bồn.
nnmt | nong-nghiep | Chim yến nuôi gần trường ồn ào, có quy định gì? | Nhà yến mới không được đặt trong khu dân cư; loa phát chỉ mở theo giờ quy định.
noivu | an-sinh | Người khuyết tật nặng xin xe lăn ở đâu? | Xã lập danh sách gửi Sở và Hội bảo trợ; đợt cấp gần nhất trong quý này.
noivu | an-sinh | Hồ sơ người có công thất lạc thì tra cứu thế nào? | Sở tra trong kho lưu trữ và trả lời bằng văn bản; Quý vị cung cấp số hồ sơ cũ nếu có.
taichinh | kinh-te | Doanh nghiệp mới thành lập được hỗ trợ gì? | Tư vấn miễn phí, chữ ký số năm đầu và kết nối ngân hàng; đăng ký tại trung tâm hỗ trợ doanh nghiệp.
khcn | van-hoa | Phí internet ở trường học vùng xa có được giảm không? | Doanh nghiệp viễn thông có gói ưu đãi cho trường học; Sở đã làm cầu nối cho từng trường.
tuphap | tu-phap | Nhận con nuôi trong họ thủ tục ra sao? | Nộp hồ sơ ở UBND xã nơi thường trú của trẻ; xã lấy ý kiến người liên quan trước khi đăng ký.
tuphap | tu-phap | Bán đất giấy tay có công chứng lại được không? | Không công chứng lại giấy tay; các bên lập hợp đồng mới theo quy định rồi công chứng.
thanhtra | to-chuc | Đơn nặc danh có được xem xét không? | Đơn không tên nhưng có bằng chứng rõ ràng được chuyển cơ quan chức năng để nắm tình hình.
vhttdl | van-hoa | Muốn mở điểm du lịch vườn trái cây cần đăng ký gì? | Sở tư vấn tiêu chí, tập huấn miễn phí; phần đất và an toàn thực phẩm theo hướng dẫn riêng.
nganhang | kinh-te | Thẻ bị nuốt ngày nghỉ thì gọi ai? | Quý vị gọi số trên máy để khóa thẻ; ngân hàng trả thẻ trong ngày làm việc kế tiếp.
quansu | an-ninh | Bộ đội xuất ngũ học nghề được hỗ trợ thế nào? | Được cấp thẻ học nghề dùng trong thời hạn ghi trên thẻ; trung tâm giới thiệu việc làm tư vấn.
btc | to-chuc | Đảng viên lớn tuổi xin miễn sinh hoạt làm đơn thế nào? | Đảng viên làm đơn, chi bộ xét và báo cáo cấp trên; vẫn giữ quyền lợi và được thăm hỏi.
btgdv | van-hoa | Tài liệu học nghị quyết có bản đọc cho người khiếm thị không? | Có bản âm thanh; Quý vị liên hệ Ban để nhận qua thư điện tử.
x-phung-hiep | giao-thong | Cầu tre trong xóm khi nào thay bằng cầu bê tông? | Cầu nằm trong danh sách vận động của xã; khởi công sau khi đủ vốn đối ứng.
x-chau-thanh | dat-dai | Rác sinh hoạt thu mấy lần một tuần? | Ba lần một tuần; lịch từng tuyến dán ở nhà văn hóa và nhóm liên lạc của ấp.
p-long-my | an-sinh | Danh sách hộ nghèo niêm yết ở đâu? | Niêm yết tại trụ sở phường và nhà văn hóa khu vực trong mười lăm ngày để người dân góp ý.
x-vinh-vien | nong-nghiep | Đăng ký máy gặt liên hợp mùa này ở đâu? | Hợp tác xã điều phối theo lịch; bà con đăng ký diện tích với tổ trưởng trước một tuần.
yte | y-te | Sổ khám thai điện tử có bắt buộc không? | Không bắt buộc. Sổ giấy vẫn dùng được; cán bộ nhập dữ liệu giúp thai phụ.
congan | an-ninh | Camera nhà tôi quay ra đường, hàng xóm phản đối thì sao? | Camera được quay khu vực chung để giữ an ninh, tránh hướng thẳng vào nhà người khác; hai bên có thể nhờ xã hòa giải.
gddt | giao-duc | Hỗ trợ tiền ăn trưa cho trẻ mẫu giáo hộ nghèo nhận ở đâu? | Nhận tại trường theo tháng học thực tế; cha mẹ chỉ nộp một bản xác nhận đầu năm.
xaydung | giao-thong | Đấu nối nước thải nhà dân vào cống chung xin phép ai? | Quý vị làm đơn tại phường; đơn vị thoát nước khảo sát và đấu nối theo giấy hẹn.
nnmt | dat-dai | Cho thuê đất ruộng có phải đăng ký không? | Hợp đồng lập thành văn bản và đăng ký biến động tại chi nhánh văn phòng đăng ký đất đai.
x-luong-tam | nong-nghiep | Tổ hợp tác trồng mãng cầu được vay vốn quỹ hội không? | Được, tổ lập phương án và danh sách hộ; hội nông dân xã thẩm định trong mười ngày làm việc.
noivu | to-chuc | Giấy khen thôn văn hóa có kèm tiền thưởng không? | Có, theo quy định thi đua; xã chi và công khai tại cuộc họp ấp.
""")

WITHOUT_ANSWER = rows("""
yte | y-te | Bệnh viện tỉnh có khoa nhi khám ngoài giờ không? Con tôi hay sốt ban đêm.
yte | y-te | Xin hỏi lịch uống vitamin A cho trẻ dưới năm tuổi đợt tới?
bhxh | an-sinh | Tôi đóng bảo hiểm ở hai nơi trùng tháng, muốn hoàn lại thì nộp giấy gì?
congan | an-ninh | Xin hỏi thủ tục nhập hộ khẩu cho vợ từ tỉnh khác về?
congan | an-ninh | Nhóm thanh niên chạy xe nẹt pô mỗi tối ở cầu mới, mong công an xử lý.
gddt | giao-duc | Trường cấp hai mới của xã khi nào khai giảng?
gddt | giao-duc | Cháu tôi bị bạn đánh ở trường, gia đình cần gặp ai?
xaydung | giao-thong | Mặt lộ nhựa mới làm đã bong, đề nghị kiểm tra chất lượng.
xaydung | giao-thong | Xin hỏi quy hoạch đường nối quốc lộ có đi qua ấp 4 xã Vị Thủy không?
nnmt | dat-dai | Tôi nộp hồ sơ tách thửa đã quá hẹn, xin hỏi đang ở bước nào?
nnmt | dat-dai | Nhà máy xả khói khét vào ban đêm, ai đo đạc?
nnmt | nong-nghiep | Cá chết trắng ao ở xã Hòa An sau cơn mưa lớn, có phải do nước kênh?
nnmt | nong-nghiep | Hỗ trợ giống lúa sau ngập áp dụng cho ruộng thuê không?
noivu | an-sinh | Mẹ tôi 80 tuổi chưa nhận trợ cấp tháng này, hỏi ai?
noivu | to-chuc | Sáp nhập ấp rồi thì con dấu và sổ họp dùng tên nào?
taichinh | kinh-te | Tiền bồi thường làm đường bao giờ chi đợt hai?
khcn | van-hoa | Ứng dụng dịch vụ công báo lỗi khi tải ảnh, nhờ hướng dẫn.
tuphap | tu-phap | Xin trích lục khai tử cho ông nội mất năm 1990 ở đâu?
thanhtra | to-chuc | Đơn của tôi chuyển qua ba cơ quan chưa ai nhận, xin hỏi nơi có thẩm quyền?
vhttdl | van-hoa | Thư viện tỉnh có mở buổi tối mùa thi không?
congthuong | kinh-te | Hàng quán lấn lề đường Trần Hưng Đạo trước chợ mới, ai sắp xếp?
nganhang | kinh-te | Khoản vay hạn mặn được giãn nợ thì làm đơn ở đâu?
quansu | an-ninh | Con tôi đang học cao đẳng có được hoãn nhập ngũ không?
p-vi-tan | giao-thong | Hố ga mất nắp trước trường mầm non rất nguy hiểm.
x-tan-hoa | dat-dai | Đường thoát nước bị lấp làm ngập vườn nhà tôi.
x-dong-phuoc | nong-nghiep | Xin lịch đóng mở cống ngăn mặn tháng này?
yte | y-te | Mua thuốc kháng sinh cho cháu có cần toa không?
bhxh | y-te | Đổi nơi khám bệnh ban đầu vào tháng nào?
congan | an-ninh | Tôi nhặt được ví có giấy tờ, giao lại ở đâu?
gddt | giao-duc | Thi lái đò đưa học sinh mùa lũ do ai quản?
xaydung | giao-thong | Cây ngã đè dây điện trên lộ ấp 3, chưa ai dọn.
nnmt | dat-dai | Sổ đỏ ghi tên xã cũ có cần đổi khi bán không?
nnmt | nong-nghiep | Giá khóm xuống thấp, có nơi nào thu mua ổn định?
noivu | an-sinh | Xin hỏi lớp học nghề may cho phụ nữ xã tôi mở khi nào?
taichinh | kinh-te | Hộ kinh doanh nghỉ bán ba tháng có phải báo không?
khcn | kinh-te | Máy lọc nước tự chế bán được thì đăng ký tiêu chuẩn gì?
tuphap | tu-phap | Ly hôn rồi, đổi họ cho con cần cả hai người ký không?
vhttdl | van-hoa | Đoàn hát về xã xin phép dựng sân khấu ở đâu?
congthuong | kinh-te | Ấp tôi chưa có điện ba pha để chạy máy xay, xin được kéo.
congan | an-ninh | Xin hỏi cách khóa tài khoản định danh khi mất điện thoại?
gddt | giao-duc | Học phí trường nghề cho học sinh tốt nghiệp lớp chín?
x-hiep-hung | giao-thong | Lộ nông thôn bị xe tải chở cát phá hỏng, xã có cấm tải không?
yte | y-te | Người nhà bệnh nhân có chỗ nghỉ qua đêm ở bệnh viện không?
noivu | to-chuc | Làm việc ở xã mười năm, chuyển lên tỉnh cần điều kiện gì?
nnmt | dat-dai | Bờ sông trước nhà sạt lở thêm hai mét, xin được xem xét.
xaydung | giao-thong | Xin hỏi mức hỗ trợ sửa nhà tạm, nhà dột nát năm nay?
bhxh | an-sinh | Lương hưu chuyển qua thẻ bị trễ, liên hệ ai?
tuphap | tu-phap | Người Việt ở nước ngoài ủy quyền bán đất làm giấy ở đâu?
p-dai-thanh | van-hoa | Loa phường Đại Thành phát quá sớm, có đổi giờ được không?
congthuong | kinh-te | Trạm sạc xe điện ở thị xã Long Mỹ cũ khi nào có?
gddt | giao-duc | Trường có lớp tiếng Khmer cho học sinh không?
khcn | van-hoa | Số lạ tự xưng cán bộ gọi cài ứng dụng, làm sao biết thật giả?
thanhtra | to-chuc | Tôi muốn rút đơn khiếu nại đã gửi thì làm thế nào?
""")

# What the board may refuse: an advertisement dressed as a question.
ADVERTISEMENTS = rows("""
congthuong | kinh-te | Cửa hàng nội thất giảm giá lớn cuối tuần này, ai mua liên hệ ngay! Cho hỏi đặt biển ở chợ được không?
congthuong | kinh-te | Bán máy lọc nước giá gốc, giao tận nhà, miễn phí lắp đặt toàn tỉnh.
yte | y-te | Viên uống thảo dược chữa mọi bệnh khớp, mua ba tặng một, inbox để đặt hàng.
nganhang | kinh-te | Cho vay nhanh trong ngày không cần thế chấp, chỉ cần căn cước.
xaydung | giao-thong | Nhận san lấp mặt bằng, báo giá rẻ nhất tỉnh, gọi là có xe.
vhttdl | van-hoa | Tour du lịch giá sốc dịp lễ, đăng ký hôm nay giảm nửa giá.
""")
