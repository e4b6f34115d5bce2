"""The columns of an import file, declared once: the reader, the export and docs/import.md use this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; `personal` ones never reach an event or the content's digest."""

    name: str
    meaning: str
    required: bool = False
    personal: bool = False


COLUMNS = (
    Column(
        "code",
        "Mã hồ sơ: `<mã cơ quan tiếp nhận>-YYMMDD-NNNN` (TT 01/2018/TT-VPCP Điều 19), duy nhất",
        required=True,
    ),
    Column("case_code", "Mã nhóm hồ sơ liên thông; mỗi thành phần là một hồ sơ riêng"),
    Column("procedure", "Khóa của TTHC trong danh mục, hoặc mã TTHC quốc gia", required=True),
    Column("helped_unit", "Mã nơi hỗ trợ nộp hồ sơ; để trống nếu trùng nơi tiếp nhận"),
    Column("received_unit", "Mã nơi tiếp nhận hồ sơ; để trống nếu trùng cơ quan giải quyết"),
    Column("decided_unit", "Mã cơ quan có thẩm quyền giải quyết; hồ sơ được thống kê tại đây", required=True),
    Column("channel", "`online` trực tuyến, `counter` trực tiếp, `postal` bưu chính công ích", required=True),
    Column("received_at", "Thời điểm tiếp nhận", required=True),
    Column("received_recorded_at", "Thời điểm hệ thống cũ ghi việc tiếp nhận"),
    Column(
        "supplements",
        "Các lần bổ sung `TỪ -> ĐẾN; TỪ -> ĐẾN`; thời hạn tính lại từ đầu (NĐ 61/2018 Điều 19.4)",
    ),
    Column("pauses", "Các lần tạm dừng `TỪ -> ĐẾN | căn cứ; …`; thiếu căn cứ thì lấy của TTHC"),
    Column(
        "outcome",
        "`resolved` đã giải quyết, `refused` từ chối sau thẩm định, `refused_at_intake` từ chối tiếp nhận, "
        "`stopped` dừng, `withdrawn` rút; để trống nếu đang giải quyết",
    ),
    Column("resolved_at", "Thời điểm kết thúc thực tế, dù kết quả nào"),
    Column("resolved_recorded_at", "Thời điểm hệ thống cũ ghi việc kết thúc"),
    Column("returned_at", "Thời điểm trả kết quả"),
    Column("returned_recorded_at", "Thời điểm hệ thống cũ ghi việc trả kết quả"),
    Column("limit", "Thời hạn giải quyết, dấu phẩy thập phân được chấp nhận; để trống thì lấy của TTHC"),
    Column("limit_unit", "`ngày làm việc`, `giờ làm việc`, `trong ngày`, `ngày`, `tháng`"),
    Column("due_at", "Hạn giải quyết; nếu có thì được giữ, hạn do hệ thống tính để bên cạnh"),
    Column("apology_at", "Thời điểm gửi văn bản xin lỗi"),
    Column("appointment_at", "Ngày hẹn trả (hẹn lại)"),
    Column("digitised", "1 nếu thành phần hồ sơ được số hóa"),
    Column("e_result", "1 nếu kết quả là bản điện tử ký số"),
    Column("reused", "1 nếu có sử dụng lại dữ liệu đã số hóa"),
    Column("fee", "Phí, lệ phí phải nộp, đồng"),
    Column("paid", "Số tiền đã nộp, đồng"),
    Column("paid_at", "Thời điểm nộp; bắt buộc khi có số tiền"),
    Column("paid_online", "1 nếu thanh toán trực tuyến"),
    Column("applicant_kind", "`person` cá nhân, `organisation` tổ chức", personal=True),
    Column("applicant_name", "Họ tên hoặc tên tổ chức", personal=True),
    Column("applicant_no", "Số định danh cá nhân hoặc mã số doanh nghiệp", personal=True),
    Column("applicant_phone", "Điện thoại", personal=True),
    Column("applicant_address", "Địa chỉ", personal=True),
    Column("sample", "1 nếu là dữ liệu mẫu"),
    Column("note", "Ghi chú nghiệp vụ; không ghi thông tin cá nhân"),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
PERSONAL = tuple(column.name for column in COLUMNS if column.personal)
