"""Papers in the one-byte fonts of the years before Unicode: TCVN3 (`.VnTime`) and VNI (`VNI-Times`)."""

from ..paper import Paper

PAPERS = [
    Paper(
        file="luu-tru-cu/12-QD-UB.rtf",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="12/QĐ-UB",
        date="Long Xuyên, ngày 02 tháng 4 năm 2003",
        kind="QUYẾT ĐỊNH",
        subject=["Về công tác thủy lợi, phòng chống lụt bão năm 2003"],
        tone="second",
        charset="tcvn3",
        text="""
^ ỦY BAN NHÂN DÂN TỈNH AN GIANG

- Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân;

- Căn cứ Pháp lệnh phòng, chống lụt, bão;

- Xét đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn,

^ QUYẾT ĐỊNH:

**Điều 1:** Giao kế hoạch công tác thủy lợi, phòng chống lụt bão năm 2003 cho các huyện, thị xã, thành
phố trong tỉnh. Khối lượng nạo vét kênh mương nội đồng là 2.450.000 mét khối, hoàn thành trước ngày
31 tháng 7 năm 2003.

**Điều 2:** Sở Nông nghiệp và Phát triển nông thôn hướng dẫn kỹ thuật gia cố đê bao, bờ vùng bảo vệ lúa
Hè Thu; dự trữ cừ tràm, bao tải, máy bơm tại các điểm xung yếu.

**Điều 3:** Ban Chỉ huy phòng chống lụt bão các cấp trực 24 giờ trong ngày từ tháng 8 đến hết tháng 11;
sẵn sàng di dời nhân dân ở khu vực sạt lở đến nơi an toàn.

**Điều 4:** Các ông Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Thủ trưởng các ban ngành, Chủ
tịch Ủy ban nhân dân huyện, thị xã, thành phố chịu trách nhiệm thi hành quyết định này kể từ ngày ký.
""",
        recipients=["Như điều 4;", "Thường trực Tỉnh ủy;", "Lưu."],
        signature=["TM. ỦY BAN NHÂN DÂN TỈNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Huỳnh Khuyến Nông"],
        expected={
            "number": "12/QĐ-UB",
            "kind": "quyet-dinh",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2003-04-02",
            "issued_at": "Long Xuyên",
            "subject": "Về công tác thủy lợi, phòng chống lụt bão năm 2003",
        },
        options={"shows": "TCVN3 in RTF, capitals through the font .VnTimeH"},
    ),
    Paper(
        file="luu-tru-cu/CT05-1999.docx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="05/CT-UB",
        date="Long Xuyên, ngày 15 tháng 6 năm 1999",
        kind="CHỈ THỊ",
        subject=["Về việc chuẩn bị phòng chống lũ lụt và bảo vệ sản xuất"],
        tone="second",
        charset="tcvn3",
        text="""
Mùa lũ năm nay được dự báo về sớm. Để bảo vệ tính mạng nhân dân và vụ lúa Hè Thu, Ủy ban nhân dân tỉnh
chỉ thị:

1/ Các địa phương thu hoạch dứt điểm lúa Hè Thu trước ngày 15 tháng 8; nơi có đê bao phải kiểm tra từng
đoạn, không để vỡ đê do chủ quan.

2/ Sở Giao thông vận tải chuẩn bị phương tiện đưa học sinh đi học an toàn trong mùa nước nổi.

3/ Sở Y tế dự trữ cơ số thuốc, hóa chất xử lý nước cho 60.000 hộ.

4/ Chủ tịch Ủy ban nhân dân các huyện chịu trách nhiệm trước Ủy ban nhân dân tỉnh về công tác thủy lợi và
phòng chống lũ lụt tại địa phương mình.
""",
        recipients=["Các sở, ban ngành;", "UBND các huyện;", "Lưu."],
        signature=["TM. ỦY BAN NHÂN DÂN TỈNH", "CHỦ TỊCH", "Cao Khiêm Nhượng"],
        expected={
            "number": "05/CT-UB",
            "kind": "chi-thi",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "1999-06-15",
            "issued_at": "Long Xuyên",
            "subject": "Về việc chuẩn bị phòng chống lũ lụt và bảo vệ sản xuất",
        },
        options={"shows": "TCVN3 carried into DOCX, where only the run fonts tell"},
    ),
    Paper(
        file="luu-tru-cu/QD991UB.doc",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"],
        number="991/QĐ-UBND",
        date="Đồng Xoài, ngày 10 tháng 5 năm 2008",
        kind="QUYẾT ĐỊNH",
        subject=["Ban hành Quy chế phối hợp quản lý đê điều, hồ chứa nước", "trên địa bàn tỉnh Bình Phước"],
        charset="vni",
        text="""
^ ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;

Căn cứ Luật Đê điều ngày 29 tháng 11 năm 2006;

Xét đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn,

^ QUYẾT ĐỊNH:

**Điều 1.** Ban hành kèm theo Quyết định này Quy chế phối hợp quản lý đê điều, hồ chứa nước trên địa bàn
tỉnh Bình Phước.

**Điều 2.** Các ông (bà) Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Chủ tịch Ủy ban nhân dân
các huyện, thị xã chịu trách nhiệm thi hành Quyết định này, có hiệu lực sau 10 ngày kể từ ngày ký./.
""",
        annex="""
^ QUY CHẾ

^ Phối hợp quản lý đê điều, hồ chứa nước trên địa bàn tỉnh Bình Phước

**Điều 1.** Quy chế này nêu trách nhiệm phối hợp giữa đơn vị quản lý hồ và chính quyền địa phương trong vận
hành, bảo vệ công trình thủy lợi.

**Điều 2.** Trước khi xả lũ, đơn vị quản lý hồ báo cho Ủy ban nhân dân xã ở hạ lưu ít nhất sáu giờ; việc báo
tin được ghi vào sổ.

**Điều 3.** Ủy ban nhân dân xã bố trí người canh gác những đoạn xung yếu, vận động nhân dân không lấn chiếm
hành lang bảo vệ.

**Điều 4.** Hằng năm, vào tháng 4, hai bên kiểm tra công trình và lập biên bản trước mùa mưa.
""",
        recipients=["Như Điều 2;", "TT. Tỉnh ủy, TT. HĐND tỉnh;", "Lưu: VT."],
        signature=["TM. ỦY BAN NHÂN DÂN TỈNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Điểu Khương Sơn"],
        expected={
            "effective_from": "2008-05-20",
            "annexes": ["Quy chế: Phối hợp quản lý đê điều, hồ chứa nước trên địa bàn tỉnh Bình Phước"],
            "number": "991/QĐ-UBND",
            "kind": "quyet-dinh",
            "issuing_body": "ubnd-binh-phuoc",
            "issued_on": "2008-05-10",
            "issued_at": "Đồng Xoài",
            "subject": "Ban hành Quy chế phối hợp quản lý đê điều, hồ chứa nước trên địa bàn tỉnh Bình Phước",
        },
        options={"shows": "VNI in a Word 97 file; a province merged in 2025; the regulation follows in the file"},
    ),
    Paper(
        file="luu-tru-cu/TB41-2006.rtf",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"],
        number="41/TB-UBND",
        date="Đồng Xoài, ngày 17 tháng 3 năm 2006",
        kind="THÔNG BÁO",
        subject=["Kết luận của Chủ tịch Ủy ban nhân dân tỉnh", "tại cuộc họp về phòng, chống cháy rừng"],
        charset="vni",
        text="""
Ngày 14 tháng 3 năm 2006, Chủ tịch Ủy ban nhân dân tỉnh chủ trì cuộc họp về phòng, chống cháy rừng mùa
khô. Sau khi nghe báo cáo và ý kiến của các ngành, Chủ tịch kết luận:

1. Các hạt kiểm lâm trực cả ngày nghỉ; mỗi xã có rừng lập một tổ xung kích 20 người.

2. Công ty cao su chủ động đốt trước có kiểm soát, làm đường băng trắng trước ngày 31 tháng 3.

3. Đài Phát thanh và Truyền hình tỉnh phát bản tin cảnh báo cấp cháy rừng hằng ngày.

Văn phòng Ủy ban nhân dân tỉnh thông báo để các đơn vị biết, thực hiện./.
""",
        recipients=["Chi cục Kiểm lâm;", "UBND các huyện, thị xã;", "Lưu: VT."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lâm Khắc Thụ"],
        expected={
            "number": "41/TB-UBND",
            "kind": "thong-bao",
            "issuing_body": "ubnd-binh-phuoc",
            "issued_on": "2006-03-17",
            "issued_at": "Đồng Xoài",
            "subject": "Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về phòng, chống cháy rừng",
        },
        options={"shows": "VNI in RTF"},
    ),
    Paper(
        file="luu-tru-cu/TB62-1997.txt",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="62/TB-UB",
        date="Long Xuyên, ngày 22 tháng 5 năm 1997",
        kind="THÔNG BÁO",
        subject=["Về việc đổi mẫu sổ ghi công văn đi, đến"],
        charset="vni",
        text="""
Từ ngày 01 tháng 7 năm 1997, các sở, ban, ngành dùng mẫu sổ mới để ghi công văn đi, công văn đến.

Sổ cũ còn dùng dở thì gạch chéo các trang trắng, nộp về Văn phòng Ủy ban nhân dân tỉnh.
""",
        recipients=["Các sở, ban, ngành;", "Lưu."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lâm Cẩn Bút"],
        expected={
            "number": "62/TB-UB",
            "kind": "thong-bao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "1997-05-22",
            "issued_at": "Long Xuyên",
            "subject": "Về việc đổi mẫu sổ ghi công văn đi, đến",
        },
    ),
]
