"""Papers saved as something else than a document: a spreadsheet, slides, a template, with macros."""

from ..paper import Paper

PAPERS = [
    Paper(
        file="bang-bieu/58-BC-UBND.xlsx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="58/BC-UBND",
        date="An Giang, ngày 12 tháng 4 năm 2019",
        kind="BÁO CÁO",
        subject=["Tình hình mua sắm tủ hồ sơ quý I năm 2019"],
        text="""
Thực hiện Kế hoạch số 21/KH-UBND ngày 08 tháng 01 năm 2019, Ủy ban nhân dân tỉnh báo cáo như sau:

| STT | Đơn vị | Số tủ được giao | Số tủ đã mua
| 1 | Văn phòng | 14 | 9
| 2 | Sở Nội vụ | 22 | 22
| 3 | Chi cục Văn thư - Lưu trữ | 35 | 17
| | Cộng | 71 | 48

Số tủ còn lại được mua xong trước ngày 30 tháng 6 năm 2019./.
""",
        recipients=["Thường trực Tỉnh ủy;", "Lưu: VT."],
        signature=["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lương Sổ Sách"],
        expected={
            "number": "58/BC-UBND",
            "kind": "bao-cao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2019-04-12",
            "issued_at": "An Giang",
            "subject": "Tình hình mua sắm tủ hồ sơ quý I năm 2019",
            "cites": ["21/KH-UBND"],
        },
    ),
    Paper(
        file="bang-bieu/21-KH-UBND.ods",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="21/KH-UBND",
        date="An Giang, ngày 08 tháng 01 năm 2019",
        kind="KẾ HOẠCH",
        subject=["Mua sắm tủ hồ sơ năm 2019"],
        text="""
Để bảo quản tài liệu giấy, Ủy ban nhân dân tỉnh ban hành kế hoạch mua sắm như sau:

| STT | Đơn vị | Số tủ | Thời hạn
| 1 | Văn phòng | 14 | Quý I
| 2 | Sở Nội vụ | 22 | Quý I
| 3 | Chi cục Văn thư - Lưu trữ | 35 | Quý II

Văn phòng theo dõi, tổng hợp kết quả thực hiện./.
""",
        recipients=["Các đơn vị có tên;", "Lưu: VT."],
        signature=["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lương Sổ Sách"],
        expected={
            "number": "21/KH-UBND",
            "kind": "ke-hoach",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2019-01-08",
            "issued_at": "An Giang",
            "subject": "Mua sắm tủ hồ sơ năm 2019",
        },
    ),
    Paper(
        file="luu-tru-cu/BC17-2004.xls",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="17/BC-UB",
        date="Long Xuyên, ngày 09 tháng 3 năm 2004",
        kind="BÁO CÁO",
        subject=["Kiểm kê tài liệu lưu trữ năm 2003"],
        tone="second",
        charset="vni",
        text="""
Ủy ban nhân dân tỉnh báo cáo kết quả kiểm kê tài liệu lưu trữ như sau:

| Thứ tự | Phông lưu trữ | Số hộp | Tình trạng
| 1 | Phông Hội đồng nhân dân | 410 | Tốt
| 2 | Phông Sở Thủy lợi | 1.275 | Bị ẩm, cần tu bổ
| 3 | Phông Ty Văn hóa | 92 | Thiếu mục lục

Tài liệu bị ẩm được đưa vào kho có máy hút ẩm trước mùa mưa.
""",
        recipients=["Cục Lưu trữ Nhà nước;", "Lưu."],
        signature=["TM. ỦY BAN NHÂN DÂN TỈNH", "CHỦ TỊCH", "Cao Khiêm Nhượng"],
        expected={
            "number": "17/BC-UB",
            "kind": "bao-cao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2004-03-09",
            "issued_at": "Long Xuyên",
            "subject": "Kiểm kê tài liệu lưu trữ năm 2003",
        },
    ),
    Paper(
        file="cong-van/730-UBND-VP.docm",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="730/UBND-VP",
        date="An Giang, ngày 24 tháng 7 năm 2017",
        subject=["dùng mẫu văn bản có sẵn"],
        to=["Các sở, ban, ngành tỉnh"],
        text="""
Ủy ban nhân dân tỉnh gửi kèm mẫu văn bản soạn sẵn. Đề nghị các đơn vị dùng thống nhất từ ngày 01 tháng 8 năm 2017./.
""",
        recipients=["Như trên;", "Lưu: VT."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Mai Quốc Bảo"],
        expected={
            "number": "730/UBND-VP",
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2017-07-24",
            "issued_at": "An Giang",
            "subject": "V/v dùng mẫu văn bản có sẵn",
            "format": "docx",
        },
        options={"saved_as": "application/vnd.ms-word.document.macroEnabled.main+xml"},
    ),
    Paper(
        file="cong-van/61-PC-STP.pdf",
        system="state",
        parent=["ỦY BAN NHÂN DÂN TỈNH SƠN LA"],
        issuer=["SỞ TƯ PHÁP"],
        number="61/PC-STP",
        date="Sơn La, ngày 15 tháng 5 năm 2023",
        kind="PHIẾU CHUYỂN",
        subject=["Đơn đề nghị cấp lại giấy tờ hộ tịch"],
        text="""
Chuyển đến:

Đề nghị xem xét, giải quyết theo thẩm quyền và trả lời cho người gửi đơn./.
""",
        recipients=["Như trên;", "Lưu: VT."],
        signature=["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "Vì Thị Mẫu"],
        expected={
            "number": "61/PC-STP",
            "kind": "phieu-chuyen",
            "issuing_body": "stp-son-la",
            "parent_body": "ubnd-son-la",
            "issued_on": "2023-05-15",
            "issued_at": "Sơn La",
            "subject": "Đơn đề nghị cấp lại giấy tờ hộ tịch",
        },
        options={
            "writer": "form",
            "typed_in": ["61/PC-STP", "Ủy ban nhân dân xã Chiềng Mẫu"],
            "shows": "number and addressee typed into the fields of a form, drawn by whoever shows it",
        },
    ),
    Paper(
        file="cong-van/mau-bien-ban.dotx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"],
        number="/BB-UBND",
        date="Sơn La, ngày      tháng      năm",
        kind="BIÊN BẢN",
        subject=["Bàn giao tài liệu lưu trữ"],
        text="""
Hôm nay, tại ……………, chúng tôi gồm:

Bên giao: ……………

Bên nhận: ……………

Hai bên cùng kiểm đếm và giao nhận số tài liệu theo danh mục kèm theo.
""",
        expected={
            "kind": "bien-ban",
            "issuing_body": "ubnd-son-la",
            "issued_at": "Sơn La",
            "subject": "Bàn giao tài liệu lưu trữ",
            "format": "docx",
        },
        options={"saved_as": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"},
    ),
]


def _slides(serial: int, ending: str, about: str, body: str) -> Paper:
    return Paper(
        file=f"trinh-chieu/{serial}-TB-UBND.{ending}",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP"],
        number=f"{serial}/TB-UBND",
        date=f"Đồng Tháp, ngày {serial - 300} tháng 9 năm 2018",
        kind="THÔNG BÁO",
        subject=[about],
        text=body,
        expected={
            "number": f"{serial}/TB-UBND",
            "kind": "thong-bao",
            "issuing_body": "ubnd-dong-thap",
            "issued_on": f"2018-09-{serial - 300}",
            "issued_at": "Đồng Tháp",
            "subject": about,
        },
    )


PAPERS += [
    _slides(
        312,
        "pptx",
        "Giới thiệu quy trình tiếp nhận văn bản số",
        """
%

# Tiếp nhận

Văn thư kiểm tra chữ ký số, ghi số đến, chuyển lãnh đạo trong buổi làm việc.

%

# Lập hồ sơ

Hồ sơ việc nào kết thúc thì nộp vào lưu trữ cơ quan trong thời hạn một năm.
""",
    ),
    _slides(
        315,
        "ppt",
        "Hướng dẫn xếp lại kho tài liệu giấy",
        """
%

# Xếp hộp

Hộp xếp từ trái sang phải, từ trên xuống dưới; nhãn quay ra ngoài.

%

# Giữ kho

Đo nhiệt độ và độ ẩm hai lần một ngày, ghi vào sổ nhật ký kho.
""",
    ),
    _slides(
        318,
        "odp",
        "Phổ biến cách tra cứu văn bản bằng máy tính",
        """
%

# Tìm theo số

Gõ số và ký hiệu, có dấu hay không có dấu đều được.

%

# Tìm theo lời

Gõ vài từ nhớ được; muốn đúng nguyên văn thì đặt trong ngoặc kép.
""",
    ),
]
