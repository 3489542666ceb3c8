"""Abbreviations and everyday names, spelt out, for matching.

A small list of our own: the words every office writes short. Pairs of folded words.
"""

import re

from engagement.text.fold import fold

_SPELT_OUT = {
    "bhxh": "bao hiem xa hoi",
    "bhyt": "bao hiem y te",
    "bhtn": "bao hiem that nghiep",
    "cccd": "can cuoc cong dan",
    "cmnd": "chung minh nhan dan",
    "gcn": "giay chung nhan",
    "gcnqsdd": "giay chung nhan quyen su dung dat",
    "qsdd": "quyen su dung dat",
    "so do": "giay chung nhan quyen su dung dat",
    "so hong": "giay chung nhan quyen su dung dat",
    "gplx": "giay phep lai xe",
    "gpxd": "giay phep xay dung",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "nvqs": "nghia vu quan su",
    "pccc": "phong chay chua chay",
    "csgt": "canh sat giao thong",
    "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so",
    "gddt": "giao duc va dao tao",
    "hssv": "hoc sinh sinh vien",
    "attp": "an toan thuc pham",
    "vsattp": "ve sinh an toan thuc pham",
    "tncn": "thue thu nhap ca nhan",
    "gtgt": "thue gia tri gia tang",
    "htx": "hop tac xa",
    "dn": "doanh nghiep",
    "noxh": "nha o xa hoi",
    "tdc": "tai dinh cu",
    "gpmb": "giai phong mat bang",
    "ntm": "nong thon moi",
    "bvtv": "bao ve thuc vat",
    "cntt": "cong nghe thong tin",
    "dvc": "dich vu cong",
    "nld": "nguoi lao dong",
    "hdld": "hop dong lao dong",
    "cbcc": "can bo cong chuc",
    "shtt": "so huu tri tue",
    "khcn": "khoa hoc cong nghe",
}
_SHORT = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _SPELT_OUT), key=len, reverse=True)) + r")(?!\w)"
)


def expand(text: str) -> str:
    """What the short words of `text` mean, to be read with it; empty where it has none."""
    return " ".join(dict.fromkeys(_SPELT_OUT[short] for short in _SHORT.findall(fold(text))))
