"""Papers to import, made from a seed: texts, HTML and DOCX with Vietnamese headings; some twice, some
in ZIPs, some that cannot be read."""

import io
import os
import pathlib
import random
import zipfile

BODIES = [
    ("ỦY BAN NHÂN DÂN", "TỈNH AN GIANG", "UBND", "An Giang"),
    ("HỘI ĐỒNG NHÂN DÂN", "TỈNH AN GIANG", "HĐND", "An Giang"),
    ("ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "UBND", "Cà Mau"),
    ("BỘ NỘI VỤ", "", "BNV", "Hà Nội"),
    ("BỘ TÀI CHÍNH", "", "BTC", "Hà Nội"),
]
KINDS = [("KẾ HOẠCH", "KH"), ("BÁO CÁO", "BC"), ("THÔNG BÁO", "TB"), ("QUYẾT ĐỊNH", "QĐ"), ("NGHỊ QUYẾT", "NQ")]
MATTERS = [
    "công tác văn thư, lưu trữ",
    "phòng, chống cháy rừng",
    "quy chế phối hợp giữa các cơ quan",
    "bảo vệ nền tảng tư tưởng",
    "dạy và học trong nhà trường",
    "chuyển đổi số ở cấp xã",
    "phòng, chống thiên tai",
]
SENTENCES = [
    "Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc nội dung trên.",
    "Giao Sở Nội vụ chủ trì, phối hợp với các ngành liên quan.",
    "Kinh phí thực hiện do ngân sách nhà nước bảo đảm.",
    "Định kỳ hằng quý báo cáo kết quả trước ngày 20 tháng cuối quý.",
    "Trong quá trình thực hiện, nếu có vướng mắc thì phản ánh kịp thời.",
]
# What a paper's time on disk is: the same in every run, so that only its bytes count.
MODIFIED = 1_600_000_000

PAGE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def lines_of(number, dice):
    body, place, code, town = dice.choice(BODIES)
    kind, letters = dice.choice(KINDS)
    matter = dice.choice(MATTERS)
    year = dice.randint(2005, 2024)
    lines = [body] + ([place] if place else [])
    lines += [f"Số: {number}/{letters}-{code}", f"{town}, ngày {dice.randint(1, 28)} tháng {dice.randint(1, 12)} năm {year}"]
    lines += [kind, f"Về {matter} đợt {number}", ""]
    lines += [dice.choice(SENTENCES) for _ in range(dice.randint(4, 40))]
    if number > 1 and dice.random() < 0.3:
        lines.append(f"Căn cứ Kế hoạch số {dice.randint(1, number - 1)}/KH-UBND của Ủy ban nhân dân tỉnh.")
    return lines


def text(number, dice):
    return "\n".join(lines_of(number, dice)).encode()


def html(number, dice):
    body = "".join(f"<p>{line}</p>\n" for line in lines_of(number, dice))
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Văn bản</title></head><body>{body}</body></html>'.encode()


def docx(number, dice):
    runs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in lines_of(number, dice))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed({
        "[Content_Types].xml": f'{PAGE}<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{PAGE}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{PAGE}<w:document xmlns:w="{WORD}"><w:body>{runs}</w:body></w:document>',
    })


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (MODIFIED, MODIFIED))


def make(folder, count, seed, first=1):
    """Writes `count` files, numbered from `first`: 2 in 100 are ZIPs of three papers, 3 hold what
    another one holds, 1 cannot be read."""
    folder, dice = pathlib.Path(folder), random.Random(f"{seed}/{first}")
    last = None
    for number in range(first, first + count):
        place = folder / f"{number % 10:02}"
        share = dice.random()
        if share < 0.01:
            put(place / f"{number:05}.pdf", b"%PDF-1.4\n" + dice.randbytes(300))
        elif share < 0.03:
            members = {f"{number}-{part}.txt": text(100_000 + 10 * number + part, dice) for part in range(3)}
            put(place / f"{number:05}.zip", packed(members))
        elif share < 0.06 and last:
            # Under the same name, so that it does not matter which of the two is met first.
            put(folder / "ban-sao" / f"{number}" / last[0], last[1])
        elif share < 0.18:
            put(place / f"{number:05}.html", html(number, dice))
        elif share < 0.30:
            put(place / f"{number:05}.docx", docx(number, dice))
        else:
            last = (f"{number:05}.txt", text(number, dice))
            put(place / last[0], last[1])
    return folder
