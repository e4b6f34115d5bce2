"""The columns of an import file, declared once: the reader, the export and docs/import.md use this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; `personal` ones never reach an event or the content's digest."""

    name: str
    required: bool
    meaning: str
    personal: bool = False


COLUMNS = (
    Column("code", True, "Mã hồ sơ: `<mã cơ quan tiếp nhận>-YYMMDD-NNNN` (TT 01/2018/TT-VPCP Điều 19), duy nhất"),
    Column("case_code", False, "Mã nhóm hồ sơ liên thông; mỗi thành phần là một hồ sơ riêng"),
    Column("procedure", True, "Khóa của TTHC trong danh mục, hoặc mã TTHC quốc gia"),
    Column("helped_unit", False, "Mã nơi hỗ trợ nộp hồ sơ; để trống nếu trùng nơi tiếp nhận"),
    Column("received_unit", False, "Mã nơi tiếp nhận hồ sơ; để trống nếu trùng cơ quan giải quyết"),
    Column("decided_unit", True, "Mã cơ quan có thẩm quyền giải quyết; hồ sơ được thống kê tại đây"),
    Column("channel", True, "`online` trực tuyến, `counter` trực tiếp, `postal` bưu chính công ích"),
    Column("received_at", True, "Thời điểm tiếp nhận"),
    Column("received_recorded_at", False, "Thời điểm hệ thống cũ ghi việc tiếp nhận"),
    Column("supplements", False, "Các lần bổ sung `TỪ -> ĐẾN; TỪ -> ĐẾN`; thời hạn tính lại từ đầu (NĐ 61/2018 Điều 19.4)"),
    Column("pauses", False, "Các lần tạm dừng `TỪ -> ĐẾN | căn cứ; …`; thiếu căn cứ thì lấy của TTHC"),
    Column(
        "outcome",
        False,
        "`resolved` đã giải quyết, `refused` từ chối sau thẩm định, `refused_at_intake` từ chối tiếp nhận, "
        "`stopped` dừng, `withdrawn` rút; để trống nếu đang giải quyết",
    ),
    Column("resolved_at", False, "Thời điểm kết thúc thực tế, dù kết quả nào"),
    Column("resolved_recorded_at", False, "Thời điểm hệ thống cũ ghi việc kết thúc"),
    Column("returned_at", False, "Thời điểm trả kết quả"),
    Column("returned_recorded_at", False, "Thời điểm hệ thống cũ ghi việc trả kết quả"),
    Column("limit", False, "Thời hạn giải quyết, dấu phẩy thập phân được chấp nhận; để trống thì lấy của TTHC"),
    Column("limit_unit", False, "`ngày làm việc`, `giờ làm việc`, `trong ngày`, `ngày`, `tháng`"),
    Column("due_at", False, "Hạn giải quyết; nếu có thì được giữ, hạn do hệ thống tính để bên cạnh"),
    Column("apology_at", False, "Thời điểm gửi văn bản xin lỗi"),
    Column("appointment_at", False, "Ngày hẹn trả (hẹn lại)"),
    Column("digitised", False, "1 nếu thành phần hồ sơ được số hóa"),
    Column("e_result", False, "1 nếu kết quả là bản điện tử ký số"),
    Column("reused", False, "1 nếu có sử dụng lại dữ liệu đã số hóa"),
    Column("fee", False, "Phí, lệ phí phải nộp, đồng"),
    Column("paid", False, "Số tiền đã nộp, đồng"),
    Column("paid_at", False, "Thời điểm nộp; bắt buộc khi có số tiền"),
    Column("paid_online", False, "1 nếu thanh toán trực tuyến"),
    Column("applicant_kind", False, "`person` cá nhân, `organisation` tổ chức", personal=True),
    Column("applicant_name", False, "Họ tên hoặc tên tổ chức", personal=True),
    Column("applicant_no", False, "Số định danh cá nhân hoặc mã số doanh nghiệp", personal=True),
    Column("applicant_phone", False, "Điện thoại", personal=True),
    Column("applicant_address", False, "Địa chỉ", personal=True),
    Column("sample", False, "1 nếu là dữ liệu mẫu"),
    Column("note", False, "Ghi chú nghiệp vụ; không ghi thông tin cá nhân"),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
PERSONAL = tuple(column.name for column in COLUMNS if column.personal)
