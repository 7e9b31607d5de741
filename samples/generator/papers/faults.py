"""What an import must refuse, set aside or look at twice: secrecy marks, wrong endings, scans, broken files."""

from dataclasses import replace

from ..paper import Paper

_SECRET = Paper(
    file="2021/03-BC-TU.docx",
    system="party",
    issuer=["TỈNH ỦY AN GIANG"],
    number="03-BC/TU",
    date="Long Xuyên, ngày 05 tháng 01 năm 2021",
    kind="BÁO CÁO",
    subject=["tình hình khu vực biên giới tháng 12 năm 2020"],
    mark="MẬT",
    text="""
Văn bản này được viết riêng để thử nghiệm: dấu độ mật ở đầu trang là thật về hình thức, còn nội dung không có
điều gì là bí mật nhà nước.

1. Trong tháng, hoạt động đi lại, buôn bán của nhân dân hai bên biên giới diễn ra bình thường.

2. Công tác phòng, chống dịch COVID - 19 tại các cửa khẩu được duy trì.

3. Kiến nghị: tiếp tục bảo đảm hậu cần cho các tổ chốt.
""",
    recipients=["Như kính gửi,", "Lưu Văn phòng Tỉnh ủy."],
    signature=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thiện Khuê"],
    expected={"outcome": "refused"},
    options={"shows": "the mark MẬT above the number: nothing of the paper may be kept"},
)

PAPERS = [
    _SECRET,
    replace(
        _SECRET,
        file="2021/03_BC_TU_ban-ky.pdf",
        options={"printer": "office", "shows": "the same paper as PDF"},
    ),
    replace(
        _SECRET,
        file="2021/03_BC_TU_quet.pdf",
        options={"printer": "scanner", "shows": "the same paper as a scan: known to be secret only once it was read"},
    ),
    Paper(
        file="77-TB-UBND.doc",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="77/TB-UBND",
        date="An Giang, ngày 19 tháng 4 năm 2019",
        kind="THÔNG BÁO",
        subject=["Về lịch tiếp công dân định kỳ quý II năm 2019"],
        text="""
Ủy ban nhân dân tỉnh thông báo lịch tiếp công dân định kỳ của Chủ tịch Ủy ban nhân dân tỉnh trong quý II năm
2019 như sau:

1. Thời gian: từ 7 giờ 30 phút các ngày 25 tháng 4, 24 tháng 5 và 25 tháng 6 năm 2019.

2. Địa điểm: Trụ sở Tiếp công dân tỉnh, thành phố Long Xuyên.

3. Nội dung: tiếp nhận khiếu nại, tố cáo, kiến nghị, phản ánh. Người dân đem theo giấy tờ có liên quan; người
già yếu, khuyết tật được ưu tiên.

Danh mục các bí mật nhà nước không thuộc phạm vi trao đổi tại buổi tiếp./.
""",
        recipients=["Ban Tiếp công dân tỉnh;", "Cổng thông tin điện tử tỉnh;", "Lưu: VT, TCD."],
        signature=["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Thái Khoan Dung"],
        expected={
            "number": "77/TB-UBND",
            "kind": "thong-bao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2019-04-19",
            "issued_at": "An Giang",
            "subject": "Về lịch tiếp công dân định kỳ quý II năm 2019",
            "format": "html",
        },
        options={
            "writer": "html",
            "shows": "a web page saved as .doc; `bí mật nhà nước` in running text is no secrecy mark",
        },
    ),
    Paper(
        file="ban-quet/567-UBND-KT.pdf",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="567/UBND-KT",
        date="An Giang, ngày 17 tháng 3 năm 2020",
        subject=["vận hành cống, trạm bơm", "phòng, chống hạn mặn"],
        to=["Sở Nông nghiệp và Phát triển nông thôn"],
        text="""
Theo dự báo, mực nước sông Tiền, sông Hậu tháng 4 năm 2020 thấp hơn trung bình nhiều năm. Chủ tịch Ủy ban nhân
dân tỉnh có ý kiến chỉ đạo:

1. Sở Nông nghiệp và Phát triển nông thôn theo dõi mực nước hằng ngày, vận hành cống, trạm bơm hợp lý; làm tốt
công tác thủy lợi nội đồng.

2. Khuyến cáo nông dân không xuống giống vụ Xuân Hè ở vùng thiếu nước.

3. Công ty Khai thác thủy lợi bảo đảm nước cho sinh hoạt trước, cho sản xuất sau./.
""",
        recipients=["Như trên;", "Lưu: VT, KT."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trương Khải Thụy"],
        expected={
            "number": "567/UBND-KT",
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2020-03-17",
            "issued_at": "An Giang",
            "subject": "V/v vận hành cống, trạm bơm phòng, chống hạn mặn",
            "digital_signatures": ["Ủy ban nhân dân tỉnh An Giang, 2020-03-18T08:15:40+07:00"],
            "text_source": "ocr",
        },
        options={
            "printer": "scanner",
            "stamp": True,
            "shows": "a scan whose only text is a signature stamp with a later date; without OCR the paper is "
            "kept as `waiting`, and only its number is known, from the file name",
        },
    ),
]

STAMP = """
<style>@page { size: A4; margin: 0 } body { margin: 0 }
div { position: absolute; left: 125mm; top: 3mm; width: 70mm; font: 8pt "Liberation Serif"; color: #a00;
border: .3mm solid #a00; padding: 1mm }</style>
<div>Người ký: Ủy ban nhân dân tỉnh An Giang<br>Cơ quan: Tỉnh An Giang<br>Thời gian ký: 18-03-2020 08:15:40 +07:00</div>
"""
"""The visible part of a digital signature, as signing programs print it on a scan."""

UNREADABLE = "hong/khong-doc-duoc.pdf"
"""A file that begins like a PDF and is noise from then on."""


def unreadable() -> bytes:
    """The same noise every time (a linear congruential generator; no run looks like a PDF object)."""
    state, noise = 35, bytearray()
    for _ in range(4096):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        noise.append(0x80 | state >> 16 & 0x7F)
    return b"%PDF-1.4\n" + bytes(noise)
