"""Papers that reach an office inside something else: an archive of files, a letter, a saved page, another paper."""

from ..paper import Paper

_ABOUT = {
    901: "lịch trực cơ quan dịp lễ 30 tháng 4 năm 2019",
    902: "tạm ngừng cấp nước sạch để bảo trì đường ống",
    903: "thu hồi giấy giới thiệu đã mất",
    904: "thay đổi giờ làm việc mùa mưa",
    905: "tuyển chọn người dự thi viết chữ đẹp",
    906: "mở lớp dạy bơi cho trẻ em dịp hè",
    907: "niêm yết danh sách lớp dạy bơi cho trẻ em dịp hè",
    908: "sắp xếp lại chỗ để xe trong khuôn viên trụ sở",
    909: "kiểm kê tủ đựng tài liệu",
}


def _paper(serial: int, ending: str, **options) -> Paper:
    about = _ABOUT[serial]
    day = serial - 890
    return Paper(
        file=f"{serial}-TB-UBND.{ending}",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP"],
        number=f"{serial}/TB-UBND",
        date=f"Đồng Tháp, ngày {day} tháng 4 năm 2019",
        kind="THÔNG BÁO",
        subject=[f"Về việc {about}"],
        text=f"""
Ủy ban nhân dân tỉnh thông báo về việc {about} như sau:

1. Các phòng, ban bố trí người phụ trách, ghi vào sổ theo dõi và báo lại cho Văn phòng.

2. Mọi thắc mắc gửi về bộ phận một cửa trong giờ hành chính./.
""",
        recipients=["Các phòng, ban;", "Lưu: VT."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Đinh Lan Khuê"],
        expected={
            "number": f"{serial}/TB-UBND",
            "kind": "thong-bao",
            "issuing_body": "ubnd-dong-thap",
            "issued_on": f"2019-04-{day}",
            "issued_at": "Đồng Tháp",
            "subject": f"Về việc {about}",
        },
        options=options,
    )


IN_ZIP = [_paper(901, "docx"), _paper(902, "txt")]
IN_TAR = _paper(903, "txt")
IN_7Z = _paper(904, "docx")
IN_LETTER = _paper(905, "docx")
HOLDER = _paper(906, "pdf")
IN_PDF = _paper(907, "docx")
PAGE = _paper(908, "html")
IN_OUTLOOK = _paper(909, "docx")

TO = "Ủy ban nhân dân các xã, phường"
LETTER = f"""Kính gửi: {TO}

Văn phòng xin gửi kèm thông báo để các nơi niêm yết. Đề nghị báo lại khi đã nhận.

Trân trọng.
"""
"""The text of the letters, which number nothing themselves."""
