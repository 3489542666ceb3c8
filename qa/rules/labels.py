"""What each deed, and what the audit log keeps of it, is called in words."""

from collections.abc import Mapping

from engagement.moderation.reasons import RejectionReason
from qa.enums import ReturnReason, Verb
from qa.masking.spans import LABELS as PERSONAL_DATA
from qa.models.clock_rule import RECEIVE

LABELS: Mapping[Verb, str] = {
    Verb.ACCEPT: "Tiếp nhận",
    Verb.REJECT: "Từ chối",
    Verb.UPHOLD: "Giữ nguyên từ chối",
    Verb.OVERTURN: "Chấp nhận đề nghị, tiếp nhận",
    Verb.REPORT: "Báo cáo Ban Chỉ đạo",
    Verb.ASSIGN: "Phân công",
    Verb.ASSIGN_BY_DELEGATION: "Phân công theo ủy quyền",
    Verb.REASSIGN: "Phân công lại",
    Verb.ARBITRATE: "Phân xử, giao đơn vị",
    Verb.MERGE: "Gộp vào câu hỏi khác",
    Verb.UNMERGE: "Tách khỏi câu hỏi đã gộp",
    Verb.SPLIT: "Tách thành nhiều câu hỏi",
    Verb.SUBMIT_ANSWER: "Trình lãnh đạo đơn vị",
    Verb.ASK_INFORMATION: "Yêu cầu bổ sung",
    Verb.RESUME: "Xử lý tiếp, không chờ bổ sung",
    Verb.RETURN: "Chuyển trả Ban Biên tập",
    Verb.APPROVE: "Duyệt câu trả lời",
    Verb.SEND_BACK: "Trả lại để sửa",
    Verb.REQUEST_CHANGES: "Đề nghị đơn vị sửa",
    Verb.PUBLISH: "Công bố",
    Verb.CLOSE_PRIVATELY: "Trả lời riêng",
    Verb.RETRACT: "Gỡ câu trả lời",
    Verb.REDIRECT: "Hướng dẫn đến đúng nơi giải quyết",
    Verb.FORWARD: "Chuyển cơ quan có thẩm quyền",
}


# What the audit log calls the deeds that are no staff verb of the table.
OTHER_KINDS: dict[str, str] = {
    "qa.ask.received": "Nhận câu hỏi",
    "qa.question.object": "Người hỏi đề nghị xem lại",
    "qa.question.add_information": "Người hỏi bổ sung thông tin",
    "qa.question.withdraw": "Người hỏi rút câu hỏi",
    "qa.question.answer_together": "Trả lời cùng câu hỏi đã gộp vào",
    "qa.question.retract_together": "Gỡ cùng câu trả lời chung",
    "qa.question.reopen": "Người hỏi đề nghị trả lời lại",
    "qa.question.reopen_to_board": "Người hỏi đề nghị trả lời lại, chờ giao đơn vị",
    "qa.question.rate": "Người hỏi đánh giá câu trả lời",
    "qa.publication.correct": "Đính chính câu trả lời",
    "qa.publication.remove_version": "Gỡ hẳn một bản cũ",
    "qa.publication.review": "Rà soát: câu trả lời vẫn đúng",
    "qa.document.record": "Ghi tình trạng văn bản",
    "qa.personal_data.code": "Gửi mã xác nhận liên hệ",
    "qa.personal_data.receive": "Nhận yêu cầu về dữ liệu cá nhân",
    "qa.personal_data.see": "Xem dữ liệu cá nhân",
    "qa.personal_data.export": "Nhận bản sao dữ liệu cá nhân",
    "qa.personal_data.correct": "Sửa dữ liệu cá nhân",
    "qa.personal_data.delete": "Xóa dữ liệu cá nhân",
    "qa.question.contribute": "Gửi ý kiến phối hợp",
    "qa.question.note": "Ghi chú nội bộ",
    "qa.question.plan": "Hẹn giờ công bố",
    "qa.question.cancel_plan": "Bỏ hẹn giờ công bố",
    "qa.question.plan_failed": "Không công bố được theo giờ hẹn",
    "qa.template.save": "Lưu mẫu câu trả lời",
    "qa.template.move": "Chuyển mẫu câu trả lời sang đơn vị kế tục",
    "qa.template.delete": "Xóa mẫu câu trả lời",
    "qa.deputy.name": "Giao người duyệt thay",
    "qa.deputy.end": "Kết thúc duyệt thay",
    "qa.question.sort": "Xếp lĩnh vực",
    "qa.question.classify": "Xếp loại việc",
    "qa.question.seal": "Niêm phong",
    "qa.question.unseal": "Gỡ niêm phong",
    "qa.question.enter": "Nhập hộ câu hỏi",
    "qa.question.print_receipt": "In lại biên nhận",
    "qa.mail.take": "Nhập thư điện tử thành câu hỏi",
    "qa.mail.discard": "Bỏ thư điện tử",
    "qa.mail.seal": "Niêm phong thư điện tử",
    "qa.question.transfer": "Chuyển đơn vị do sắp xếp tổ chức",
    "qa.units.import": "Nhập danh sách đơn vị",
    "qa.places.import": "Nhập danh sách địa danh",
    "qa.delegation.grant": "Giao ủy quyền thường xuyên",
    "qa.delegation.end": "Kết thúc ủy quyền thường xuyên",
    "qa.clock_rule.add": "Thêm quy định thời hạn",
    "qa.clock_rule.end": "Kết thúc quy định thời hạn",
    "qa.clock_rule.confirm": "Xác nhận quy định thời hạn với văn bản",
    "qa.reminder_rule.add": "Thêm quy định nhắc hạn",
    "qa.reminder_rule.end": "Kết thúc quy định nhắc hạn",
    "qa.reminder_rule.confirm": "Xác nhận quy định nhắc hạn với văn bản",
    "qa.clock.recount": "Tính lại hạn theo quy định mới",
    "qa.router.import_procedures": "Nhập danh mục thủ tục hành chính",
    "qa.router.learn_routings": "Nhập mẫu phân công đã xác nhận",
    "qa.router.retrain": "Lập bản gợi ý phân công mới",
    "qa.router.use_version": "Chọn bản gợi ý phân công",
    "qa.router.automation_on": "Bật phân công tự động",
    "qa.router.automation_off": "Tắt phân công tự động",
}


DETAILS: Mapping[str, str] = {
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "reason": "lý do",
    "proposed": "đề nghị giao",
    "version": "lần lưu",
    "masked": "đã che",
    "overrides": "công bố dù còn",
    "number": "bản số",
    "document": "văn bản",
    "expired_on": "hết hiệu lực từ",
    "field": "lĩnh vực",
    "matter": "loại việc",
    "channel": "kênh tiếp nhận",
    "into": "gộp vào",
    "parts": "số phần",
    "deputy_for": "duyệt thay",
    "publish_at": "công bố lúc",
    "deputy": "người thay",
    "valid_from": "từ ngày",
    "valid_to": "đến hết ngày",
    "added": "thêm",
    "changed": "sửa",
    "active": "đang dùng",
    "router": "bản gợi ý",
    "answerable": "người chịu trách nhiệm",
}


# Values of the entries above that the log holds as codes.
DETAIL_VALUES: Mapping[str, Mapping[str, str]] = {
    "masked": {str(code): words for code, words in PERSONAL_DATA.items()},
    "overrides": {str(code): words for code, words in PERSONAL_DATA.items()},
    "reason": {str(each): str(each.label) for each in (*ReturnReason, *RejectionReason)},
}


def verb_label(verb: str) -> str:
    """What an event is called; its own code where this release does not know it."""
    if verb == RECEIVE:
        return "Nhận câu hỏi"
    names = {str(known): label for known, label in LABELS.items()}
    return names.get(verb) or OTHER_KINDS.get(f"qa.question.{verb}", verb)
