"""The lists that tell a person's name from the other words that begin with a capital.

Family names are those of the Kinh and of the peoples that live with them; written down by us.
"""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split("|"))


# A capital word after one of these is a name.
FAMILIES = words("""
    nguyễn trần lê phạm huỳnh hoàng phan võ đặng bùi đỗ ngô đinh lâm phùng trương trịnh vũ
""")
# These are also other words: they count before two more capital words, a middle name or after a title.
FAMILIES_ALSO_WORDS = words("""
    âu bạch bành bế biện bàng ca cam cao cầm chế châu chu chử chung cù cung danh diệp doãn doanh dư
    dương đàm đào điêu đoàn đồng đổng đới đường giang giàng giáp hà hạ hàn hầu hồ hứa kha khổng khúc
    khương khưu kiên kiều kim la lạc lại lầu lò lỗ lục lư lữ lương lường lưu lý lí ma mã mạc mai mạnh
    nghiêm ngũ ngụy nhâm nhan nhữ ninh nông ong ông phí phó phù phương quách quan quang quàng quảng
    sầm sơn sùng tạ tăng tào tề thái thạch thân thào thi thiều tiêu tô tôn tòng tống trà trang tri triệu
    trình trưng từ uông ung vàng văn vi viên vì vừ vương xa xà yên ứng
""")
MIDDLES = words("""
    văn thị hữu đức ngọc thanh minh công đình xuân quang hồng kim thế bá duy quốc trọng viết như
    thành hoàng anh gia bảo tấn phước thúy thùy mỹ bích diễm nhật khánh hoài tuấn tiến huy chí
""")
SURE_MIDDLES = words("văn thị")

TITLES = words("ông bà anh chị em cháu bác cô chú thầy dì cậu mợ thím cụ bé")
# Typed without marks these are everyday words (có, đi, câu, mở, cũ), so they tell nothing.
TITLES_WITHOUT_MARKS = words("ong ba anh chi em chau bac chu thay thim")
# After these words of the text stands how somebody is called.
INTRODUCTIONS = (
    r"(?:họ và tên|họ tên|tôi tên là|tôi tên|tên tôi là|tên em là|em tên|cháu tên|con tên|tên là"
    r"|ký tên|người viết|người làm đơn|người gửi|đại diện hộ|chủ hộ|vợ tôi là|chồng tôi là"
    r"|con tôi là|mẹ tôi là|cha tôi là|ba tôi là|bố tôi là|tôi là)\s*:?\s+"
)

# Somebody named by an office is not named (R-4.2 protects persons, not offices).
OFFICES = phrases("""
    chủ tịch | phó chủ tịch | bí thư | phó bí thư | giám đốc | phó giám đốc | trưởng ban | trưởng phòng
    | phó phòng | phó ban | trưởng ấp | trưởng thôn | trưởng khu | tổ trưởng | thủ tướng | thủ trưởng
    | bộ trưởng | thứ trưởng | chánh án | chánh văn | chánh thanh | chánh tòa | hiệu trưởng | hiệu phó
    | cục trưởng | chi cục | tổng bí | tổng giám | đại biểu | đại tá | thượng tá | trung tá | thiếu tá
    | đại úy | thượng úy | trung úy | thiếu úy | viện trưởng | chấp hành | công an | kiểm sát | thẩm phán
    | cán bộ | giáo viên | bác sĩ | luật sư | kế toán | công chứng | phó trưởng | trưởng công | tổ phó
    | trưởng trạm | ủy viên | uỷ viên | đảng viên | hội trưởng | chi hội | đội trưởng | công dân
""")
# What may stand right after a title or a family name without being part of a person's name.
NO_NAMES = words("""
    sở ubnd hđnd ban xã phường huyện tỉnh ủy uỷ ấp đường tổ khu trạm đảng phòng cục bộ quận thôn cccd
    cmnd sđt csgt bhxh bhyt tp tt thpt thcs nhà trường luật nghị quyết điều khoản điểm mttq hội
""")
# Before one of these words stand streets, schools, places and firms.
BEFORE_PLACES = words("""
    đường phố phường xã trường quận huyện tỉnh tp chợ cầu viện hẻm ngõ kênh sông rạch ấp thôn thcs thpt
    học thông non tnhh dntn ty giải quỹ trấn vườn lộ nghiệp đảo hồ đèo núi đền chùa khu trạm xóm bến
""")
PLACES = phrases("""
    hồ chí minh | trần hưng đạo | trần đề | trần văn thời | phan thiết | phan rang | hoàng sa | hoàng mai
    | lê lợi | lê lai | lê duẩn | lê hồng phong | lê quý đôn | nguyễn huệ | nguyễn trãi | nguyễn du
    | nguyễn thị minh khai | nguyễn công trứ | nguyễn văn linh | nguyễn tất thành | nguyễn thái học
    | phạm ngũ lão | võ thị sáu | võ văn kiệt | võ nguyên giáp | trương định | phan bội châu
    | phan chu trinh | phan đình phùng | ngô quyền | ngô gia tự | hoàng diệu | hoàng văn thụ
    | trần phú | trần quốc toản | bùi thị xuân | lý thường kiệt | lý tự trọng | lý thái tổ
    | hai bà trưng | đinh tiên hoàng | tôn đức thắng | cao bằng | hà nội | hà giang | hà tĩnh | hà nam
    | thái bình | thái nguyên | ninh bình | ninh thuận | đồng nai | đồng tháp | lâm đồng | châu thành
    | châu đốc | quảng nam | quảng ngãi | quảng ninh | quảng trị | quảng bình | sơn la | yên bái
    | dương minh châu | vũng tàu | tô hiệu | kim giang | long mỹ | mai sơn
""")
# "Bà Rịa" is no lady, "Cô Tô" no aunt.
PLACES_AFTER_TITLES = words(
    "rịa triệu trưng tô đen điểm chúa đình tri vì tơ bể chẽ sao giồng nhất nhì kết hạt"
)
# What ends a name that is typed in small letters.
AFTER_SMALL_NAMES = words("""
    ở xã ấp sinh năm có là và cư trú số hỏi bị đã tại xin nộp cho muốn làm được của với nhà hộ đang
    không hiện đến thì mà ngụ quê gửi kính điện cccd cmnd sđt tôi chưa mất vừa mới bán mua từ theo
    trên về này đó nay hay cùng thường tạm phường thị đường đề phản khu tổ thôn trình đi lên vào nói
    đứng thuê cần nhờ gọi trả nhận
""")
