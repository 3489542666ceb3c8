"""What a finding is: a place in a text, a kind of personal data, and the words to put there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The codes stand in the audit log: a kind is never renamed."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY = "identity"
    ACCOUNT = "account"
    ADDRESS = "address"
    PLATE = "plate"
    BIRTH = "birth"
    LAND = "land"
    SECRET = "secret"  # noqa: S105 — a mark of secrecy on a document


LABELS: Mapping[Kind, str] = {
    Kind.NAME: "tên người",
    Kind.PHONE: "số điện thoại",
    Kind.EMAIL: "địa chỉ thư điện tử",
    Kind.IDENTITY: "số giấy tờ",
    Kind.ACCOUNT: "số tài khoản",
    Kind.ADDRESS: "địa chỉ",
    Kind.PLATE: "biển số xe",
    Kind.BIRTH: "ngày sinh",
    Kind.LAND: "số thửa đất, số giấy chứng nhận",
    Kind.SECRET: "dấu mật",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` looks like `kind`; `replacement` is proposed in its place."""

    start: int
    end: int
    kind: Kind
    replacement: str
