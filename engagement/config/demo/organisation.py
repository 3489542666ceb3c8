"""Units of the demo province before and after the reorganisation of 1 March 2025.

Decision numbers are labels of the demo, not citations. `code | short name | name | functions`.
"""

from datetime import date
from typing import NamedTuple

FOUNDED = date(2004, 1, 1)
REORGANISED = date(2025, 3, 1)
COMMUNES_SINCE = date(2025, 7, 1)


class UnitRow(NamedTuple):
    code: str
    kind: str
    short_name: str
    name: str
    functions: str
    valid_from: date = FOUNDED


COMMITTEE = UnitRow(
    "tinhuy", "party_committee", "Tỉnh ủy", "Tỉnh ủy Hậu Giang", "Lãnh đạo toàn diện Đảng bộ tỉnh."
)

PARTY_BODIES = (
    UnitRow(
        "vptu",
        "party_body",
        "Văn phòng Tỉnh ủy",
        "Văn phòng Tỉnh ủy",
        "Tham mưu, phục vụ cấp ủy; quản trị kỹ thuật của Trang.",
    ),
    UnitRow(
        "btgdv",
        "party_body",
        "Ban Tuyên giáo và Dân vận",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Tuyên truyền, báo chí, dư luận xã hội, dân vận; khảo sát và cuộc thi.",
    ),
    UnitRow(
        "btc",
        "party_body",
        "Ban Tổ chức",
        "Ban Tổ chức Tỉnh ủy",
        "Tổ chức đảng, đảng viên, cán bộ.",
    ),
    UnitRow(
        "ubkt",
        "party_body",
        "Ủy ban Kiểm tra",
        "Ủy ban Kiểm tra Tỉnh ủy",
        "Kiểm tra, giám sát, kỷ luật đảng.",
    ),
    UnitRow(
        "bnc",
        "party_body",
        "Ban Nội chính",
        "Ban Nội chính Tỉnh ủy",
        "Nội chính, phòng, chống tham nhũng, tiếp công dân.",
    ),
)

DEPARTMENTS = (
    UnitRow(
        "congan",
        "agency",
        "Công an tỉnh",
        "Công an tỉnh Hậu Giang",
        "An ninh trật tự, căn cước, cư trú, xuất nhập cảnh, giấy phép lái xe, phòng cháy.",
    ),
    UnitRow(
        "quansu",
        "agency",
        "Bộ CHQS tỉnh",
        "Bộ Chỉ huy quân sự tỉnh Hậu Giang",
        "Nghĩa vụ quân sự, dân quân tự vệ, chính sách hậu phương quân đội.",
    ),
    UnitRow(
        "bhxh",
        "agency",
        "BHXH tỉnh",
        "Bảo hiểm xã hội tỉnh Hậu Giang",
        "Bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp.",
    ),
    UnitRow(
        "nganhang",
        "agency",
        "Ngân hàng Nhà nước",
        "Ngân hàng Nhà nước chi nhánh tỉnh Hậu Giang",
        "Tín dụng, lãi suất, tiền tệ, hoạt động ngân hàng.",
    ),
    UnitRow(
        "yte",
        "department",
        "Sở Y tế",
        "Sở Y tế tỉnh Hậu Giang",
        "Khám chữa bệnh, y tế dự phòng, dược, an toàn thực phẩm, dân số.",
    ),
    UnitRow(
        "gddt",
        "department",
        "Sở GD&ĐT",
        "Sở Giáo dục và Đào tạo tỉnh Hậu Giang",
        "Trường học, tuyển sinh, thi cử, giáo viên, học phí.",
    ),
    UnitRow(
        "congthuong",
        "department",
        "Sở Công Thương",
        "Sở Công Thương tỉnh Hậu Giang",
        "Điện, chợ, xăng dầu, thương mại, công nghiệp, quản lý thị trường.",
    ),
    UnitRow(
        "gtvt",
        "department",
        "Sở GTVT",
        "Sở Giao thông vận tải tỉnh Hậu Giang",
        "Đường bộ, đường thủy, vận tải, đăng kiểm.",
    ),
    UnitRow(
        "xaydung",
        "department",
        "Sở Xây dựng",
        "Sở Xây dựng tỉnh Hậu Giang",
        "Quy hoạch, nhà ở, cấp phép xây dựng, hạ tầng kỹ thuật; giao thông (từ 01/3/2025).",
    ),
    UnitRow(
        "tnmt",
        "department",
        "Sở TN&MT",
        "Sở Tài nguyên và Môi trường tỉnh Hậu Giang",
        "Đất đai, môi trường, khoáng sản, tài nguyên nước.",
    ),
    UnitRow(
        "nnptnt",
        "department",
        "Sở NN&PTNT",
        "Sở Nông nghiệp và Phát triển nông thôn tỉnh Hậu Giang",
        "Trồng trọt, chăn nuôi, thủy lợi, nông thôn mới, phòng chống thiên tai.",
    ),
    UnitRow(
        "ldtbxh",
        "department",
        "Sở LĐTBXH",
        "Sở Lao động - Thương binh và Xã hội tỉnh Hậu Giang",
        "Việc làm, người có công, trợ giúp xã hội, giảm nghèo, trẻ em.",
    ),
    UnitRow(
        "noivu",
        "department",
        "Sở Nội vụ",
        "Sở Nội vụ tỉnh Hậu Giang",
        "Công chức, viên chức, tiền lương, thi đua; việc làm, người có công (từ 01/3/2025).",
    ),
    UnitRow(
        "khdt",
        "department",
        "Sở KH&ĐT",
        "Sở Kế hoạch và Đầu tư tỉnh Hậu Giang",
        "Đăng ký doanh nghiệp, đầu tư, đấu thầu.",
    ),
    UnitRow(
        "taichinh",
        "department",
        "Sở Tài chính",
        "Sở Tài chính tỉnh Hậu Giang",
        "Ngân sách, giá, phí, lệ phí; đầu tư, doanh nghiệp (từ 01/3/2025).",
    ),
    UnitRow(
        "tttt",
        "department",
        "Sở TT&TT",
        "Sở Thông tin và Truyền thông tỉnh Hậu Giang",
        "Viễn thông, bưu chính, báo chí, chuyển đổi số.",
    ),
    UnitRow(
        "khcn",
        "department",
        "Sở KH&CN",
        "Sở Khoa học và Công nghệ tỉnh Hậu Giang",
        "Khoa học, sở hữu trí tuệ, đo lường; viễn thông, chuyển đổi số (từ 01/3/2025).",
    ),
    UnitRow(
        "tuphap",
        "department",
        "Sở Tư pháp",
        "Sở Tư pháp tỉnh Hậu Giang",
        "Hộ tịch, lý lịch tư pháp, công chứng, trợ giúp pháp lý.",
    ),
    UnitRow(
        "thanhtra",
        "department",
        "Thanh tra tỉnh",
        "Thanh tra tỉnh Hậu Giang",
        "Thanh tra, khiếu nại, tố cáo, tiếp công dân.",
    ),
    UnitRow(
        "vhttdl",
        "department",
        "Sở VHTTDL",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Hậu Giang",
        "Di sản, lễ hội, thể thao, du lịch, gia đình.",
    ),
    UnitRow(
        "ngoaivu",
        "department",
        "Sở Ngoại vụ",
        "Sở Ngoại vụ tỉnh Hậu Giang",
        "Hợp tác quốc tế, đoàn ra đoàn vào, lãnh sự.",
    ),
    UnitRow(
        "nnmt",
        "department",
        "Sở NN&MT",
        "Sở Nông nghiệp và Môi trường tỉnh Hậu Giang",
        "Đất đai, môi trường, trồng trọt, chăn nuôi, thủy lợi, nông thôn mới.",
        REORGANISED,
    ),
)

COMMUNES = tuple(
    UnitRow(
        code,
        "commune",
        name,
        f"UBND {name[0].lower()}{name[1:]}",
        "Việc ở cơ sở: đường xóm ấp, hộ tịch, chứng thực, an sinh tại địa bàn.",
        COMMUNES_SINCE,
    )
    for code, name in (
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
        ("x-phu-huu", "Xã Phú Hữu"),
        ("x-tan-binh", "Xã Tân Bình"),
        ("x-hoa-an", "Xã Hòa An"),
        ("x-phuong-binh", "Xã Phương Bình"),
        ("x-hiep-hung", "Xã Hiệp Hưng"),
        ("x-phung-hiep", "Xã Phụng Hiệp"),
        ("x-thanh-hoa", "Xã Thạnh Hòa"),
    )
)

# Who took over from whom: (predecessor, successor, decision). All on REORGANISED.
MERGERS = (
    ("tnmt", "nnmt", "08/NQ-HĐND"),
    ("nnptnt", "nnmt", "08/NQ-HĐND"),
    ("ldtbxh", "noivu", "08/NQ-HĐND"),
    ("gtvt", "xaydung", "08/NQ-HĐND"),
    ("khdt", "taichinh", "08/NQ-HĐND"),
    ("tttt", "khcn", "08/NQ-HĐND"),
)

UNITS = (COMMITTEE, *PARTY_BODIES, *DEPARTMENTS, *COMMUNES)

# user name, role, name shown. Every one belongs to the whole site.
STAFF = (
    ("bientap", "editor", "Biên tập viên"),
    ("tongbientap", "chief_editor", "Trưởng Ban Biên tập"),
    ("chidao", "steering", "Ban Chỉ đạo"),
    ("lanhdao", "standing", "Thường trực Tỉnh ủy"),
    ("tuyengiao", "propaganda", "Ban Tuyên giáo"),
    ("tuyengiao2", "propaganda", "Ban Tuyên giáo, người nhập phiếu thứ hai"),
    ("vanphong", "office", "Văn phòng Tỉnh ủy"),
    ("kiemtra", "inspector", "Cán bộ kiểm tra"),
    ("tiepnhan", "clerk", "Cán bộ tiếp nhận"),
    ("tiepnhan-kin", "sealed_officer", "Cán bộ tiếp nhận tố cáo"),
)

FIELDS = (
    ("dat-dai", "Đất đai, môi trường"),
    ("y-te", "Y tế, bảo hiểm"),
    ("giao-duc", "Giáo dục"),
    ("giao-thong", "Giao thông, xây dựng"),
    ("nong-nghiep", "Nông nghiệp, nông thôn"),
    ("an-sinh", "Việc làm, an sinh"),
    ("an-ninh", "An ninh, cư trú"),
    ("tu-phap", "Tư pháp, hộ tịch"),
    ("kinh-te", "Kinh tế, ngân sách"),
    ("van-hoa", "Văn hóa, thông tin"),
    ("to-chuc", "Tổ chức, cán bộ"),
)
