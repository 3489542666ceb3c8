"""Units as lists to choose from show them."""

import pytest

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from tests.factories import make_unit


@pytest.mark.django_db
def test_communes_come_last_and_names_are_in_the_order_of_the_alphabet():
    make_unit("xa-phien", "UBND xã Xà Phiên", kind="commune", short_name="Xã Xà Phiên")
    make_unit("dong-phuoc", "UBND xã Đông Phước", kind="commune", short_name="Xã Đông Phước")
    make_unit("dai-thanh", "UBND phường A", kind="commune", short_name="Phường Đại Thành")
    make_unit("bhxh", "Bảo hiểm xã hội", kind="agency")
    make_unit("btg", "Ban Tuyên giáo", kind="party_body")
    make_unit("btc", "Ban Tổ chức", kind="party_body")
    make_unit("yte", "Sở Y tế")
    make_unit("xd", "Sở Xây dựng")

    in_order = [unit.code for unit in in_reading_order(Unit.objects.order_by("code"))]

    communes = ["dai-thanh", "dong-phuoc", "xa-phien"]
    assert in_order == ["btc", "btg", "xd", "yte", "bhxh", *communes]
