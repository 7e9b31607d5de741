"""Papers of State bodies and of the Front. Texts and names are invented; numbers, dates and bodies are the usual ones."""

from ..paper import Paper

PAPERS = [
    Paper(
        file="30_2020_ND-CP.pdf",
        system="state",
        issuer=["CHÍNH PHỦ"],
        number="30/2020/NĐ-CP",
        date="Hà Nội, ngày 05 tháng 3 năm 2020",
        kind="NGHỊ ĐỊNH",
        subject=["Về công tác văn thư"],
        text="""
Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;

Căn cứ Luật Lưu trữ số 01/2011/QH13 ngày 11 tháng 11 năm 2011;

Theo đề nghị của Bộ trưởng Bộ Nội vụ;

Chính phủ ban hành Nghị định về công tác văn thư.

^ Chương I

^ QUY ĐỊNH CHUNG

**Điều 1. Phạm vi điều chỉnh**

Nghị định này nói về việc soạn thảo, ký, phát hành, tiếp nhận văn bản, lập hồ sơ và giữ con dấu trong
cơ quan, tổ chức.

**Điều 2. Đối tượng áp dụng**

1. Cơ quan nhà nước từ trung ương đến cấp xã.

2. Doanh nghiệp nhà nước và tổ chức khác có thể áp dụng những điều phù hợp.

**Điều 3. Giải thích từ ngữ**

1. Văn thư cơ quan là bộ phận giữ sổ, giữ dấu, đón và tiễn văn bản của cơ quan.

2. Số đến là số thứ tự ghi vào sổ khi văn bản tới nơi.

3. Hồ sơ là những văn bản về cùng một việc, xếp theo trình tự giải quyết.

^ Chương II

^ SOẠN THẢO VÀ KÝ VĂN BẢN

**Điều 4. Trách nhiệm của người soạn thảo**

Người soạn thảo bảo đảm câu chữ ngắn gọn, một nghĩa; dẫn văn bản khác thì ghi đủ số, ký hiệu, ngày và
cơ quan ban hành.

**Điều 5. Trách nhiệm của người ký**

1. Người ký đọc toàn văn trước khi ký và chịu trách nhiệm về nội dung.

2. Không ký bằng bút chì, mực đỏ hoặc mực dễ phai.

**Điều 6. Chữ ký số**

1. Văn bản điện tử có chữ ký số hợp lệ có giá trị như bản giấy đã đóng dấu.

2. Người giữ thiết bị ký số không giao thiết bị và mật khẩu cho người khác; mất thì báo ngay cho văn thư cơ
quan và cơ quan cấp chứng thư.

3. Bản giấy in từ văn bản điện tử ghi rõ ngày in, nơi in ở góc dưới trang cuối.

^ Chương III

^ QUẢN LÝ VĂN BẢN

**Điều 7. Văn bản đi**

Văn bản đi lấy số trong ngày ký, phát hành chậm nhất vào ngày làm việc kế tiếp; văn bản khẩn gửi ngay.

**Điều 8. Văn bản đến**

1. Văn bản đến được kiểm tra, đóng dấu "Đến", ghi sổ và trình trong ngày.

2. Người đứng đầu phân công giải quyết, ghi rõ thời hạn.

**Điều 9. Lập hồ sơ**

Mỗi công chức mở hồ sơ cho việc mình làm; cuối năm nộp lưu trữ cơ quan kèm mục lục văn bản, tài liệu.

^ Chương IV

^ QUẢN LÝ CON DẤU, THIẾT BỊ VÀ NGƯỜI LÀM VĂN THƯ

**Điều 10. Con dấu**

1. Dấu chỉ được đóng lên văn bản đã có chữ ký của người có thẩm quyền. Không đóng dấu trên giấy trắng, trên
bản chưa ghi số.

2. Dấu đóng rõ, ngay ngắn, trùm lên khoảng một phần ba chữ ký về phía bên trái.

3. Dấu giáp lai đóng vào khoảng giữa mép phải văn bản, mỗi dấu không quá năm tờ.

4. Người giữ dấu đi vắng thì bàn giao cho người được phân công bằng biên bản; hết giờ làm việc dấu được cất
trong tủ có khóa.

**Điều 11. Sổ sách và phần mềm**

1. Cơ quan mở sổ đăng ký văn bản đi, sổ đăng ký văn bản đến, sổ chuyển giao. Mẫu sổ do cơ quan tự in, đủ các
cột: số, ký hiệu; ngày tháng; nơi gửi hoặc nơi nhận; tên loại và trích yếu; người xử lý; ghi chú.

2. Nơi đã dùng phần mềm thì in sổ từ phần mềm vào ngày làm việc cuối năm, đóng quyển, ký, lưu.

3. Phần mềm phải tìm được văn bản theo số, ký hiệu, ngày, cơ quan ban hành, trích yếu và theo lời văn; phải
giữ nhật ký truy cập ít nhất mười năm.

**Điều 12. Sao văn bản**

1. Bản sao y ghi đủ hình thức sao, tên cơ quan sao, số, ký hiệu bản sao, ngày sao, chữ ký và dấu.

2. Trích sao chỉ chép phần cần dùng nhưng không làm sai nghĩa của cả văn bản.

3. Không sao văn bản có dấu chỉ mức độ mật khi chưa được người có thẩm quyền đồng ý.

**Điều 13. Văn bản khẩn**

1. Văn bản có dấu chỉ mức độ khẩn được đăng ký trước, chuyển trước, trả lời trước.

2. Ngoài giờ làm việc, người trực nhận văn bản khẩn gọi điện cho người có trách nhiệm trong vòng ba mươi phút
và ghi giờ gọi vào sổ trực.

**Điều 14. Người làm văn thư**

1. Mỗi cơ quan có ít nhất một người làm văn thư được đào tạo nghiệp vụ; đơn vị có trên một trăm người bố trí
từ hai người.

2. Khi thôi việc hoặc chuyển công tác, người làm văn thư bàn giao đủ sổ, dấu, hồ sơ, mật khẩu; có biên bản ba
bên: người giao, người nhận, người chứng kiến.

3. Người làm văn thư được hưởng phụ cấp độc hại khi trực tiếp xử lý tài liệu nấm mốc.

**Điều 15. Thời hạn giải quyết**

| Loại văn bản đến | Trình người có thẩm quyền | Giải quyết xong
| Hỏa tốc | ngay khi nhận | theo giờ ghi trên bì
| Thượng khẩn, khẩn | trong 2 giờ | trong ngày làm việc
| Đơn thư của công dân | trong ngày | 10 ngày làm việc
| Văn bản thường | trong ngày | 7 ngày làm việc

^ Chương V

^ KIỂM TRA, KHEN THƯỞNG, XỬ LÝ VI PHẠM

**Điều 16. Kiểm tra**

Cơ quan cấp trên kiểm tra công tác văn thư của cấp dưới ít nhất hai năm một lần; kết quả kiểm tra được thông
báo bằng văn bản trong mười ngày làm việc.

**Điều 17. Khen thưởng, xử lý vi phạm**

1. Cơ quan, cá nhân làm tốt được khen thưởng theo quy định về thi đua, khen thưởng.

2. Người làm mất văn bản, đóng dấu sai, sửa số văn bản thì tùy mức độ mà bị xử lý kỷ luật, bồi thường hoặc
xử lý theo pháp luật.

^ Chương VI

^ ĐIỀU KHOẢN THI HÀNH

**Điều 18. Hiệu lực thi hành**

1. Nghị định này có hiệu lực thi hành từ ngày ký.

2. Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 hết hiệu lực kể từ ngày Nghị định này có hiệu
lực.

**Điều 19. Trách nhiệm thi hành**

Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung
ương chịu trách nhiệm thi hành Nghị định này./.
""",
        recipients=["Các bộ, cơ quan ngang bộ;", "HĐND, UBND các tỉnh, thành phố;", "Lưu: VT, TCCV (3b)."],
        signature=["TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Phan Khải Tường"],
        expected={
            "effective_from": "2020-03-05",
            "relations": ["ends 110/2004/NĐ-CP"],
            "number": "30/2020/NĐ-CP",
            "kind": "nghi-dinh",
            "issuing_body": "cp",
            "issued_on": "2020-03-05",
            "issued_at": "Hà Nội",
            "subject": "Về công tác văn thư",
            "cites": ["01/2011/QH13", "110/2004/NĐ-CP"],
        },
        options={"printer": "office", "shows": "chapters and articles over several pages; citations with year and date"},
    ),
    Paper(
        file="2021/QD-238-UBND-chi-tieu-KTXH.docx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="238/QĐ-UBND",
        date="An Giang, ngày 02 tháng 02 năm 2021",
        kind="QUYẾT ĐỊNH",
        subject=["Về việc giao chỉ tiêu kế hoạch phát triển kinh tế - xã hội năm 2021"],
        tone="second",
        text="""
^ ỦY BAN NHÂN DÂN TỈNH AN GIANG

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

Căn cứ Nghị quyết số 22/NQ-HĐND ngày 04 tháng 12 năm 2020 của Hội đồng nhân dân tỉnh về kế hoạch phát
triển kinh tế - xã hội năm 2021;

Xét đề nghị của Giám đốc Sở Kế hoạch và Đầu tư tại Tờ trình số 35/TTr-SKHĐT ngày 22 tháng 01 năm 2021,

^ QUYẾT ĐỊNH:

**Điều 1.** Giao chỉ tiêu kế hoạch phát triển kinh tế - xã hội năm 2021 cho các sở, ban, ngành và Ủy
ban nhân dân huyện, thị xã, thành phố như sau:

| STT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2021
| 1 | Tốc độ tăng trưởng kinh tế | % | 5,2
| 2 | Thu ngân sách trên địa bàn | tỷ đồng | 6.540
| 3 | Hộ gia đình có nước sạch | % | 92
| 4 | Giải quyết việc làm | người | 30.000
| 5 | Xã được công nhận nông thôn mới | xã | 6

**Điều 2.** Thủ trưởng các đơn vị được giao chỉ tiêu cụ thể hóa thành kế hoạch từng quý; trường hợp
hoàn cảnh thay đổi do dịch bệnh, thiên tai thì báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng cuối
quý. Sở Nông nghiệp và Phát triển nông thôn bảo đảm công tác thủy lợi phục vụ sản xuất.

**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký.

**Điều 4.** Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các sở, Thủ trưởng các ban, ngành và Chủ
tịch Ủy ban nhân dân huyện, thị xã, thành phố chịu trách nhiệm thi hành Quyết định này./.
""",
        recipients=["Như Điều 4;", "TT. Tỉnh ủy, HĐND tỉnh;", "Lưu: VT, KTTH."],
        signature=["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Khuyến Hòa"],
        expected={
            "effective_from": "2021-02-02",
            "number": "238/QĐ-UBND",
            "kind": "quyet-dinh",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2021-02-02",
            "issued_at": "An Giang",
            "subject": "Về việc giao chỉ tiêu kế hoạch phát triển kinh tế - xã hội năm 2021",
            "cites": ["22/NQ-HĐND", "35/TTr-SKHĐT"],
        },
        options={"shows": "tone marks on the second vowel in heading, text and table; `QUYẾT ĐỊNH:` twice"},
    ),
    Paper(
        file="cong-van/1234-UBND-VX.pdf",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="1234/UBND-VX",
        date="An Giang, ngày 20 tháng 5 năm 2021",
        subject=["tăng cường phòng, chống", "dịch COVID - 19 trên địa bàn tỉnh"],
        to=["Các sở, ban, ngành tỉnh", "Ủy ban nhân dân huyện, thị xã, thành phố"],
        text="""
Thực hiện Chỉ thị số 12/CT-TTg ngày 08 tháng 5 năm 2021 của Thủ tướng Chính phủ; trước tình hình dịch
COVID - 19 diễn biến phức tạp tại các tỉnh giáp biên giới, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Các sở, ban, ngành, địa phương rà soát phương án, bảo đảm vật tư, nhân lực cho 15 ngày; không để bị
động khi có ca bệnh trong cộng đồng.

2. Sở Y tế bố trí thêm điểm lấy mẫu tại cửa khẩu Tịnh Biên, Vĩnh Xương; trả kết quả trong vòng 24 giờ.

3. Bộ Chỉ huy Bộ đội Biên phòng tỉnh duy trì các tổ chốt trên tuyến biên giới, kể cả ban đêm và ngày
nghỉ.

4. Ủy ban nhân dân cấp huyện vận động người dân hạn chế tụ tập; hỗ trợ lương thực cho hộ gặp khó khăn
trong khu vực cách ly.

5. Báo An Giang, Đài Phát thanh - Truyền hình An Giang đưa tin chính xác, không gây hoang mang; nắm bắt
dư luận xã hội để kịp thời điều chỉnh biện pháp.

Yêu cầu Thủ trưởng các đơn vị triển khai thực hiện nghiêm túc, báo cáo khi có việc đột xuất./.
""",
        recipients=["Như trên;", "TT. UBND tỉnh;", "Lưu: VT, VX."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Khương Thục"],
        expected={
            "number": "1234/UBND-VX",
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2021-05-20",
            "issued_at": "An Giang",
            "subject": "V/v tăng cường phòng, chống dịch COVID - 19 trên địa bàn tỉnh",
            "cites": ["12/CT-TTg"],
        },
        options={"printer": "office", "shows": "a công văn: no kind in the heading, V/v under the number, Kính gửi"},
    ),
    Paper(
        file="cong-van/CV 1234 UBND VX 2022.docx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="1234/UBND-VX",
        date="An Giang, ngày 01 tháng 6 năm 2022",
        subject=["hỗ trợ người lao động", "trở lại thị trường lao động"],
        to=["Sở Lao động - Thương binh và Xã hội"],
        text="""
Ủy ban nhân dân tỉnh nhận được Tờ trình số 96/TTr-SLĐTBXH ngày 24 tháng 5 năm 2022 của Sở Lao động -
Thương binh và Xã hội về hỗ trợ tiền thuê nhà cho người lao động. Chủ tịch Ủy ban nhân dân tỉnh có ý
kiến như sau:

1. Thống nhất hỗ trợ người lao động quay trở lại làm việc tại doanh nghiệp trong khu công nghiệp Bình
Hòa, Bình Long; thời gian hỗ trợ không quá ba tháng.

2. Sở chủ trì, phối hợp Ban Quản lý khu kinh tế, Bảo hiểm xã hội tỉnh lập danh sách, niêm yết công khai
tại doanh nghiệp năm ngày trước khi chi trả.

3. Sở Tài chính cân đối nguồn, hướng dẫn thủ tục gọn, không yêu cầu người lao động nộp thêm giấy tờ đã
có trong cơ sở dữ liệu.

4. Kết quả thực hiện báo cáo Ủy ban nhân dân tỉnh trước ngày 30 hằng tháng./.
""",
        recipients=["Như trên;", "Sở Tài chính, BHXH tỉnh;", "Lưu: VT, VX."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Khương Thục"],
        expected={
            "number": "1234/UBND-VX",
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2022-06-01",
            "issued_at": "An Giang",
            "subject": "V/v hỗ trợ người lao động trở lại thị trường lao động",
            "cites": ["96/TTr-SLĐTBXH"],
        },
        options={"shows": "the number of another công văn of the same body a year earlier"},
    ),
    Paper(
        file="cong-van/du-thao-ubnd-vx.docx",
        system="state",
        issuer=["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG"],
        number="      /UBND-VX",
        date="An Giang, ngày      tháng 6 năm 2022",
        subject=["chuẩn bị khai giảng", "năm học 2022 - 2023"],
        to=["Sở Giáo dục và Đào tạo"],
        mark="DỰ THẢO",
        text="""
Để chuẩn bị tốt cho năm học 2022 - 2023, Ủy ban nhân dân tỉnh giao Sở Giáo dục và Đào tạo:

1. Rà soát phòng học, nhà vệ sinh, nước uống; sửa chữa xong trước ngày 20 tháng 8.

2. Bố trí đủ giáo viên lớp 3, lớp 7, lớp 10 dạy chương trình mới; báo cáo nơi còn thiếu.

3. Bảo đảm sách giáo khoa đến tay học sinh vùng sâu, vùng đồng bào dân tộc Khmer trước ngày tựu trường.

4. Tổ chức khai giảng gọn, vui, không kéo dài quá 45 phút./.
""",
        recipients=["Như trên;", "Lưu: VT, VX."],
        signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Khương Thục"],
        expected={
            "kind": "cong-van",
            "issuing_body": "ubnd-an-giang",
            "issued_on": "2022-06",
            "issued_at": "An Giang",
            "subject": "V/v chuẩn bị khai giảng năm học 2022 - 2023",
        },
        options={"shows": "a draft: no serial, so no number; the date is known to the month only"},
    ),
    Paper(
        file="2021/35-NQ-HDND.pdf",
        system="state",
        issuer=["HỘI ĐỒNG NHÂN DÂN", "TỈNH AN GIANG"],
        number="35/NQ-HĐND",
        date="An Giang, ngày 08 tháng 12 năm 2021",
        kind="NGHỊ QUYẾT",
        subject=["Về dự toán ngân sách địa phương và phương án phân bổ", "ngân sách cấp tỉnh năm 2022"],
        text="""
^ HỘI ĐỒNG NHÂN DÂN TỈNH AN GIANG

^ KHÓA X, KỲ HỌP THỨ 5

Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015;

Căn cứ Nghị định số 163/2016/NĐ-CP ngày 21 tháng 12 năm 2016 của Chính phủ;

Xét Tờ trình số 812/TTr-UBND ngày 19 tháng 11 năm 2021 của Ủy ban nhân dân tỉnh; báo cáo thẩm tra của
Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu tại kỳ họp,

^ QUYẾT NGHỊ:

**Điều 1.** Quyết định dự toán ngân sách địa phương năm 2022:

| Nội dung | Số tiền (triệu đồng)
| Tổng thu ngân sách nhà nước trên địa bàn | 6.720.000
| Tổng chi ngân sách địa phương | 16.415.000
| Trong đó: chi đầu tư phát triển | 5.108.000
| Chi sự nghiệp giáo dục, đào tạo và dạy nghề | 4.265.000
| Dự phòng ngân sách | 312.000

**Điều 2.** Phương án phân bổ ngân sách cấp tỉnh ưu tiên cho y tế cơ sở, giao thông liên vùng, công tác
thủy lợi, an sinh xã hội và phục hồi kinh tế - xã hội sau dịch COVID - 19.

**Điều 3.** Giao Ủy ban nhân dân tỉnh tổ chức thực hiện; Thường trực, các Ban, các Tổ đại biểu và đại
biểu Hội đồng nhân dân tỉnh giám sát.

Nghị quyết này đã được Hội đồng nhân dân tỉnh An Giang khóa X, kỳ họp thứ 5 thông qua ngày 08 tháng 12
năm 2021 và có hiệu lực kể từ ngày thông qua./.
""",
        recipients=["Ủy ban Thường vụ Quốc hội;", "Đại biểu HĐND tỉnh;", "Lưu: VT."],
        signature=["CHỦ TỊCH", "Lý Khương Nguyên"],
        expected={
            "effective_from": "2021-12-08",
            "number": "35/NQ-HĐND",
            "kind": "nghi-quyet",
            "issuing_body": "hdnd-an-giang",
            "issued_on": "2021-12-08",
            "issued_at": "An Giang",
            "subject": "Về dự toán ngân sách địa phương và phương án phân bổ ngân sách cấp tỉnh năm 2022",
            "cites": ["163/2016/NĐ-CP", "812/TTr-UBND"],
        },
        options={"printer": "browser", "shows": "PDF by a browser; `QUYẾT NGHỊ:` and a second date in the last sentence"},
    ),
    Paper(
        file="01_2021_TT-BNV.pdf",
        system="state",
        issuer=["BỘ NỘI VỤ"],
        number="01/2021/TT-BNV",
        date="Hà Nội, ngày 11 tháng 5 năm 2021",
        kind="THÔNG TƯ",
        subject=["Hướng dẫn lập mục lục hồ sơ và nộp lưu tài liệu điện tử"],
        text="""
Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;

Theo đề nghị của Cục trưởng Cục Văn thư và Lưu trữ nhà nước;

Bộ trưởng Bộ Nội vụ ban hành Thông tư hướng dẫn lập mục lục hồ sơ và nộp lưu tài liệu điện tử.

**Điều 1. Phạm vi điều chỉnh, đối tượng áp dụng**

Thông tư này áp dụng đối với cơ quan, tổ chức thuộc nguồn nộp lưu vào Lưu trữ lịch sử.

**Điều 2. Mục lục hồ sơ**

1. Mỗi hồ sơ một dòng, gồm số thứ tự, tiêu đề, thời gian bắt đầu, thời gian kết thúc, số tờ, ghi chú.

2. Tiêu đề hồ sơ nêu được việc, nơi, thời gian; không viết tắt những chữ không thông dụng.

**Điều 3. Nộp lưu tài liệu điện tử**

1. Tệp tin được nộp kèm bảng kê có giá trị băm để đối chiếu.

2. Bên nhận kiểm tra từng tệp tin, lập biên bản, trả lại những tệp tin không đọc được.

3. Không chuyển đổi định dạng khi chưa có ý kiến của bên nhận.

**Điều 4. Hiệu lực thi hành**

Thông tư này có hiệu lực từ ngày 01 tháng 7 năm 2021. Quá trình thực hiện có khó khăn, các cơ quan phản
ánh về Bộ Nội vụ để xem xét, giải quyết./.
""",
        recipients=["Các bộ, cơ quan ngang bộ;", "UBND các tỉnh, thành phố;", "Lưu: VT, Cục VTLTNN."],
        signature=["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Trịnh Khuê Phong"],
        expected={
            "effective_from": "2021-07-01",
            "number": "01/2021/TT-BNV",
            "kind": "thong-tu",
            "issuing_body": "bnv",
            "issued_on": "2021-05-11",
            "issued_at": "Hà Nội",
            "subject": "Hướng dẫn lập mục lục hồ sơ và nộp lưu tài liệu điện tử",
            "cites": ["30/2020/NĐ-CP"],
        },
        options={"printer": "office", "shows": "the heading is a real table of two columns in a PDF"},
    ),
    Paper(
        file="15_2020_TTLT-BTP-BNV.docx",
        system="state",
        issuer=["BỘ TƯ PHÁP - BỘ NỘI VỤ"],
        number="15/2020/TTLT-BTP-BNV",
        date="Hà Nội, ngày 23 tháng 12 năm 2020",
        kind="THÔNG TƯ LIÊN TỊCH",
        subject=["Hướng dẫn chức năng, nhiệm vụ, cơ cấu tổ chức của Phòng Tư pháp", "thuộc Ủy ban nhân dân cấp huyện"],
        text="""
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

Căn cứ Nghị định số 108/2020/NĐ-CP ngày 14 tháng 9 năm 2020 của Chính phủ;

Bộ trưởng Bộ Tư pháp và Bộ trưởng Bộ Nội vụ ban hành Thông tư liên tịch này.

**Điều 1. Vị trí, chức năng**

Phòng Tư pháp giúp Ủy ban nhân dân cấp huyện trong công tác xây dựng, kiểm tra văn bản; phổ biến pháp
luật; hộ tịch; chứng thực; hòa giải ở cơ sở.

**Điều 2. Nhiệm vụ**

1. Trình kế hoạch công tác năm; báo cáo định kỳ và đột xuất.

2. Thẩm định dự thảo văn bản trước khi Ủy ban nhân dân cấp huyện ban hành.

3. Bồi dưỡng nghiệp vụ cho công chức tư pháp - hộ tịch và hòa giải viên.

**Điều 3. Biên chế**

Biên chế do Ủy ban nhân dân cấp huyện giao trong tổng số được cấp có thẩm quyền phê duyệt; ít nhất ba
công chức chuyên trách.

**Điều 4. Hiệu lực**

Thông tư liên tịch này có hiệu lực từ ngày 15 tháng 02 năm 2021./.
""",
        recipients=["Sở Tư pháp, Sở Nội vụ các tỉnh, thành phố;", "Công báo;", "Lưu: VT (BTP, BNV)."],
        signature=["KT. BỘ TRƯỞNG BỘ TƯ PHÁP", "THỨ TRƯỞNG", "Mai Khiết Lương"],
        expected={
            "effective_from": "2021-02-15",
            "number": "15/2020/TTLT-BTP-BNV",
            "kind": "thong-tu-lien-tich",
            "issuing_body": "btp",
            "issued_on": "2020-12-23",
            "issued_at": "Hà Nội",
            "subject": "Hướng dẫn chức năng, nhiệm vụ, cơ cấu tổ chức của Phòng Tư pháp thuộc Ủy ban nhân dân cấp huyện",
            "cites": ["108/2020/NĐ-CP"],
        },
        options={"shows": "two ministries on one line; the leading one gives the number and is the body"},
    ),
    Paper(
        file="Luat-33-2024-QH15.html",
        system="state",
        issuer=["QUỐC HỘI"],
        number="33/2024/QH15",
        number_label="Luật số: ",
        date="",
        kind="LUẬT",
        subject=["LƯU TRỮ"],
        text="""
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;

Quốc hội ban hành Luật Lưu trữ.

^ Chương I

^ NHỮNG QUY ĐỊNH CHUNG

**Điều 1. Phạm vi điều chỉnh**

Luật này nói về quản lý tài liệu lưu trữ, nghiệp vụ lưu trữ, tài liệu lưu trữ có giá trị đặc biệt, lưu
trữ tư và hoạt động dịch vụ lưu trữ.

**Điều 2. Giải thích từ ngữ**

1. Tài liệu lưu trữ là tài liệu có giá trị được giữ lại để dùng lâu dài.

2. Phông lưu trữ là toàn bộ tài liệu lưu trữ hình thành từ hoạt động của một cơ quan hoặc một người.

**Điều 3. Nguyên tắc**

Tài liệu được giữ nguyên vẹn, dễ tìm, dễ đọc; ai có nhu cầu chính đáng đều được tiếp cận theo pháp luật.

^ (Phần trích; lược các chương II đến VII)

^ Chương VIII

^ ĐIỀU KHOẢN THI HÀNH

**Điều 64. Hiệu lực thi hành**

1. Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2025.

2. Luật Lưu trữ số 01/2011/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.

Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 7 thông qua ngày 21
tháng 6 năm 2024.
""",
        signature=["CHỦ TỊCH QUỐC HỘI", "Tạ Khang Thuần"],
        expected={
            "effective_from": "2025-07-01",
            "relations": ["ends 01/2011/QH13"],
            "number": "33/2024/QH15",
            "kind": "luat",
            "issuing_body": "qh",
            "issued_on": "2024-06-21",
            "subject": "LƯU TRỮ",
            "cites": ["01/2011/QH13"],
        },
        options={"portal": "Thư viện văn bản", "shows": "no date line: the date is in the closing sentence; `Luật số:`"},
    ),
    Paper(
        file="207-QD-MTTW-BTT.docx",
        system="mass",
        issuer=["ỦY BAN TRUNG ƯƠNG", "MẶT TRẬN TỔ QUỐC VIỆT NAM", "BAN THƯỜNG TRỰC"],
        number="207/QĐ-MTTW-BTT",
        date="Hà Nội, ngày      tháng 9 năm 2025",
        kind="QUY ĐỊNH",
        subject=["Về thể thức văn bản của Mặt trận Tổ quốc Việt Nam"],
        text="""
Căn cứ Điều lệ Mặt trận Tổ quốc Việt Nam;

Căn cứ Quy chế làm việc của Ban Thường trực,

Ban Thường trực Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam quy định:

**Điều 1.** Văn bản của Mặt trận có Quốc hiệu, tên cơ quan ban hành, số và ký hiệu, địa danh và ngày,
tên loại, trích yếu, nội dung, chữ ký, dấu, nơi nhận.

**Điều 2.** Số văn bản đánh riêng cho từng tên loại, bắt đầu lại vào ngày 01 tháng 01 hằng năm.

**Điều 3.** Văn bản điện tử trình bày trên khổ A4, phông chữ Unicode, cỡ chữ 13 đến 14.

**Điều 4.** Văn phòng giúp Ban Thường trực hướng dẫn, kiểm tra việc thực hiện ở các cấp, các tổ chức
thành viên./.
""",
        recipients=["Ủy ban MTTQ Việt Nam các tỉnh, thành phố;", "Các tổ chức thành viên;", "Lưu: VT."],
        signature=["TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH", "Hà Khuông Diệu"],
        expected={
            "number": "207/QĐ-MTTW-BTT",
            "kind": "quy-dinh",
            "issuing_body": "mttqtw",
            "issued_on": "2025-09",
            "issued_at": "Hà Nội",
            "subject": "Về thể thức văn bản của Mặt trận Tổ quốc Việt Nam",
        },
        options={"shows": "the Front: State heading, system `mass`; three lines of issuer; the day left blank"},
    ),
    Paper(
        file="12_CT-TTg.pdf",
        system="state",
        issuer=["THỦ TƯỚNG CHÍNH PHỦ"],
        number="12/CT-TTg",
        date="Hà Nội, ngày 08 tháng 5 năm 2021",
        kind="CHỈ THỊ",
        subject=["Về tăng cường các biện pháp phòng, chống dịch COVID - 19"],
        text="""
Những ngày qua, dịch COVID - 19 xuất hiện nhiều ổ dịch với các nguồn lây khác nhau. Để kiểm soát tình
hình, giữ vững phát triển kinh tế - xã hội, Thủ tướng Chính phủ yêu cầu:

1. Các bộ, địa phương không chủ quan, cũng không hốt hoảng; người đứng đầu trực tiếp chỉ đạo, chịu trách
nhiệm trước Thủ tướng Chính phủ.

2. Bộ Y tế nâng công suất xét nghiệm, đẩy nhanh tiêm chủng, hướng dẫn cách ly phù hợp từng vùng.

3. Bộ Quốc phòng, Bộ Công an tăng cường kiểm soát biên giới, xử lý nghiêm việc tổ chức nhập cảnh trái
phép.

4. Bộ Công Thương bảo đảm lưu thông hàng hóa; không để găm hàng, tăng giá.

5. Bộ Thông tin và Truyền thông chỉ đạo cung cấp thông tin kịp thời, tạo đồng thuận trong dư luận xã
hội; xử lý tin giả.

Thủ tướng Chính phủ yêu cầu các đồng chí Bộ trưởng, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố nghiêm
túc triển khai thực hiện Chỉ thị này./.
""",
        recipients=["Ban Bí thư Trung ương Đảng;", "Các bộ, cơ quan ngang bộ;", "Lưu: VT, KGVX (2b)."],
        signature=["THỦ TƯỚNG", "Phan Khải Tường"],
        expected={
            "number": "12/CT-TTg",
            "kind": "chi-thi",
            "issuing_body": "ttg",
            "issued_on": "2021-05-08",
            "issued_at": "Hà Nội",
            "subject": "Về tăng cường các biện pháp phòng, chống dịch COVID - 19",
        },
        options={"printer": "browser", "shows": "chỉ thị 12 of the Prime Minister"},
    ),
    Paper(
        file="QD-238-TTg.html",
        system="state",
        issuer=["THỦ TƯỚNG CHÍNH PHỦ"],
        number="238/QĐ-TTg",
        date="Hà Nội, ngày 13 tháng 02 năm 2020",
        kind="QUYẾT ĐỊNH",
        subject=["Phê duyệt Chiến lược phát triển dịch vụ bưu chính đến năm 2025"],
        text="""
^ THỦ TƯỚNG CHÍNH PHỦ

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;

Căn cứ Luật Bưu chính ngày 17 tháng 6 năm 2010;

Theo đề nghị của Bộ trưởng Bộ Thông tin và Truyền thông,

^ QUYẾT ĐỊNH:

**Điều 1.** Phê duyệt Chiến lược phát triển dịch vụ bưu chính đến năm 2025 với những nội dung chính:

1. Mỗi xã có ít nhất một điểm phục vụ có người; thư và báo đến xã trong ngày.

2. Mạng bưu chính trở thành hạ tầng cho thương mại điện tử và dịch vụ công tại nhà.

**Điều 2.** Bộ Thông tin và Truyền thông chủ trì, phối hợp với các địa phương tổ chức thực hiện, hằng năm
báo cáo Thủ tướng Chính phủ.

**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký ban hành./.
""",
        recipients=["Các bộ, cơ quan ngang bộ;", "Lưu: VT, KGVX."],
        signature=["KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "Quách Khoa Viễn"],
        expected={
            "effective_from": "2020-02-13",
            "number": "238/QĐ-TTg",
            "kind": "quyet-dinh",
            "issuing_body": "ttg",
            "issued_on": "2020-02-13",
            "issued_at": "Hà Nội",
            "subject": "Phê duyệt Chiến lược phát triển dịch vụ bưu chính đến năm 2025",
        },
        options={"shows": "the third serial 238: a query for the bare number has three answers"},
    ),
]
