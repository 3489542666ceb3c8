"""What a reorganisation changes on public pages: the directory lists units as they are each day."""

from django.urls import reverse

from engagement.reorganisation.effects import Effect, Item, Plan


def entries(plan: Plan) -> list[Item]:
    """The entry of every unit that ends."""
    address = reverse("portal:directory")
    return [Item(unit.code, unit.name, "danh bạ, cơ cấu tổ chức", address) for unit in plan.units]


EFFECT = Effect(
    "portal-directory",
    "Danh bạ, cơ cấu tổ chức trên trang công khai",
    "Từ ngày ấy đơn vị cũ thôi hiện, đơn vị kế tục hiện ra; không phải sửa tay.",
    counts=lambda plan: dict.fromkeys(plan.unit_ids, 1),
    items=entries,
)
