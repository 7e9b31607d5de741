"""Papers that are pictures: what scanners, telephones and programs that read badly leave in an archive."""

from ..paper import Paper

_PEOPLE = ["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"]

PAPERS = [
    Paper(
        file="ban-quet/642-QD-UBND.pdf",
        system="state",
        issuer=_PEOPLE,
        number="642/QĐ-UBND",
        date="An Giang, ngày 21 tháng 11 năm 2013",
        kind="QUYẾT ĐỊNH",
        subject=["Về việc thành lập Tổ kiểm tra công tác lưu trữ"],
        text="""
Căn cứ Luật Lưu trữ số 01/2011/QH13 ngày 11 tháng 11 năm 2011;

Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 412/TTr-SNV ngày 08 tháng 11 năm 2013,

^ QUYẾT ĐỊNH:

**Điều 1.** Thành lập Tổ kiểm tra công tác lưu trữ gồm bảy thành viên, do Giám đốc Sở Nội vụ làm tổ trưởng.

**Điều 2.** Tổ kiểm tra xem xét kho, giá, hộp, mục lục hồ sơ của từng cơ quan; ghi biên bản tại chỗ và báo
cáo kết quả trước ngày 31 tháng 12 năm 2013.

**Điều 3.** Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ và các thành viên có tên chịu trách nhiệm
thi hành Quyết định này./.
""",
        recipients=["Như Điều 3;", "Lưu: VT, NC."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hồ Việt Thành"],
        expected={
            "number": "642/QĐ-UBND",
            "kind": "quyet-dinh",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2013-11-21",
            "issued_at": "An Giang",
            "subject": "Về việc thành lập Tổ kiểm tra công tác lưu trữ",
            "text_source": "ocr",
            "cites": ["01/2011/QH13", "412/TTr-SNV"],
        },
        options={
            "printer": "scanner",
            "askew": -0.6,
            "specks": 900,
            "shows": "a scan in black and white, askew and with specks",
        },
    ),
    Paper(
        file="ban-quet/88-KH-TU.tif",
        system="party",
        issuer=["TỈNH ỦY AN GIANG"],
        number="88-KH/TU",
        date="Long Xuyên, ngày 16 tháng 4 năm 2014",
        kind="KẾ HOẠCH",
        subject=["số hóa tài liệu lưu trữ của Đảng bộ tỉnh"],
        text="""
# I. MỤC ĐÍCH, YÊU CẦU

1. Giữ gìn lâu dài tài liệu của các cấp ủy, tổ chức đảng trong tỉnh; giúp cán bộ tra tìm nhanh, không phải lật
giở bản gốc.

2. Bản số phải đủ trang, đúng thứ tự, đọc được cả số, ký hiệu, ngày tháng và chữ ký.

# II. NỘI DUNG

1. Giai đoạn một, trong năm 2014: chỉnh lý, lập mục lục và số hóa các nghị quyết, chỉ thị của Ban Chấp hành.

%

2. Giai đoạn hai, từ năm 2015: số hóa báo cáo, tờ trình, biên bản của các ban đảng, huyện ủy, thị ủy.

# III. TỔ CHỨC THỰC HIỆN

Văn phòng Tỉnh ủy chủ trì, dự toán kinh phí và báo cáo kết quả vào tháng 12 hằng năm.
""",
        recipients=["Các huyện ủy, thị ủy, thành ủy,", "Lưu Văn phòng Tỉnh ủy."],
        signature=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Võ Thanh Đạm"],
        expected={
            "number": "88-KH/TU",
            "kind": "ke-hoach",
            "issuing_body": "tu-an-giang",
            "issued_on": "2014-04-16",
            "issued_at": "Long Xuyên",
            "subject": "số hóa tài liệu lưu trữ của Đảng bộ tỉnh",
            "text_source": "ocr",
            "format": "tiff",
        },
        options={"writer": "tiff", "askew": 0.4, "shows": "two pages in one TIFF file, CCITT group 4"},
    ),
    Paper(
        file="ban-quet/219-TB-UBND.jpg",
        system="state",
        issuer=_PEOPLE,
        number="219/TB-UBND",
        date="An Giang, ngày 05 tháng 8 năm 2015",
        kind="THÔNG BÁO",
        subject=["Về việc tạm ngưng phà Vàm Cống để sửa bến"],
        text="""
Căn cứ tình trạng bến phà bờ Long Xuyên, Ủy ban nhân dân tỉnh thông báo tạm ngưng phà Vàm Cống để sửa chữa
như sau:

1. Thời gian: từ 22 giờ ngày 15 đến 04 giờ ngày 16 tháng 8 năm 2015.

2. Trong thời gian trên, phương tiện đi theo phà An Hòa hoặc cầu Cần Thơ. Xe cứu thương được ưu tiên.

3. Sở Giao thông vận tải bố trí biển báo, cử người hướng dẫn tại các ngã ba đường dẫn xuống phà./.
""",
        recipients=["Sở Giao thông vận tải;", "Lưu: VT, KT."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Mai Quốc Bảo"],
        expected={
            "number": "219/TB-UBND",
            "kind": "thong-bao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2015-08-05",
            "issued_at": "An Giang",
            "subject": "Về việc tạm ngưng phà Vàm Cống để sửa bến",
            "text_source": "ocr",
            "format": "jpeg",
        },
        options={
            "writer": "photograph",
            "shows": "a page photographed with a telephone: unevenly lit, in perspective, lying on its side with a "
            "note in the file that it does",
        },
    ),
    Paper(
        file="ban-quet/23-GM-UBND.png",
        system="state",
        issuer=_PEOPLE,
        number="23/GM-UBND",
        date="An Giang, ngày 11 tháng 3 năm 2020",
        kind="GIẤY MỜI",
        subject=["Dự khai trương phòng đọc tài liệu lưu trữ"],
        to=["Giám đốc các sở, ban, ngành tỉnh"],
        text="""
Ủy ban nhân dân tỉnh trân trọng kính mời dự khai trương phòng đọc tài liệu lưu trữ.

Thời gian: 08 giờ 00, thứ sáu, ngày 20 tháng 3 năm 2020.

Địa điểm: Chi cục Văn thư - Lưu trữ, số 12 đường Tôn Đức Thắng, thành phố Long Xuyên./.
""",
        recipients=["Như trên;", "Lưu: VT."],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Mai Quốc Bảo"],
        expected={
            "number": "23/GM-UBND",
            "kind": "giay-moi",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2020-03-11",
            "issued_at": "An Giang",
            "subject": "Dự khai trương phòng đọc tài liệu lưu trữ",
            "text_source": "ocr",
            "format": "png",
        },
    ),
    Paper(
        file="ban-quet/318-UBND-NC.pdf",
        system="state",
        issuer=_PEOPLE,
        number="318/UBND-NC",
        date="An Giang, ngày 27 tháng 02 năm 2016",
        subject=["lập danh sách cử tri", "là người đi biển"],
        to=["Ủy ban nhân dân các huyện, thị xã, thành phố"],
        text="""
Để mọi cử tri đều được ghi tên vào danh sách, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Ủy ban nhân dân cấp xã rà soát người làm nghề biển, nghề sông nước thường xuyên vắng nhà; gặp gia đình để
biết ngày về.

2. Người vắng nhà được cấp giấy chứng nhận đi bỏ phiếu nơi khác ngay trong ngày đề nghị.

3. Báo cáo số liệu về Sở Nội vụ trước ngày 20 tháng 3 năm 2016./.
""",
        recipients=["Như trên;", "Lưu: VT, NC."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lâm Quang Nghị"],
        expected={
            "number": "318/UBND-NC",
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2016-02-27",
            "issued_at": "An Giang",
            "subject": "V/v lập danh sách cử tri là người đi biển",
            "text_source": "ocr",
        },
        options={
            "printer": "scanner",
            "misread": True,
            "shows": "a scan with an invisible text layer by a program that knows no Vietnamese: noise, to be read again",
        },
    ),
    Paper(
        file="ban-quet/140-BC-UBND.pdf",
        system="state",
        issuer=_PEOPLE,
        number="140/BC-UBND",
        date="An Giang, ngày 30 tháng 6 năm 2017",
        kind="BÁO CÁO",
        subject=["Công tác văn thư, lưu trữ sáu tháng đầu năm 2017"],
        text="""
Ủy ban nhân dân tỉnh báo cáo Bộ Nội vụ công tác văn thư, lưu trữ sáu tháng đầu năm 2017 như sau:

1. Các sở, ban, ngành đã tiếp nhận 48.215 văn bản, phát hành 31.940 văn bản; tỷ lệ lập hồ sơ công việc đạt 62%.

2. Kho lưu trữ lịch sử tỉnh quản lý 1.870 mét giá tài liệu.

%

Phần dưới đây là bản chụp của trang thứ hai, đã có chữ ký và dấu.

3. Khó khăn: kho chật, thiếu máy hút ẩm; cán bộ cấp xã phần lớn kiêm nhiệm.

4. Kiến nghị Bộ Nội vụ hướng dẫn thời hạn bảo quản tài liệu chuyên ngành./.
""",
        recipients=["Bộ Nội vụ;", "Lưu: VT, NC."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trịnh Hải Yến"],
        expected={
            "number": "140/BC-UBND",
            "kind": "bao-cao",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2017-06-30",
            "issued_at": "An Giang",
            "subject": "Công tác văn thư, lưu trữ sáu tháng đầu năm 2017",
            "text_source": "ocr",
        },
        options={"printer": "scanner", "typed": 1, "shows": "the first page has text, the second one is a scan"},
    ),
]
