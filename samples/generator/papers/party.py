"""Papers of Party bodies. Texts and names are invented; numbers, dates and bodies are the usual ones."""

from ..paper import Paper

PAPERS = [
    Paper(
        file="2020/Đề án 07-ĐA-TU.pdf",
        system="party",
        issuer=["TỈNH ỦY AN GIANG"],
        number="07-ĐA/TU",
        date="Long Xuyên, ngày 12 tháng 8 năm 2020",
        kind="ĐỀ ÁN",
        subject=[
            "nắm bắt, định hướng dư luận xã hội trên địa bàn tỉnh",
            "giai đoạn 2020 - 2025",
        ],
        text="""
^ Phần thứ nhất

^ SỰ CẦN THIẾT VÀ CĂN CỨ XÂY DỰNG ĐỀ ÁN

# I. Sự cần thiết

Dư luận xã hội là tiếng nói chung của các tầng lớp nhân dân trước những việc có liên quan đến đời
sống hằng ngày. Lắng nghe dư luận xã hội kịp thời, đầy đủ giúp cấp ủy nhìn rõ chỗ được, chỗ chưa
được của từng chủ trương ngay khi đang tổ chức thực hiện.

Những năm qua, công tác nắm bắt dư luận xã hội của tỉnh đã có nền nếp. Mạng lưới cộng tác viên được
thành lập ở 11 huyện, thị xã, thành phố; chế độ giao ban hằng tháng được giữ vững. Tuy nhiên, thông
tin từ cơ sở có lúc đến chậm, báo cáo còn nặng về liệt kê, ít dự báo; việc phản hồi cho người dân
biết kết quả giải quyết kiến nghị chưa thành thói quen.

Từ tình hình đó, việc ban hành Đề án là cần thiết, góp phần giữ vững ổn định để phát triển
kinh tế - xã hội, bảo đảm quốc phòng, an ninh của tỉnh biên giới đầu nguồn sông Cửu Long.

# II. Căn cứ

- Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị về tăng cường bảo vệ nền tảng tư tưởng
của Đảng.

- Nghị quyết Đại hội đại biểu Đảng bộ tỉnh; chương trình làm việc toàn khóa của Ban Chấp hành Đảng
bộ tỉnh.

- Kết luận của Thường trực Tỉnh ủy tại phiên họp tháng 7 năm 2020.

^ Phần thứ hai

^ MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP

# I. Mục tiêu

**1. Mục tiêu chung.** Nâng cao chất lượng nắm bắt, phân tích, dự báo và định hướng dư luận xã hội;
biến dư luận tích cực thành sự đồng thuận, sớm phát hiện và tháo gỡ những bức xúc ngay từ cơ sở.

**2. Mục tiêu cụ thể đến năm 2025.**

| Chỉ tiêu | Năm 2020 | Năm 2025
| Xã, phường, thị trấn có cộng tác viên dư luận xã hội | 62% | 100%
| Cộng tác viên được bồi dưỡng nghiệp vụ hằng năm | 40% | 95%
| Kiến nghị chính đáng được trả lời trong 15 ngày | 55% | 90%

# II. Nhiệm vụ và giải pháp

1. Cấp ủy các cấp xác định nắm bắt dư luận xã hội là việc thường xuyên; người đứng đầu trực tiếp nghe
báo cáo ít nhất mỗi tháng một lần và chịu trách nhiệm về việc trả lời nhân dân.

2. Kiện toàn mạng lưới cộng tác viên, chọn người gần dân, nói được, viết được; mỗi ấp, khóm có ít
nhất một cộng tác viên. Ban Tuyên giáo Tỉnh ủy biên soạn sổ tay nghiệp vụ.

3. Đổi mới cách làm báo cáo: ngắn, có số liệu, nêu rõ nguồn, có dự báo và kiến nghị. Báo cáo nhanh
được gửi trong ngày đối với việc đột xuất, phức tạp.

4. Tổ chức điều tra xã hội học hai lần mỗi năm về những vấn đề người dân quan tâm: giá nông sản, đất
đai, môi trường, việc làm, giáo dục, y tế.

5. Chủ động cung cấp thông tin chính thống cho báo chí và trên mạng xã hội; bảo vệ nền tảng tư tưởng
của Đảng, đấu tranh phản bác những thông tin sai trái, bịa đặt.

^ Phần thứ ba

^ TỔ CHỨC THỰC HIỆN

1. Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy theo dõi, đôn đốc; sơ kết vào cuối
năm 2022, tổng kết vào quý III năm 2025.

2. Đảng đoàn Hội đồng nhân dân tỉnh, Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo việc bố trí kinh
phí và trả lời kiến nghị thuộc thẩm quyền.

3. Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc xây dựng kế hoạch thực hiện trước ngày
30/9/2020 và báo cáo định kỳ sáu tháng, một năm.

Đề án này được phổ biến đến chi bộ.
""",
        recipients=[
            "Ban Tuyên giáo Trung ương (để báo cáo),",
            "Các đồng chí Tỉnh ủy viên,",
            "Các đảng bộ trực thuộc Tỉnh ủy,",
            "Lưu Văn phòng Tỉnh ủy.",
        ],
        signature=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thiện Khuê"],
        expected={
            "number": "07-ĐA/TU",
            "kind": "de-an",
            "issuing_body": "tu-an-giang",
            "issued_on": "2020-08-12",
            "issued_at": "Long Xuyên",
            "subject": "nắm bắt, định hướng dư luận xã hội trên địa bàn tỉnh giai đoạn 2020 - 2025",
            "cites": ["35-NQ/TW"],
        },
        options={"printer": "office", "shows": "a Party paper in three parts with a table; citation in Party style"},
    ),
    Paper(
        file="2020/238-QĐ-TW.docx",
        system="party",
        issuer=["BAN CHẤP HÀNH TRUNG ƯƠNG"],
        number="238\u2011QĐ/TW",
        date="Hà Nội, ngày 30 tháng 9 năm 2020",
        kind="QUYẾT ĐỊNH",
        subject=[
            "ban hành Quy chế phối hợp giữa ban tuyên giáo các cấp",
            "với cơ quan nhà nước cùng cấp",
        ],
        text="""
- Căn cứ Điều lệ Đảng;

- Căn cứ Quy chế làm việc của Ban Chấp hành Trung ương, Bộ Chính trị, Ban Bí thư khóa XII;

- Xét đề nghị của Ban Tuyên giáo Trung ương,

^ BAN BÍ THƯ QUYẾT ĐỊNH

**Điều 1.** Ban hành kèm theo Quyết định này Quy chế phối hợp giữa ban tuyên giáo các cấp với cơ
quan nhà nước cùng cấp trong công tác tư tưởng.

**Điều 2.** Các tỉnh ủy, thành ủy, các ban đảng, ban cán sự đảng, đảng đoàn căn cứ Quy chế này xây
dựng quy chế phối hợp của địa phương, cơ quan mình trước ngày 31/12/2020.

**Điều 3.** Ban Tuyên giáo Trung ương chủ trì, hướng dẫn, đôn đốc, hằng năm báo cáo Ban Bí thư kết
quả thực hiện.

**Điều 4.** Quyết định này có hiệu lực từ ngày ký.
""",
        annex="""
^ QUY CHẾ

^ phối hợp giữa ban tuyên giáo các cấp với cơ quan nhà nước cùng cấp

^ (Kèm theo Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư)

^ Chương I

^ QUY ĐỊNH CHUNG

**Điều 1. Phạm vi điều chỉnh**

Quy chế này nêu nguyên tắc, nội dung, cách thức phối hợp giữa ban tuyên giáo và cơ quan nhà nước
cùng cấp trong việc cung cấp thông tin, định hướng tuyên truyền và nắm bắt dư luận xã hội.

**Điều 2. Nguyên tắc phối hợp**

1. Đúng chức năng, nhiệm vụ của mỗi bên; không làm thay, không đùn đẩy.

2. Chủ động, kịp thời, nói thẳng, nói đúng; giữ kỷ luật phát ngôn.

3. Việc khẩn thì trao đổi trực tiếp, sau đó có văn bản xác nhận.

^ Chương II

^ NỘI DUNG PHỐI HỢP

**Điều 3. Cung cấp thông tin**

Trước khi ban hành chính sách tác động đến đông đảo nhân dân, cơ quan nhà nước thông báo cho ban
tuyên giáo cùng cấp ít nhất năm ngày làm việc để chuẩn bị nội dung tuyên truyền.

**Điều 4. Định hướng tuyên truyền**

Ban tuyên giáo chủ trì giao ban báo chí hằng tuần; cơ quan nhà nước cử người có thẩm quyền dự và
trả lời những vấn đề báo chí nêu.

**Điều 5. Nắm bắt và phản hồi dư luận xã hội**

1. Hai bên trao đổi báo cáo dư luận xã hội trước ngày 20 hằng tháng.

2. Kiến nghị của nhân dân thuộc trách nhiệm của cơ quan nào thì cơ quan đó trả lời, đồng thời gửi
kết quả cho ban tuyên giáo để tuyên truyền.

^ Chương III

^ ĐIỀU KHOẢN THI HÀNH

**Điều 6. Chế độ họp**

Lãnh đạo hai bên họp sáu tháng một lần, luân phiên chủ trì; khi cần thì họp bất thường.

**Điều 7. Sửa đổi, bổ sung**

Quá trình thực hiện có vướng mắc, các bên báo cáo Ban Bí thư xem xét, quyết định.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Các ban đảng, ban cán sự đảng, đảng đoàn,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BAN BÍ THƯ", "Lê Thuận Khiết"],
        expected={
            "effective_from": "2020-09-30",
            "annexes": ["Quy chế: phối hợp giữa ban tuyên giáo các cấp với cơ quan nhà nước cùng cấp"],
            "number": "238-QĐ/TW",
            "kind": "quyet-dinh",
            "issuing_body": "bbt",
            "parent_body": "bchtw",
            "issued_on": "2020-09-30",
            "issued_at": "Hà Nội",
            "subject": "ban hành Quy chế phối hợp giữa ban tuyên giáo các cấp với cơ quan nhà nước cùng cấp",
        },
        options={
            "shows": "the body is in the signature (T/M BAN BÍ THƯ), not in the heading; a non-breaking "
            "hyphen in the number; a second title, the regulation issued, in the same file",
        },
    ),
    Paper(
        file="Kế hoạch 08-KH-BCĐ35.docx",
        system="party",
        parent=["BAN CHẤP HÀNH TRUNG ƯƠNG"],
        issuer=["BAN CHỈ ĐẠO 35 TRUNG ƯƠNG"],
        number="08-KH/BCĐ35",
        date="Hà Nội, ngày 09 tháng 3 năm 2021",
        kind="KẾ HOẠCH",
        subject=["bảo vệ nền tảng tư tưởng của Đảng trên mạng xã hội", "năm 2021"],
        form="NFD",
        text="""
Thực hiện Nghị quyết số 35-NQ/TW, ngày 22/10/2018 của Bộ Chính trị, Ban Chỉ đạo 35 Trung ương ban
hành Kế hoạch năm 2021 như sau:

# I. MỤC ĐÍCH, YÊU CẦU

1. Tạo chuyển biến rõ trong nhận thức của cán bộ, đảng viên về trách nhiệm bảo vệ nền tảng tư tưởng
của Đảng khi tham gia mạng xã hội.

2. Việc làm phải thiết thực, có địa chỉ, có kết quả đo đếm được; không phô trương, hình thức.

# II. NỘI DUNG

1. Xây dựng mỗi tháng ít nhất mười chuyên đề ngắn giới thiệu việc tốt, cách làm hay của các địa
phương về phát triển kinh tế - xã hội, phòng, chống dịch COVID - 19.

2. Tập huấn kỹ năng viết, dựng hình, phản biện cho nhóm chuyên gia 35 và cộng tác viên ở cơ sở; quý
II/2021 hoàn thành tại các tỉnh phía Nam.

3. Tổ chức cuộc thi viết chính luận; bài dự thi nhận đến hết ngày 31/8/2021.

4. Phối hợp với các cơ quan báo chí mở chuyên mục thường kỳ, trả lời những câu hỏi mà dư luận xã hội
quan tâm.

# III. TỔ CHỨC THỰC HIỆN

1. Ban Chỉ đạo 35 các tỉnh ủy, thành ủy cụ thể hóa Kế hoạch này, báo cáo kết quả trước ngày
15/12/2021.

2. Cơ quan thường trực theo dõi, kiểm tra, đề xuất khen thưởng tập thể, cá nhân có thành tích.
""",
        recipients=["Thường trực Ban Bí thư (để báo cáo),", "Ban Chỉ đạo 35 các tỉnh ủy, thành ủy,", "Lưu."],
        signature=["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC", "Phạm Thường Khoát"],
        expected={
            "number": "08-KH/BCĐ35",
            "kind": "ke-hoach",
            "issuing_body": "bcd35tw",
            "parent_body": "bchtw",
            "issued_on": "2021-03-09",
            "issued_at": "Hà Nội",
            "subject": "bảo vệ nền tảng tư tưởng của Đảng trên mạng xã hội năm 2021",
            "cites": ["35-NQ/TW"],
        },
        options={"shows": "decomposed Unicode (NFD) throughout; digits in the name of a body are no number"},
    ),
    Paper(
        file="2021/112-BC-TU.txt",
        system="party",
        issuer=["TỈNH ỦY AN GIANG"],
        number="112-BC/TU",
        date="Long Xuyên, ngày 28 tháng 12 năm 2021",
        kind="BÁO CÁO",
        subject=["kết quả công tác xây dựng Đảng năm 2021", "và phương hướng, nhiệm vụ năm 2022"],
        text="""
Năm 2021, trong điều kiện dịch COVID - 19 diễn biến phức tạp, Ban Chấp hành Đảng bộ tỉnh đã tập trung
lãnh đạo toàn diện các mặt công tác; kết quả chủ yếu như sau:

# I. KẾT QUẢ ĐẠT ĐƯỢC

# 1. Công tác chính trị, tư tưởng

Đã tổ chức 236 hội nghị quán triệt nghị quyết bằng hình thức trực tiếp và trực tuyến với hơn 41.000
lượt cán bộ, đảng viên tham dự. Việc thực hiện Đề án số 07-ĐA/TU, ngày 12/8/2020 của Ban Thường vụ
Tỉnh ủy có chuyển biến: 148 trên 156 xã, phường, thị trấn đã có cộng tác viên dư luận xã hội; 1.275 ý
kiến của nhân dân được tổng hợp, trong đó 1.032 ý kiến đã được trả lời.

# 2. Công tác tổ chức, cán bộ

Kết nạp 1.418 đảng viên mới; kiện toàn cấp ủy sau đại hội ở 100% đảng bộ trực thuộc; bồi dưỡng nghiệp
vụ cho 920 bí thư chi bộ ấp, khóm.

# 3. Công tác kiểm tra, giám sát

Kiểm tra 312 tổ chức đảng và 1.145 đảng viên. Qua kiểm tra đã nhắc nhở, chấn chỉnh kịp thời những
thiếu sót trong thực hiện quy chế làm việc.

# 4. Công tác dân vận

Phong trào thi đua "Dân vận khéo" có 486 mô hình mới, nhiều mô hình giúp nhau trong thời gian giãn
cách xã hội được nhân dân đánh giá cao.

# II. HẠN CHẾ, NGUYÊN NHÂN

Một số cấp ủy cơ sở chưa sâu sát; sinh hoạt chi bộ ở vài nơi còn hình thức. Nguyên nhân chủ yếu là do
dịch bệnh kéo dài, nhưng cũng do người đứng đầu chưa quyết liệt.

# III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022

1. Tiếp tục lãnh đạo phục hồi và phát triển kinh tế - xã hội gắn với phòng, chống dịch.

2. Nâng cao chất lượng sinh hoạt chi bộ; mỗi quý có ít nhất một buổi sinh hoạt chuyên đề.

3. Đẩy mạnh kiểm tra, giám sát ở những lĩnh vực dễ phát sinh sai phạm.

4. Đổi mới công tác tuyên truyền, bảo vệ nền tảng tư tưởng của Đảng.
""",
        recipients=["Văn phòng Trung ương Đảng,", "Các đồng chí Tỉnh ủy viên,", "Lưu Văn phòng Tỉnh ủy."],
        signature=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Trần Thị Khuê Minh"],
        expected={
            "number": "112-BC/TU",
            "kind": "bao-cao",
            "issuing_body": "tu-an-giang",
            "issued_on": "2021-12-28",
            "issued_at": "Long Xuyên",
            "subject": "kết quả công tác xây dựng Đảng năm 2021 và phương hướng, nhiệm vụ năm 2022",
            "cites": ["07-ĐA/TU"],
        },
        options={
            "encoding": "utf-16",
            "side_by_side": True,
            "shows": "plain text in UTF-16; both columns of the heading on the same lines",
        },
    ),
    Paper(
        file="35-NQ-TW.txt",
        system="party",
        issuer=["BỘ CHÍNH TRỊ"],
        number="35-NQ/TW",
        date="Hà Nội, ngày 22 tháng 10 năm 2018",
        kind="NGHỊ QUYẾT",
        subject=[
            "về tăng cường bảo vệ nền tảng tư tưởng của Đảng,",
            "đấu tranh phản bác các quan điểm sai trái, thù địch trong tình hình mới",
        ],
        form="NFD",
        text="""
# I. TÌNH HÌNH

Công tác tư tưởng thời gian qua đã góp phần quan trọng vào sự thống nhất trong Đảng và đồng thuận
trong nhân dân. Mặc dù vậy, ở một số nơi việc bảo vệ nền tảng tư tưởng của Đảng còn bị động; thông
tin xấu, độc trên mạng chậm được phản bác; lực lượng chuyên trách mỏng, cách làm chưa hấp dẫn.

# II. QUAN ĐIỂM

1. Bảo vệ nền tảng tư tưởng là công việc của mỗi cán bộ, đảng viên, mỗi tổ chức trong hệ thống chính
trị, làm thường xuyên, bằng việc làm cụ thể.

2. Lấy xây để chống; người tốt, việc tốt là cách phản bác thuyết phục nhất.

# III. NHIỆM VỤ, GIẢI PHÁP

1. Đổi mới việc học tập lý luận, gắn lý luận với đời sống; tăng thời lượng trao đổi, giảm đọc chép.

2. Chủ động cung cấp thông tin, không để khoảng trống cho tin đồn.

3. Xây dựng đội ngũ cộng tác viên có bản lĩnh, có kiến thức, thành thạo công nghệ.

4. Chăm lo đời sống nhân dân, giải quyết dứt điểm khiếu nại, tố cáo kéo dài; nắm chắc dư luận xã hội.

# IV. TỔ CHỨC THỰC HIỆN

Ban Tuyên giáo Trung ương chủ trì giúp Bộ Chính trị theo dõi, đôn đốc, định kỳ báo cáo kết quả. Nghị
quyết này phổ biến đến chi bộ.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Các đồng chí Ủy viên Ban Chấp hành Trung ương,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BỘ CHÍNH TRỊ", "Vũ Khoan Trường"],
        expected={
            "number": "35-NQ/TW",
            "kind": "nghi-quyet",
            "issuing_body": "bct",
            "issued_on": "2018-10-22",
            "issued_at": "Hà Nội",
            "subject": "về tăng cường bảo vệ nền tảng tư tưởng của Đảng, đấu tranh phản bác các quan điểm "
            "sai trái, thù địch trong tình hình mới",
        },
        options={"shows": "plain text in decomposed UTF-8; the heading's left column stands above the right one"},
    ),
    Paper(
        file="2017/Nghị quyết 35-NQ-TU.docx",
        system="party",
        issuer=["TỈNH UỶ AN GIANG"],
        number="35-NQ/TU",
        date="Long Xuyên, ngày 10 tháng 3 năm 2017",
        kind="NGHỊ QUYẾT",
        subject=["về phát triển nông nghiệp ứng dụng công nghệ cao", "giai đoạn 2017 - 2020"],
        tone="second",
        text="""
# I. ĐÁNH GIÁ TÌNH HÌNH

Nông nghiệp tiếp tục là trụ đỡ của kinh tế tỉnh. Lúa, cá tra, rau màu và cây ăn trái hình thành vùng
sản xuất tập trung; cơ giới hóa khâu làm đất, thu hoạch lúa đạt trên 95%. Hệ thống thủy lợi nội đồng
phục vụ tưới tiêu chủ động cho hơn 200.000 héc-ta.

Tuy vậy, liên kết giữa nông dân và doanh nghiệp còn lỏng; chế biến sâu ít; giá trị tăng thêm trên mỗi
héc-ta chưa tương xứng với tiềm năng.

# II. MỤC TIÊU

| Chỉ tiêu | Đơn vị | Năm 2016 | Năm 2020
| Giá trị sản xuất trên một héc-ta đất trồng trọt | triệu đồng | 148 | 192
| Diện tích ứng dụng công nghệ cao | héc-ta | 4.100 | 17.000
| Hợp tác xã hoạt động hiệu quả | hợp tác xã | 46 | 120

# III. NHIỆM VỤ, GIẢI PHÁP

1. Rà soát quy hoạch vùng sản xuất theo ba trục sản phẩm: lúa gạo, thủy sản, rau màu - cây ăn trái.

2. Khuyến khích tích tụ đất đai trên cơ sở tự nguyện; hỗ trợ hợp tác xã thuê đất sản xuất lớn.

3. Đầu tư trạm bơm điện, đê bao, giao thông nội đồng; làm tốt công tác thủy lợi trước mùa lũ.

4. Đào tạo nghề cho nông dân trẻ; đưa kỹ sư về hợp tác xã.

# IV. TỔ CHỨC THỰC HIỆN

Ban cán sự đảng Ủy ban nhân dân tỉnh xây dựng chương trình hành động trước ngày 30/6/2017. Các huyện
ủy, thị ủy, thành ủy cụ thể hóa bằng kế hoạch hằng năm.
""",
        recipients=["Ban Bí thư Trung ương Đảng (để báo cáo),", "Các đảng bộ trực thuộc Tỉnh ủy,", "Lưu Văn phòng Tỉnh ủy."],
        signature=["T/M BAN CHẤP HÀNH", "BÍ THƯ", "Đặng Khiêm Hòa"],
        expected={
            "number": "35-NQ/TU",
            "kind": "nghi-quyet",
            "issuing_body": "tu-an-giang",
            "issued_on": "2017-03-10",
            "issued_at": "Long Xuyên",
            "subject": "về phát triển nông nghiệp ứng dụng công nghệ cao giai đoạn 2017 - 2020",
        },
        options={"shows": "tone marks on the second vowel (uỷ, hoá, thuỷ); a serial other bodies use too"},
    ),
    Paper(
        file="2018/De an 07-ĐA-TU Thanh Hoa.docx",
        system="party",
        issuer=["TỈNH ỦY THANH HÓA"],
        number="07-ĐA/TU",
        date="Thanh Hóa, ngày 05 tháng 11 năm 2018",
        kind="ĐỀ ÁN",
        subject=["phát triển đội ngũ cán bộ lãnh đạo, quản lý các cấp", "giai đoạn 2018 - 2020, định hướng đến năm 2025"],
        text="""
# I. SỰ CẦN THIẾT

Thanh Hóa là tỉnh rộng, đông dân, có đủ ba vùng miền; số cán bộ lãnh đạo, quản lý đến tuổi nghỉ trong
năm năm tới chiếm hơn một phần tư. Chuẩn bị lớp cán bộ kế cận là yêu cầu cấp bách, lâu dài.

# II. MỤC TIÊU

1. Đến năm 2020, 100% cán bộ diện Ban Thường vụ Tỉnh ủy quản lý có trình độ lý luận chính trị cao cấp;
ít nhất 20% cấp ủy viên cấp huyện dưới 40 tuổi.

2. Đến năm 2025, mỗi chức danh chủ chốt có từ hai đến ba cán bộ dự nguồn bảo đảm tiêu chuẩn.

# III. NHIỆM VỤ, GIẢI PHÁP

1. Đánh giá cán bộ bằng sản phẩm công việc; công khai kết quả trong đơn vị.

2. Luân chuyển cán bộ trẻ về huyện miền núi, thời hạn không dưới 36 tháng.

3. Bồi dưỡng ngoại ngữ, kỹ năng số, kỹ năng tiếp dân và đối thoại; coi trọng nắm bắt dư luận xã hội
trong công tác cán bộ.

4. Thực hiện nghiêm việc bổ nhiệm, thôi chức, từ chức theo quy định.

# IV. TỔ CHỨC THỰC HIỆN

Ban Tổ chức Tỉnh ủy chủ trì, tham mưu Ban Thường vụ Tỉnh ủy cụ thể hóa Đề án; hằng năm báo cáo kết
quả trước ngày 15/12.
""",
        recipients=["Ban Tổ chức Trung ương (để báo cáo),", "Các huyện ủy, thị ủy, thành ủy,", "Lưu Văn phòng Tỉnh ủy."],
        signature=["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lương Khải Tước"],
        expected={
            "number": "07-ĐA/TU",
            "kind": "de-an",
            "issuing_body": "tu-thanh-hoa",
            "issued_on": "2018-11-05",
            "issued_at": "Thanh Hóa",
            "subject": "phát triển đội ngũ cán bộ lãnh đạo, quản lý các cấp giai đoạn 2018 - 2020, định hướng "
            "đến năm 2025",
        },
        options={"shows": "the same number as the đề án of An Giang: another body, another paper"},
    ),
    Paper(
        file="15-NQ-TW_2007.html",
        system="party",
        issuer=["BAN CHẤP HÀNH TRUNG ƯƠNG"],
        number="15-NQ/TW",
        date="Hà Nội, ngày 30 tháng 7 năm 2007",
        kind="NGHỊ QUYẾT",
        subject=["về tiếp tục đổi mới phương thức lãnh đạo của Đảng", "đối với hoạt động của hệ thống chính trị"],
        text="""
# I. TÌNH HÌNH

Qua nhiều năm đổi mới, phương thức lãnh đạo của Đảng đã có bước tiến: nghị quyết ngắn gọn hơn, phân
công rõ hơn, hội họp bớt hơn. Những việc chưa làm được là còn bao biện ở nơi này, buông lỏng ở nơi
khác; quy chế làm việc của một số cấp ủy chưa theo kịp thực tế.

# II. MỤC TIÊU, QUAN ĐIỂM

Giữ vững và tăng cường vai trò lãnh đạo của Đảng; phát huy trách nhiệm của từng tổ chức, trước hết là
của người đứng đầu; dựa vào nhân dân để kiểm tra việc thực hiện nghị quyết.

# III. NHIỆM VỤ

1. Mỗi nghị quyết phải kèm theo chương trình, phân công, thời hạn và nguồn lực.

2. Cấp ủy xây dựng quy chế phối hợp với các cơ quan trong hệ thống chính trị cùng cấp.

3. Cải tiến lề lối làm việc, giảm giấy tờ, đi cơ sở nhiều hơn, nghe dân nhiều hơn.

4. Tăng cường kiểm tra, giám sát; kịp thời biểu dương, uốn nắn.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BAN CHẤP HÀNH TRUNG ƯƠNG", "TỔNG BÍ THƯ", "Hoàng Khôi Bảo Vũ"],
        expected={
            "number": "15-NQ/TW",
            "kind": "nghi-quyet",
            "issuing_body": "bchtw",
            "issued_on": "2007-07-30",
            "issued_at": "Hà Nội",
            "subject": "về tiếp tục đổi mới phương thức lãnh đạo của Đảng đối với hoạt động của hệ thống chính trị",
        },
        options={
            "portal": "Cổng tư liệu văn kiện",
            "shows": "a number used again by a later term; a paper inside the page of a portal",
        },
    ),
    Paper(
        file="15-NQ-TW_2022.txt",
        system="party",
        issuer=["BỘ CHÍNH TRỊ"],
        number="15-NQ/TW",
        date="Hà Nội, ngày 05 tháng 5 năm 2022",
        kind="NGHỊ QUYẾT",
        subject=[
            "về phương hướng, nhiệm vụ phát triển Thủ đô Hà Nội",
            "đến năm 2030, tầm nhìn đến năm 2045",
        ],
        text="""
# I. TÌNH HÌNH

Thủ đô giữ vai trò trung tâm, đóng góp lớn cho ngân sách và cho sự phát triển chung. Hạ tầng giao
thông, nhà ở, trường học chưa theo kịp tốc độ tăng dân số; ô nhiễm không khí và các dòng sông nội đô
là điều người dân lo nhất.

# II. MỤC TIÊU

Xây dựng Thủ đô văn hiến, văn minh, hiện đại; kinh tế - xã hội phát triển nhanh và bền vững; đời sống
vật chất, tinh thần của nhân dân được nâng cao rõ rệt.

# III. NHIỆM VỤ, GIẢI PHÁP

1. Hoàn thành các tuyến đường vành đai, đường sắt đô thị; di dời cơ sở gây ô nhiễm ra khỏi nội thành.

2. Phát triển công nghiệp văn hóa; giữ gìn khu phố cổ, làng nghề.

3. Xây dựng chính quyền đô thị, chuyển đổi số, lấy người dân làm trung tâm.

4. Liên kết với các tỉnh trong vùng về quy hoạch, môi trường, việc làm.

# IV. TỔ CHỨC THỰC HIỆN

Thành ủy Hà Nội và các cấp ủy trong vùng xây dựng chương trình hành động; Ban Kinh tế Trung ương theo
dõi, đôn đốc, báo cáo Bộ Chính trị.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BỘ CHÍNH TRỊ", "TỔNG BÍ THƯ", "Đinh Khoa Tráng"],
        expected={
            "number": "15-NQ/TW",
            "kind": "nghi-quyet",
            "issuing_body": "bct",
            "issued_on": "2022-05-05",
            "issued_at": "Hà Nội",
            "subject": "về phương hướng, nhiệm vụ phát triển Thủ đô Hà Nội đến năm 2030, tầm nhìn đến năm 2045",
        },
        options={"encoding": "utf-8-sig", "side_by_side": True, "shows": "plain text, UTF-8 with a byte order mark"},
    ),
    Paper(
        file="2026/207-QD-TW.txt",
        system="party",
        issuer=["BAN CHẤP HÀNH TRUNG ƯƠNG"],
        number="207-QĐ/TW",
        date="Hà Nội, ngày 26 tháng 7 năm 2026",
        kind="QUY ĐỊNH",
        subject=["về những điều đảng viên không được làm"],
        text="""
- Căn cứ Điều lệ Đảng;

- Căn cứ Quy chế làm việc của Ban Chấp hành Trung ương khóa XIV,

Ban Chấp hành Trung ương quy định những điều đảng viên không được làm như sau:

**Điều 1.** Phát ngôn, viết bài, chia sẻ thông tin trái với chủ trương của Đảng; lấy danh nghĩa tập thể
để nói ý kiến của riêng mình.

**Điều 2.** Nhận tiền, quà, lợi ích dưới mọi hình thức khi giải quyết công việc cho tổ chức, cá nhân.

**Điều 3.** Can thiệp vào việc tuyển dụng, bổ nhiệm, đấu thầu, cấp phép không thuộc thẩm quyền.

**Điều 4.** Kê khai tài sản không trung thực; tổ chức cưới, tang, sinh nhật, tân gia nhằm vụ lợi.

**Điều 5.** Thờ ơ trước khó khăn của nhân dân; né tránh, kéo dài việc trả lời kiến nghị.

**Điều 6.** Ủy ban kiểm tra các cấp giúp cấp ủy kiểm tra việc thực hiện. Đảng viên vi phạm bị xem xét,
xử lý theo quy định. Quy định này có hiệu lực từ ngày ký.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BAN CHẤP HÀNH TRUNG ƯƠNG", "Bùi Khoái Nhân"],
        expected={
            "effective_from": "2026-07-26",
            "number": "207-QĐ/TW",
            "kind": "quy-dinh",
            "issuing_body": "bchtw",
            "issued_on": "2026-07-26",
            "issued_at": "Hà Nội",
            "subject": "về những điều đảng viên không được làm",
        },
        options={"shows": "code QĐ on a Quy định: the printed title decides the kind"},
    ),
    Paper(
        file="12-CT-TW.docx",
        system="party",
        issuer=["BAN CHẤP HÀNH TRUNG ƯƠNG"],
        number="12-CT/TW",
        date="Hà Nội, ngày 21 tháng 10 năm 2021",
        kind="CHỈ THỊ",
        subject=["về tăng cường sự lãnh đạo của Đảng đối với công tác bảo tồn,", "phát huy giá trị tài liệu lưu trữ"],
        text="""
Tài liệu lưu trữ là ký ức của đất nước. Nhiều tỉnh đã xây kho chuyên dụng, chỉnh lý xong tài liệu tồn
đọng; song không ít nơi tài liệu vẫn để trong bao tải, mối mọt, ẩm mốc, có tài liệu quý bị thất lạc.

Để khắc phục tình trạng trên, Ban Bí thư yêu cầu:

1. Các cấp ủy lãnh đạo việc thu thập, chỉnh lý, số hóa tài liệu; người đứng đầu chịu trách nhiệm về
tài liệu của cơ quan mình.

2. Văn phòng Trung ương Đảng chủ trì, phối hợp với Ban cán sự đảng Bộ Nội vụ hoàn thiện quy chế phối
hợp trong quản lý phông lưu trữ quốc gia.

3. Bố trí đủ người làm lưu trữ có nghiệp vụ; không kiêm nhiệm ở những nơi có nhiều tài liệu.

4. Đẩy mạnh công bố, trưng bày tài liệu để giáo dục truyền thống cho thế hệ trẻ.

Chỉ thị này phổ biến đến chi bộ.
""",
        recipients=["Các tỉnh ủy, thành ủy,", "Các ban đảng, ban cán sự đảng, đảng đoàn,", "Lưu Văn phòng Trung ương Đảng."],
        signature=["T/M BAN BÍ THƯ", "Ngô Khoát Vinh"],
        expected={
            "number": "12-CT/TW",
            "kind": "chi-thi",
            "issuing_body": "bbt",
            "parent_body": "bchtw",
            "issued_on": "2021-10-21",
            "issued_at": "Hà Nội",
            "subject": "về tăng cường sự lãnh đạo của Đảng đối với công tác bảo tồn, phát huy giá trị tài liệu lưu trữ",
        },
        options={"shows": "chỉ thị 12 of the Party, beside chỉ thị 12 of the Prime Minister"},
    ),
    Paper(
        file="cong-van/145-CV-BTGTU.docx",
        system="party",
        parent=["TỈNH ỦY AN GIANG"],
        issuer=["BAN TUYÊN GIÁO"],
        number="145-CV/BTGTU",
        date="Long Xuyên, ngày 04 tháng 7 năm 2022",
        subject=["tuyên truyền tình hình", "kinh tế - xã hội quý II năm 2022"],
        to=["Ban tuyên giáo các huyện ủy, thị ủy, thành ủy", "Báo An Giang, Đài Phát thanh - Truyền hình An Giang"],
        text="""
Thực hiện kế hoạch công tác năm 2022, Ban Tuyên giáo Tỉnh ủy đề nghị các đơn vị tập trung tuyên truyền
một số nội dung sau:

1. Kết quả phát triển kinh tế - xã hội quý II năm 2022 của tỉnh: tăng trưởng, thu ngân sách, giải ngân
vốn đầu tư công, giá cả hàng hóa thiết yếu.

2. Gương người tốt, việc tốt trong lao động, sản xuất, học tập; các mô hình khởi nghiệp của thanh niên
nông thôn.

3. Nắm bắt dư luận xã hội về giá vật tư nông nghiệp, việc làm của lao động trở về địa phương theo Quy
chế phối hợp ban hành tại Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư.

Báo cáo kết quả gửi về Ban Tuyên giáo Tỉnh ủy trước ngày 25/7/2022.
""",
        recipients=["Như trên,", "Thường trực Tỉnh ủy (để báo cáo),", "Lưu."],
        signature=["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lâm Ngọc Ẩn"],
        expected={
            "number": "145-CV/BTGTU",
            "kind": "cong-van",
            "issuing_body": "btgtu-an-giang",
            "parent_body": "tu-an-giang",
            "issued_on": "2022-07-04",
            "issued_at": "Long Xuyên",
            "subject": "tuyên truyền tình hình kinh tế - xã hội quý II năm 2022",
            "cites": ["238-QĐ/TW"],
        },
        options={"shows": "a Party công văn: subject in italics under the number, without V/v; a department as issuer"},
    ),
    Paper(
        file="2021/Kết luận 05-KL-HU.odt",
        system="party",
        parent=["TỈNH ỦY AN GIANG"],
        issuer=["HUYỆN ỦY CHÂU PHÚ"],
        number="05-KL/HU",
        date="Châu Phú, ngày 15 tháng 6 năm 2021",
        kind="KẾT LUẬN",
        subject=["của Ban Thường vụ Huyện ủy về công tác sáu tháng đầu năm", "và nhiệm vụ sáu tháng cuối năm 2021"],
        text="""
Tại phiên họp ngày 11/6/2021, sau khi nghe các cơ quan báo cáo, Ban Thường vụ Huyện ủy kết luận:

1. Sáu tháng đầu năm, kinh tế - xã hội của huyện giữ được ổn định; vụ lúa Đông Xuân được mùa, được
giá; công tác thủy lợi phục vụ vụ Hè Thu hoàn thành sớm hơn kế hoạch mười ngày.

2. Công tác bầu cử diễn ra an toàn, đúng luật; tỷ lệ cử tri đi bầu đạt 99,4%.

3. Sáu tháng cuối năm, tập trung: phòng, chống dịch COVID - 19; giải ngân vốn đầu tư công trên 95%;
làm tốt việc nắm bắt dư luận xã hội theo Đề án số 07-ĐA/TU, ngày 12/8/2020 của Ban Thường vụ Tỉnh ủy.

Giao Văn phòng Huyện ủy theo dõi, đôn đốc việc thực hiện Kết luận này.
""",
        recipients=["Văn phòng Tỉnh ủy (để báo cáo),", "Các chi, đảng bộ cơ sở,", "Lưu Văn phòng Huyện ủy."],
        signature=["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Võ Thị Thanh Trà"],
        expected={
            "number": "05-KL/HU",
            "kind": "ket-luan",
            "issuing_body": "hu-889",
            "parent_body": "tu-an-giang",
            "issued_on": "2021-06-15",
            "issued_at": "Châu Phú",
            "subject": "của Ban Thường vụ Huyện ủy về công tác sáu tháng đầu năm và nhiệm vụ sáu tháng cuối năm 2021",
            "cites": ["07-ĐA/TU"],
        },
        options={"shows": "OpenDocument; a district body abolished in 2025"},
    ),
]
