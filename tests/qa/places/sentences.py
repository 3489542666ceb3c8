"""Our own sentences and the communes their places lie in; places of the demo province.

`MARKED` as people write, `PLAIN` without marks (other sentences, not the same ones folded).
"""

from qa.places.designators import Level
from qa.places.gazetteer import Entry, Gazetteer

COMMUNES = (
    ("p-vi-thanh", "Phường Vị Thanh"),
    ("p-vi-tan", "Phường Vị Tân"),
    ("p-long-binh", "Phường Long Bình"),
    ("p-long-my", "Phường Long Mỹ"),
    ("p-dai-thanh", "Phường Đại Thành"),
    ("p-nga-bay", "Phường Ngã Bảy"),
    ("x-hoa-luu", "Xã Hỏa Lựu"),
    ("x-vi-thuy", "Xã Vị Thủy"),
    ("x-vinh-thuan-dong", "Xã Vĩnh Thuận Đông"),
    ("x-vinh-tuong", "Xã Vĩnh Tường"),
    ("x-vinh-vien", "Xã Vĩnh Viễn"),
    ("x-xa-phien", "Xã Xà Phiên"),
    ("x-luong-tam", "Xã Lương Tâm"),
    ("x-thanh-xuan", "Xã Thạnh Xuân"),
    ("x-tan-hoa", "Xã Tân Hòa"),
    ("x-chau-thanh", "Xã Châu Thành"),
    ("x-dong-phuoc", "Xã Đông Phước"),
    ("x-tan-binh", "Xã Tân Bình"),
    ("x-hoa-an", "Xã Hòa An"),
    ("x-phuong-binh", "Xã Phương Bình"),
    ("x-phung-hiep", "Xã Phụng Hiệp"),
    ("x-thanh-hoa", "Xã Thạnh Hòa"),
)
ORDINARY = {"Xã Lương Tâm", "Xã Vĩnh Viễn"}
# Who lies where is made up for the test, save the communes' own names.
OTHERS = (
    ("Huyện Vị Thủy", Level.DISTRICT, ("x-vi-thuy", "x-vinh-tuong", "x-vinh-thuan-dong")),
    ("Huyện Long Mỹ", Level.DISTRICT, ("x-vinh-vien", "x-xa-phien", "x-luong-tam")),
    ("Thị xã Long Mỹ", Level.DISTRICT, ("p-long-my", "p-long-binh")),
    ("Thành phố Ngã Bảy", Level.DISTRICT, ("p-nga-bay", "p-dai-thanh")),
    ("Huyện Châu Thành", Level.DISTRICT, ("x-chau-thanh", "x-dong-phuoc")),
    ("Xã Vị Trung", Level.COMMUNE, ("x-vi-thuy",)),
    ("Thị trấn Nàng Mau", Level.COMMUNE, ("x-vi-thuy",)),
    ("Phường 3", Level.COMMUNE, ("p-vi-thanh",)),
    ("Phường 5", Level.COMMUNE, ("p-vi-tan",)),
    ("Xã Tân Tiến", Level.COMMUNE, ("p-vi-tan",)),
    ("Đường Trần Hưng Đạo", Level.ROAD, ("p-vi-thanh",)),
    ("Đường Nguyễn Công Trứ", Level.ROAD, ("p-vi-tan",)),
    ("Ấp 4", Level.HAMLET, ("x-vi-thuy", "x-hoa-an", "x-vinh-vien")),
    ("Ấp Mỹ Thuận", Level.HAMLET, ("x-hoa-an",)),
    ("Khu vực 5", Level.HAMLET, ("p-nga-bay", "p-long-my")),
    ("Chợ Cầu Đúc", Level.OTHER, ("x-hoa-luu",)),
)
FORMER_FROM = Level.DISTRICT


def gazetteer() -> Gazetteer:
    entries = [
        Entry(name, Level.COMMUNE, (code,), is_ordinary=name in ORDINARY) for code, name in COMMUNES
    ]
    entries += [
        Entry(
            name,
            level,
            units,
            is_former=level in {Level.DISTRICT, Level.COMMUNE},
            is_ordinary=level in {Level.ROAD, Level.HAMLET} or name[-1].isdigit(),
        )
        for name, level, units in OTHERS
    ]
    return Gazetteer(entries)


MARKED: tuple[tuple[str, set[str]], ...] = (
    ("Đường vào xã Vị Thủy ngập mỗi khi mưa, bao giờ sửa?", {"x-vi-thuy"}),
    ("Tôi ở P. Vị Thanh, rác ba ngày chưa ai thu.", {"p-vi-thanh"}),
    ("Nhà tôi thuộc phường 3 cũ thì làm giấy tờ ở đâu?", {"p-vi-thanh"}),
    ("Cống trước nhà tôi ở P3 bị nghẹt.", {"p-vi-thanh"}),
    ("Xin hỏi P.5 trước đây nay thuộc phường nào?", {"p-vi-tan"}),
    ("Đường Trần Hưng Đạo đèn không sáng.", {"p-vi-thanh"}),
    ("Ấp 4 xã Hòa An chưa có nước sạch.", {"x-hoa-an"}),
    ("Ấp 4, xã Vị Thủy bị cúp điện liên tục.", {"x-vi-thuy"}),
    ("Cầu ở ấp Mỹ Thuận sắp sập.", {"x-hoa-an"}),
    ("UBND xã Tân Bình hẹn tôi ba lần chưa trả hồ sơ.", {"x-tan-binh"}),
    ("Trạm y tế thị trấn Nàng Mau có khám thứ Bảy không?", {"x-vi-thuy"}),
    ("Xã Vị Trung sáp nhập rồi, con dấu ấp dùng tên nào?", {"x-vi-thuy"}),
    ("Các xã Vĩnh Tường, Lương Tâm và Xà Phiên có lịch cắt nước không?",
     {"x-vinh-tuong", "x-luong-tam", "x-xa-phien"}),
    ("Từ xã Đông Phước sang xã Châu Thành chưa có cầu.", {"x-dong-phuoc", "x-chau-thanh"}),
    ("Phường Long Mỹ thu tiền rác mấy lần một năm?", {"p-long-my"}),
    ("Tại X. Thạnh Xuân có điểm đổi giấy phép lái xe không?", {"x-thanh-xuan"}),
    ("Chợ Cầu Đúc lấn ra mặt lộ.", {"x-hoa-luu"}),
    ("Xã Hỏa Lựu bao giờ có xe buýt?", {"x-hoa-luu"}),
    ("Gần Vĩnh Thuận Đông có trường mầm non nào?", {"x-vinh-thuan-dong"}),
    ("Con tôi học ở Vị Tân, muốn chuyển trường.", {"p-vi-tan"}),
    ("Huyện Vị Thủy cũ, xã Vĩnh Tường: ai nhận đơn?", {"x-vinh-tuong"}),
    ("Khu vực 5 phường Ngã Bảy bị ngập.", {"p-nga-bay"}),
    ("xã vị thuỷ có tổ chức tiêm ngừa không", {"x-vi-thuy"}),
    # Nothing of ours is named, or not one place more than another.
    ("Cán bộ phải có lương tâm với dân.", set()),
    ("Xin giấy phép xây nhà thì nộp ở đâu?", set()),
    ("Nhà tôi ở xa trung tâm, có được miễn học phí?", set()),
    ("Bảo hiểm xã hội một lần nhận sau bao lâu?", set()),
    ("Mất thẻ vĩnh viễn thì có cấp lại được không?", set()),
    ("Tỉnh Thanh Hóa cấp sổ cho tôi, nay chuyển về đây.", set()),
    ("Ấp 4 của tôi chưa có điện.", set()),
    ("Huyện Long Mỹ cũ nay hỏi ai?", set()),
    ("Tôi bị công ty Tân Bình nợ lương.", set()),
    ("Ba phường mới nhập lại thì trụ sở ở đâu?", set()),
    ("Hòa giải không thành thì hỏi ai?", set()),
)  # fmt: skip

PLAIN: tuple[tuple[str, set[str]], ...] = (
    ("xa vi thuy co lich tiem chung khong", {"x-vi-thuy"}),
    ("duong ap 4 xa hoa an lay loi qua", {"x-hoa-an"}),
    ("toi o p vi thanh muon xin so nha", {"p-vi-thanh"}),
    ("phuong 3 cu nay nop ho so o dau", {"p-vi-thanh"}),
    ("ubnd phuong nga bay lam viec thu bay khong", {"p-nga-bay"}),
    ("tx. long my, phuong long binh bi ngap", {"p-long-binh"}),
    ("den duong tran hung dao hu ca thang nay", {"p-vi-thanh"}),
    ("duong nguyen cong tru ke xe chiem via he", {"p-vi-tan"}),
    ("xa luong tam co thu phi thuy loi khong", {"x-luong-tam"}),
    ("xa vinh vien khi nao lam duong", {"x-vinh-vien"}),
    ("cac xa vinh tuong va vi thuy co chung tram bom khong", {"x-vinh-tuong", "x-vi-thuy"}),
    ("thi tran nang mau hop cho ngay nao", {"x-vi-thuy"}),
    ("ap my thuan chua co duong day dien", {"x-hoa-an"}),
    ("khu vuc 5 phuong long my rac day duong", {"p-long-my"}),
    ("x. tan binh thu tien gi nhieu qua", {"x-tan-binh"}),
    ("xa chau thanh huyen chau thanh cu tach thua o dau", {"x-chau-thanh"}),
    ("o xa phung hiep lam can cuoc cho nao", {"x-phung-hiep"}),
    ("xa xa phien cach xa benh vien qua", {"x-xa-phien"}),
    ("xa thanh hoa bi nhiem man", {"x-thanh-hoa"}),
    ("p. dai thanh loa keu som qua", {"p-dai-thanh"}),
    ("truong o vinh thuan dong con nhan hoc sinh khong", {"x-vinh-thuan-dong"}),
    ("cho cau duc ban hang ngoai lo", {"x-hoa-luu"}),
    ("xa tan tien cu thuoc phuong nao", {"p-vi-tan"}),
    # Nothing of ours is named.
    ("bao hiem xa hoi mot lan nhan sau bao lau", set()),
    ("nha toi o xa trung tam co duoc mien hoc phi", set()),
    ("can bo co luong tam khong", set()),
    ("mat the vinh vien thi lam sao", set()),
    ("toi muon hoi thu tuc ly hon", set()),
    ("giay phep lai xe het han doi o dau", set()),
    ("huyen vi thuy cu gio thuoc ai", set()),
    ("tien dien tang ba phan", set()),
    ("hoa giai o dau", set()),
)  # fmt: skip

# Written to break the matcher, before it was tried on them.
HARD: tuple[tuple[str, set[str]], ...] = (
    ("Tân binh năm nay nhập ngũ ngày nào?", set()),
    ("Thanh xuân của tôi qua rồi, còn được học nghề không?", set()),
    ("Người vị thành niên có phải làm căn cước không?", set()),
    ("Nhà tôi cách xa Vị Thủy mười cây số.", set()),
    ("Xin hỏi đường Vị Thanh - Cần Thơ bao giờ mở rộng?", set()),
    ("Chợ Vị Thanh thu phí gửi xe quá cao.", {"p-vi-thanh"}),
    ("Bệnh viện Vị Thủy có khám bảo hiểm không?", {"x-vi-thuy"}),
    ("Tôi ở TX.Long Mỹ, P.Long Mỹ.", {"p-long-my"}),
    ("UBND PHƯỜNG VỊ TÂN TRẢ HỒ SƠ TRỄ", {"p-vi-tan"}),
    ("Tôi quê Xà Phiên, nay ở phường Đại Thành, khai sinh cho con ở đâu?",
     {"x-xa-phien", "p-dai-thanh"}),
    ("Ấp Mỹ Thuận, xã Tân Bình chưa có điện.", {"x-tan-binh"}),
    ("Phường 3, thành phố Vị Thanh trước đây", {"p-vi-thanh"}),
    ("Đất của tôi ở ấp 4 (xã Vĩnh Viễn).", {"x-vinh-vien"}),
    ("phường Vị Thanh và phường Vị Tân nhập lại phải không", {"p-vi-thanh", "p-vi-tan"}),
    ("Phường Hòa An có chốt kiểm dịch không?", {"x-hoa-an"}),
    ("tan binh nam nay nhap ngu ngay nao", set()),
    ("thanh xuan qua roi con duoc hoc nghe khong", set()),
    ("vi thanh nien co phai lam can cuoc khong", set()),
    ("vi tan cong nghe len mang", set()),
    ("toi que thanh hoa nay chuyen ve day", set()),
    ("cho vi thanh thu phi gui xe", {"p-vi-thanh"}),
    ("toi o vi thuy muon hoc nghe", {"x-vi-thuy"}),
    ("ubnd xa phuong binh tra ho so tre", {"x-phuong-binh"}),
    ("xa phien toa bao nhieu", set()),
    ("duong o xa Vị Thủy bi hu", {"x-vi-thuy"}),
    ("toi o phung hiep, ap 4", {"x-phung-hiep"}),
    ("long my ngap roi", set()),
    ("phuong 3 khong con thi di dau", {"p-vi-thanh"}),
    ("ba phuong nhap lai thanh mot", set()),
    ("p3 thu tien rac", {"p-vi-thanh"}),
)  # fmt: skip

# Written after the matcher was done, to measure it.
BLIND: tuple[tuple[str, set[str]], ...] = (
    ("Kính gửi UBND phường Long Bình, hàng xóm tôi nuôi heo hôi quá.", {"p-long-binh"}),
    ("Gia đình tôi sống tại Tân Hòa hơn 20 năm.", {"x-tan-hoa"}),
    ("Xã Châu Thành, huyện Châu Thành: đường 925 hư nặng.", {"x-chau-thanh"}),
    ("Lộ nông thôn Vĩnh Tường - Vĩnh Thuận Đông bị xe tải phá.",
     {"x-vinh-tuong", "x-vinh-thuan-dong"}),
    ("Ông Nguyễn Công Trứ ở xã Hiệp Hưng nhờ hỏi giúp.", set()),
    ("Tôi trú khu vực 5, phường Ngã Bảy, TP Ngã Bảy.", {"p-nga-bay"}),
    ("Hộ khẩu tôi ở thị trấn Nàng Mau, nay đất nằm bên xã Vĩnh Tường.",
     {"x-vi-thuy", "x-vinh-tuong"}),
    ("Em là sinh viên quê Lương Tâm, xin vay vốn học.", {"x-luong-tam"}),
    ("Trường tiểu học Đông Phước 2 thiếu giáo viên.", {"x-dong-phuoc"}),
    ("Thị xã Long Mỹ trước đây có trung tâm dạy nghề.", set()),
    ("Đường Trần Hưng Đạo nối dài, đoạn qua phường Vị Tân", {"p-vi-thanh", "p-vi-tan"}),
    ("Xe buýt tuyến Ngã Bảy Vị Thanh chạy mấy giờ?", {"p-nga-bay", "p-vi-thanh"}),
    ("kinh gui ubnd phuong long binh nha ben canh nuoi heo hoi", {"p-long-binh"}),
    ("gia dinh toi song tai tan hoa hon 20 nam", {"x-tan-hoa"}),
    ("lo nong thon xa vinh tuong bi xe tai pha", {"x-vinh-tuong"}),
    ("em que luong tam xin vay von hoc", {"x-luong-tam"}),
    ("truong tieu hoc dong phuoc thieu giao vien", {"x-dong-phuoc"}),
    ("xe buyt nga bay vi thanh chay may gio", {"p-nga-bay", "p-vi-thanh"}),
    ("toi dong bao hiem xa hoi o dau", set()),
    ("mat giay to o cho long my", set()),
    ("hang xom hoa an thuan", set()),
    ("phuong tan cua xe may toi bi mat", set()),
    ("ap 4 x hoa an", {"x-hoa-an"}),
    ("qua phuong 5 thay cong ngap", {"p-vi-tan"}),
)  # fmt: skip
