"""A page of a local-party news site: it speaks of papers and is none. Written for these samples."""

FILE = "tin-giao-ban-du-luan-xa-hoi.html"

EXPECTED = {
    "kind": "bai-viet",
    "issued_on": "2022-07-01",
    "subject": "Giao ban công tác dư luận xã hội sáu tháng đầu năm 2022",
    "cites": ["35-NQ/TW", "07-ĐA/TU", "238-QĐ/TW"],
}

SHOWS = "a news page: kind Bài viết, no number of its own, three citations, menus, counters and a list of other news"

TITLE = "Giao ban công tác dư luận xã hội sáu tháng đầu năm 2022"

CONTENT = """<div id="dau-trang"><a href="/">Trang tin Tuyên giáo</a> | <a href="/rss">RSS</a> | <a href="/so-do">Sơ đồ trang</a></div>
<ul class="menu"><li>Trang chủ</li><li>Giới thiệu</li><li>Tin hoạt động</li><li>Học tập và làm theo Bác</li>
<li>Văn bản - Tài liệu</li><li>Hộp thư góp ý</li></ul>
<div class="bai">
<h1>Giao ban công tác dư luận xã hội sáu tháng đầu năm 2022</h1>
<p class="ngay">Cập nhật: 01/07/2022 15:20 [GMT+7]</p>
<p class="tac-gia">Khuê Anh</p>
<p><strong>(TUAG)- Sáng 01/7, tại Long Xuyên, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị giao ban công tác dư luận xã hội sáu
tháng đầu năm, bàn nhiệm vụ sáu tháng cuối năm 2022. Hơn 80 cộng tác viên trong tỉnh tham dự.</strong></p>
<p>Theo báo cáo tại hội nghị, nửa năm qua mạng lưới cộng tác viên đã gửi 214 tin, phản ánh sát tình hình kinh tế - xã hội,
giá vật tư nông nghiệp, việc làm sau dịch COVID - 19. Chất lượng tin tốt hơn năm trước: tin có số liệu và có dự báo chiếm
gần hai phần ba.</p>
<p>Các đại biểu trao đổi kinh nghiệm thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị về tăng cường bảo vệ
nền tảng tư tưởng của Đảng; Đề án số 07- ĐA/TU, ngày 12/8/2020 của Ban Thường vụ Tỉnh ủy về nắm bắt, định hướng dư luận xã
hội; Quyết định số 238-QĐ/TW, ngày 30/9/2020 của Ban Bí thư ban hành quy chế phối hợp giữa ban tuyên giáo các cấp với cơ
quan nhà nước cùng cấp.</p>
<p>Kết luận hội nghị, lãnh đạo Ban Tuyên giáo Tỉnh ủy đề nghị các địa phương giữ nền nếp giao ban, trả lời kiến nghị của
nhân dân đúng hẹn; Ban Chỉ đạo 35 các huyện, thị xã, thành phố phân công người theo dõi các nhóm cộng đồng trên mạng; trước
mắt chuẩn bị tốt đợt điều tra dư luận xã hội (DLXH) tháng 9.</p>
<p>Dịp này, 12 cộng tác viên có thành tích được biểu dương.</p>
</div>
<div class="chia-se">In trang | Gửi cho bạn bè | Quay lại</div>
<div class="lien-quan"><h3>Các tin khác</h3><ul><li>Châu Đốc: tập huấn nghiệp vụ cho báo cáo viên (28/06/2022)</li>
<li>Tịnh Biên: ra quân làm thủy lợi nội đồng (27/06/2022)</li>
<li>Hội thi tìm hiểu lịch sử Đảng bộ tỉnh (24/06/2022)</li></ul></div>
<div id="chan-trang"><p>Lượt truy cập: 9.318.204</p><p>Đang online: 112</p><p>Hôm nay: 4.076</p>
<p>Mã xác nhận: nhập các ký tự trong hình</p></div>"""
