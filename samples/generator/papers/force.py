"""A regulation, what amends it and what replaces it; papers with marks beside the heading. All invented."""

from ..paper import Paper

FOLDER = "hieu-luc"


def _decision(file, number, date, subject, text, **more):
    day, month, year = date
    return Paper(
        file=f"{FOLDER}/{file}",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH VĨNH LONG"],
        number=number,
        date=f"Vĩnh Long, ngày {day:02} tháng {month:02} năm {year}",
        kind="QUYẾT ĐỊNH",
        subject=[subject],
        text=text,
        recipients=["Như Điều 3;", "Các bến xe;", "Lưu: VT."],
        signature=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Tống Khải Hân"],
        annex=more.pop("annex", ""),
        expected={
            "number": number,
            "kind": "quyet-dinh",
            "issuing_body": "ubnd-vinh-long",
            "issued_on": f"{year}-{month:02}-{day:02}",
            "issued_at": "Vĩnh Long",
            "subject": subject,
            **more,
        },
    )


PAPERS = [
    _decision(
        "14-2018-QD-UBND.docx",
        "14/2018/QĐ-UBND",
        (6, 4, 2018),
        "Ban hành Quy định về trông giữ xe tại bến tàu",
        """
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

Theo đề nghị của Giám đốc Sở Giao thông vận tải tại Tờ trình số 55/TTr-SGTVT ngày 20 tháng 3 năm 2018.

^ QUYẾT ĐỊNH:

**Điều 1.** Ban hành kèm theo Quyết định này Quy định về trông giữ xe tại bến tàu.

**Điều 2.** Quyết định này có hiệu lực thi hành kể từ ngày 20 tháng 4 năm 2018.

**Điều 3.** Các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.
""",
        annex="""
^ QUY ĐỊNH

^ VỀ TRÔNG GIỮ XE TẠI BẾN TÀU

^ (Ban hành kèm theo Quyết định số 14/2018/QĐ-UBND ngày 06 tháng 4 năm 2018)

**Điều 1.** Người gửi xe nhận một thẻ; mất thẻ thì trình giấy tờ của xe.

**Điều 2.** Bến tàu chiếu sáng nơi để xe suốt đêm.
""",
        effective_from="2018-04-20",
        annexes=["Quy định: VỀ TRÔNG GIỮ XE TẠI BẾN TÀU"],
        cites=["55/TTr-SGTVT"],
    ),
    _decision(
        "09-2020-QD-UBND.docx",
        "09/2020/QĐ-UBND",
        (11, 5, 2020),
        "Sửa đổi Điều 2 của Quy định ban hành kèm theo Quyết định số 14/2018/QĐ-UBND",
        """
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

Theo đề nghị của Giám đốc Sở Giao thông vận tải.

^ QUYẾT ĐỊNH:

**Điều 1.** Bến tàu chiếu sáng nơi để xe từ 17 giờ đến 7 giờ.

**Điều 2.** Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký.

**Điều 3.** Các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.
""",
        effective_from="2020-05-21",
        relations=["amends 14/2018/QĐ-UBND (part)"],
        cites=["14/2018/QĐ-UBND"],
    ),
    _decision(
        "31-2022-QD-UBND.docx",
        "31/2022/QĐ-UBND",
        (2, 11, 2022),
        "Quy định việc trông giữ xe tại bến tàu, bến phà",
        """
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 đã được sửa đổi, bổ sung năm 2019;

Theo đề nghị của Giám đốc Sở Giao thông vận tải.

^ QUYẾT ĐỊNH:

**Điều 1.** Bến tàu, bến phà dành một nơi có mái che để trông giữ xe.

**Điều 2.** Quyết định này có hiệu lực từ ngày 15 tháng 11 năm 2022 và thay thế các quyết định sau đây:

a) Quyết định số 14/2018/QĐ-UBND ngày 06 tháng 4 năm 2018 của Ủy ban nhân dân tỉnh;

b) Quyết định số 09/2020/QĐ-UBND ngày 11 tháng 5 năm 2020 của Ủy ban nhân dân tỉnh.

**Điều 3.** Các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.
""",
        effective_from="2022-11-15",
        relations=["replaces 14/2018/QĐ-UBND", "replaces 09/2020/QĐ-UBND"],
        cites=["14/2018/QĐ-UBND", "09/2020/QĐ-UBND"],
    ),
    Paper(
        file=f"{FOLDER}/Cong dien 03 hoa toc.docx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH VĨNH LONG"],
        number="03/CĐ-UBND",
        date="Vĩnh Long, ngày 27 tháng 10 năm 2022",
        kind="CÔNG ĐIỆN",
        subject=["Về việc neo đậu tàu, phà khi triều cường"],
        mark="HỎA TỐC",
        text="""
1. Các bến phà ngừng chở khách khi nước tràn mặt bến.

2. Chủ tàu neo đậu ở nơi khuất gió và cử người trực.
""",
        recipients=["Các bến phà;", "Lưu: VT."],
        signature=["CHỦ TỊCH", "Lã Quang Thắm"],
        expected={
            "number": "03/CĐ-UBND",
            "kind": "cong-dien",
            "issuing_body": "ubnd-vinh-long",
            "issued_on": "2022-10-27",
            "issued_at": "Vĩnh Long",
            "subject": "Về việc neo đậu tàu, phà khi triều cường",
            "urgency": "express",
        },
    ),
    Paper(
        file=f"{FOLDER}/77-TB-TU luu hanh noi bo.docx",
        system="party",
        issuer=["TỈNH ỦY VĨNH LONG"],
        number="77-TB/TU",
        date="Vĩnh Long, ngày 19 tháng 7 năm 2021",
        kind="THÔNG BÁO",
        subject=["lịch trực cơ quan trong mùa nước nổi"],
        mark="LƯU HÀNH NỘI BỘ",
        text="""
1. Mỗi ca trực hai người, nhận ca lúc 7 giờ.

2. Sổ trực để ở phòng bảo vệ.
""",
        recipients=["Các phòng thuộc Văn phòng,", "Lưu Văn phòng Tỉnh ủy."],
        signature=["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Kha Minh Tuyền"],
        expected={
            "number": "77-TB/TU",
            "kind": "thong-bao",
            "issuing_body": "tu-vinh-long",
            "issued_on": "2021-07-19",
            "issued_at": "Vĩnh Long",
            "subject": "lịch trực cơ quan trong mùa nước nổi",
            "circulation": ["internal"],
        },
    ),
]
