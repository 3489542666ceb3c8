"""The sections of the site: what belongs in each and who answers for it (R-8, R-12.1, R-12.2).

They are data: a room that brings content (news, documents) takes over the address of its section.
"""

from dataclasses import dataclass

from django.urls import reverse

OFFICE = "Văn phòng cấp ủy"
PROPAGANDA = "Cơ quan tuyên giáo của cấp ủy"
BOARD = "Ban Biên tập"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section: `slug` is unique within it."""

    slug: str
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Section:
    """A top section: `clause` names the article of the regulation that asks for it."""

    slug: str
    title: str
    menu_label: str
    purpose: str
    clause: str
    responsible: str
    parts: tuple[Part, ...] = ()

    @property
    def url(self) -> str:
        return reverse("portal:section", args=[self])

    def part_url(self, part: Part) -> str:
        return reverse("portal:part", args=[self, part.slug])

    @property
    def links(self) -> list[tuple[Part, str]]:
        """The parts with their addresses."""
        return [(part, self.part_url(part)) for part in self.parts]


SECTIONS = (
    Section(
        slug="gioi-thieu",
        title="Giới thiệu",
        menu_label="Giới thiệu",
        purpose="Giới thiệu chung về Đảng bộ, danh sách Ban Chấp hành, cơ cấu tổ chức của các cơ"
        " quan tham mưu, giúp việc và các đảng ủy trực thuộc.",
        clause="Điều 8 khoản 1",
        responsible=OFFICE,
        parts=(
            Part("dang-bo", "Đảng bộ", "Giới thiệu chung về Đảng bộ."),
            Part(
                "ban-chap-hanh",
                "Ban Chấp hành, Ban Thường vụ",
                "Danh sách Ban Chấp hành và Ban Thường vụ theo nhiệm kỳ.",
            ),
            Part(
                "co-cau-to-chuc",
                "Cơ cấu tổ chức",
                "Cấp ủy, các cơ quan tham mưu, giúp việc đang hoạt động.",
            ),
            Part(
                "nguoi-phat-ngon",
                "Người phát ngôn",
                "Người được giao phát ngôn và nội dung phát ngôn với báo chí.",
            ),
            Part(
                "danh-ba",
                "Danh bạ liên hệ",
                "Điện thoại, thư điện tử, địa chỉ của từng cơ quan, xã, phường.",
            ),
        ),
    ),
    Section(
        slug="tin-tuc",
        title="Tin tức",
        menu_label="Tin tức",
        purpose="Những sự kiện nổi bật tại địa phương, trong nước, thế giới và hoạt động của cấp"
        " ủy các cấp.",
        clause="Điều 8 khoản 2, 3, 4",
        responsible=PROPAGANDA,
        parts=(
            Part("dia-phuong", "Địa phương", "Sự kiện nổi bật tại địa phương."),
            Part("trong-nuoc", "Trong nước", "Sự kiện nổi bật trong nước."),
            Part("the-gioi", "Thế giới", "Sự kiện nổi bật trên thế giới."),
            Part("cap-uy", "Hoạt động của cấp ủy", "Hoạt động lãnh đạo, chỉ đạo của cấp ủy."),
            Part("dang-bo-co-so", "Đảng bộ cơ sở", "Hoạt động của các đảng bộ xã, phường, đơn vị."),
        ),
    ),
    Section(
        slug="xay-dung-dang",
        title="Xây dựng Đảng",
        menu_label="Xây dựng Đảng",
        purpose="Công tác xây dựng Đảng của cấp ủy, các cơ quan tham mưu, giúp việc và đảng ủy"
        " trực thuộc.",
        clause="Điều 8 khoản 3",
        responsible=PROPAGANDA,
        parts=(
            Part("chinh-tri-tu-tuong", "Chính trị tư tưởng", "Công tác chính trị, tư tưởng."),
            Part("to-chuc-can-bo", "Tổ chức cán bộ", "Công tác tổ chức, cán bộ, đảng viên."),
            Part("kiem-tra-giam-sat", "Kiểm tra, giám sát", "Công tác kiểm tra, giám sát."),
            Part("dan-van", "Dân vận", "Công tác dân vận, “Dân vận khéo”."),
            Part("noi-chinh", "Nội chính", "Công tác nội chính, phòng, chống tham nhũng."),
        ),
    ),
    Section(
        slug="hoc-va-lam-theo-bac",
        title="Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        menu_label="Học và làm theo Bác",
        purpose="Chuyên mục học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
        clause="Điều 8 khoản 5",
        responsible=PROPAGANDA,
    ),
    Section(
        slug="bao-ve-nen-tang-tu-tuong",
        title="Bảo vệ nền tảng tư tưởng của Đảng",
        menu_label="Bảo vệ nền tảng",
        purpose="Đưa nghị quyết vào cuộc sống, đấu tranh trên lĩnh vực tư tưởng và lý luận, thực"
        " tiễn và kinh nghiệm.",
        clause="Điều 8 khoản 6",
        responsible=PROPAGANDA,
        parts=(
            Part(
                "dua-nghi-quyet-vao-cuoc-song",
                "Đưa nghị quyết vào cuộc sống",
                "Việc thực hiện nghị quyết ở từng nơi.",
            ),
            Part(
                "dau-tranh-tu-tuong-ly-luan",
                "Đấu tranh tư tưởng, lý luận",
                "Phản bác quan điểm sai trái, thù địch.",
            ),
            Part(
                "thuc-tien-kinh-nghiem",
                "Thực tiễn và kinh nghiệm",
                "Cách làm hay, kinh nghiệm tốt.",
            ),
        ),
    ),
    Section(
        slug="van-ban",
        title="Văn bản",
        menu_label="Văn bản",
        purpose="Văn bản chỉ đạo, điều hành của Trung ương và của cấp ủy, tài liệu hội nghị.",
        clause="Điều 3 khoản 2b, Điều 12 khoản 1",
        responsible=OFFICE,
        parts=(
            Part("trung-uong", "Trung ương", "Văn bản của Trung ương."),
            Part("cap-uy", "Cấp ủy", "Văn bản của cấp ủy, Ban Thường vụ, Thường trực."),
            Part("tai-lieu-hoi-nghi", "Tài liệu hội nghị", "Tài liệu các hội nghị đã tổ chức."),
        ),
    ),
    Section(
        slug="tuong-tac",
        title="Tương tác",
        menu_label="Tương tác",
        purpose="Nơi lãnh đạo tiếp nhận và giải đáp ý kiến góp ý, thắc mắc của cán bộ, đảng viên"
        " và nhân dân.",
        clause="Điều 3 khoản 3c, Điều 13",
        responsible=BOARD,
    ),
    Section(
        slug="da-phuong-tien",
        title="Đa phương tiện",
        menu_label="Đa phương tiện",
        purpose="Phim tư liệu, video hoạt động của cấp ủy, ảnh, banner và khẩu hiệu tuyên truyền.",
        clause="Điều 8 khoản 7, Điều 12 khoản 1 và 2",
        responsible=f"{OFFICE} (video), {PROPAGANDA.lower()} (banner, khẩu hiệu)",
        parts=(
            Part("video", "Video", "Video hoạt động của cấp ủy, Ban Thường vụ, Thường trực."),
            Part("phim-tu-lieu", "Phim tư liệu", "Phim tư liệu về Đảng bộ."),
            Part("anh", "Ảnh", "Ảnh sự kiện."),
            Part("khau-hieu", "Banner, khẩu hiệu", "Banner, khẩu hiệu tuyên truyền."),
        ),
    ),
    Section(
        slug="lien-ket",
        title="Liên kết",
        menu_label="Liên kết",
        purpose="Đường dẫn đến các trang của Đảng, Nhà nước và các dịch vụ liên quan.",
        clause="Điều 3 khoản 1, Điều 12 khoản 1",
        responsible=OFFICE,
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}


def find_part(section: Section, slug: str) -> Part | None:
    """Return the part of `section` at `slug`, or None."""
    return next((part for part in section.parts if part.slug == slug), None)
