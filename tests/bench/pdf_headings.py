#!/usr/bin/env python3
"""Whether the two columns of a heading are read one after the other, in papers of several producers.

    python3 tests/bench/pdf_headings.py PROGRAM [ARGUMENT ...]

needs soffice and chromium; typst (`pip install typst`) where it is there. Makes a paper of every
heading below with every producer and asks PROGRAM, called with one PDF, for its text: all of the left
column must stand before the right one, each line whole, and the subject after both.
"""

import html
import importlib.util
import pathlib
import subprocess
import sys
import tempfile

# Left column, right column, what follows over the whole width.
HEADINGS = [
    (["TỈNH ỦY AN GIANG", "*", "Số 07-ĐA/TU"],
     ["ĐẢNG CỘNG SẢN VIỆT NAM", "An Giang, ngày 12 tháng 8 năm 2020"],
     ["ĐỀ ÁN", "về nâng cao chất lượng sinh hoạt chi bộ ở xã, phường"]),
    (["ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", "Số: 238/QĐ-UBND"],
     ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Bắc Ninh, ngày 3 tháng 6 năm 2021"],
     ["QUYẾT ĐỊNH", "Về việc giao chỉ tiêu kế hoạch phát triển kinh tế - xã hội"]),
    (["BỘ TƯ PHÁP - BỘ NỘI VỤ", "Số: 15/2020/TTLT-BTP-BNV"],
     ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 01 tháng 10 năm 2020"],
     ["THÔNG TƯ LIÊN TỊCH", "Hướng dẫn phối hợp trong công tác lưu trữ"]),
    (["ỦY BAN NHÂN DÂN", "TỈNH KHÁNH HÒA", "Số: 1234/UBND-VX", "V/v chuẩn bị năm học mới"],
     ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Khánh Hòa, ngày 20 tháng 8 năm 2021"],
     ["Kính gửi: Sở Giáo dục và Đào tạo"]),
]
BODY = "Căn cứ tình hình thực tế của địa phương, cơ quan ban hành văn bản này để các đơn vị thực hiện. " * 6


def page(heading, floating):
    """A web page: the heading as a table, or as two boxes side by side."""
    left, right, rest = ("<br>".join(map(html.escape, lines)) for lines in heading)
    if floating:
        columns = f"<div style='float:left;width:40%'>{left}</div><div style='float:right;width:58%'>{right}</div><div style='clear:both'></div>"
    else:
        columns = f"<table width='100%'><tr align=center valign=top><td width='40%'>{left}</td><td>{right}</td></tr></table>"
    style = "body{font:13pt 'Liberation Serif';text-align:center}p{text-align:justify}"
    return f"<meta charset=utf-8><style>{style}</style>{columns}<p style='text-align:center'>{rest}</p><p>{BODY}</p>"


def by_chromium(heading, folder, floating=False):
    source, target = folder / "page.html", folder / "paper.pdf"
    source.write_text(page(heading, floating), encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    f"--user-data-dir={folder}/chromium", f"--print-to-pdf={target}", source.as_uri()],
                   capture_output=True, timeout=120, check=True)
    return target


def by_chromium_boxes(heading, folder):
    return by_chromium(heading, folder, floating=True)


def by_soffice(heading, folder):
    source = folder / "page.html"
    source.write_text(page(heading, False), encoding="utf-8")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to",
                    "pdf:writer_web_pdf_Export", "--outdir", str(folder), str(source)],
                   capture_output=True, timeout=180, check=True)
    return folder / "page.pdf"


def by_typst(heading, folder):
    import typst

    def lines(of):
        return r" \ ".join(line.replace("*", r"\*").replace("#", r"\#").replace("/", r"\/") for line in of)

    left, right, rest = map(lines, heading)
    source = folder / "paper.typ"
    source.write_text(f"#set text(lang: \"vi\", size: 13pt)\n#grid(columns: (2fr, 3fr), align: center, [{left}], [{right}])\n"
                      f"#align(center)[{rest}]\n\n#par(justify: true)[{BODY}]\n", encoding="utf-8")
    target = folder / "paper.pdf"
    typst.compile(str(source), output=str(target))
    return target


def in_order(heading, text):
    """The lines wanted, from the first one that is missing or comes too early; none when all is well."""
    found = [" ".join(line.split()) for line in text.splitlines()]
    at = 0
    for line in [line for part in heading for line in part]:
        if line not in found[at:]:
            return line
        at = found.index(line, at) + 1
    return None


def main(program):
    producers = {"LibreOffice": by_soffice, "Chromium, table": by_chromium, "Chromium, boxes": by_chromium_boxes}
    if importlib.util.find_spec("typst"):
        producers["typst"] = by_typst
    wrong = 0
    for name, producer in producers.items():
        right = 0
        for heading in HEADINGS:
            with tempfile.TemporaryDirectory() as folder:
                paper = producer(heading, pathlib.Path(folder))
                text = subprocess.run([*program, str(paper)], capture_output=True, check=False).stdout.decode()
            missed = in_order(heading, text)
            right += missed is None
            if missed is not None:
                print(f"{name}: `{missed}` is not where it should be in:\n{text[:600]}")
        wrong += len(HEADINGS) - right
        print(f"{name}: {right} of {len(HEADINGS)} headings in the order of their columns")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
