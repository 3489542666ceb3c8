"""What stands in the menus: every entry leads to a page that exists."""

from django.urls import reverse

from engagement.portal.functions import FUNCTIONS
from engagement.portal.sections import SECTIONS
from engagement.web.menu import MenuEntry

INTERACTION = "tuong-tac"


def main() -> list[MenuEntry]:
    """The sections; what a reader does here stands under the section of interaction."""
    home = MenuEntry("Trang chủ", reverse("portal:home"))
    done_here = {INTERACTION: tuple(function.url for function in FUNCTIONS)}
    return [
        home,
        *(
            MenuEntry(section.menu_label, section.url, done_here.get(section.slug, ()))
            for section in SECTIONS
        ),
    ]


def tools() -> list[MenuEntry]:
    return [MenuEntry("Liên hệ", reverse("portal:contact"))]


def search() -> list[MenuEntry]:
    return [MenuEntry("Tìm câu trả lời, đơn vị…", reverse("portal:search"))]


def interact() -> list[MenuEntry]:
    return [MenuEntry(function.short_label, function.url) for function in FUNCTIONS]


def helping() -> list[MenuEntry]:
    return [
        MenuEntry("Dữ liệu cá nhân", reverse("portal:privacy")),
        MenuEntry("Điều khoản tham gia", reverse("portal:terms")),
        MenuEntry("Hỗ trợ tiếp cận", reverse("portal:accessibility")),
        MenuEntry("Sơ đồ trang", reverse("portal:site_map")),
        MenuEntry("Số liệu hỏi đáp", reverse("qa:figures")),
        MenuEntry("Dữ liệu mở", reverse("open_data:index")),
        MenuEntry("RSS câu trả lời mới", reverse("portal:answers_rss")),
    ]
