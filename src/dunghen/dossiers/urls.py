"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.dossiers.finding import views
from dunghen.dossiers.handling import views as views_handling
from dunghen.dossiers.handling import views_opinions
from dunghen.dossiers.intake import views as views_desk
from dunghen.dossiers.late import views as views_late
from dunghen.dossiers.late import views_times
from dunghen.dossiers.linked import views as views_linked
from dunghen.dossiers.papers import views as views_papers
from dunghen.dossiers.persons import views as views_viewed
from dunghen.dossiers.quality import views as views_quality
from dunghen.dossiers.queue import views as views_queue
from dunghen.dossiers.store import views as views_store

urlpatterns: list[URLPattern] = [
    path("", views.dossiers, name="dossiers"),
    path("danh-sach.xlsx", views.dossiers_xlsx, name="dossiers_xlsx"),
    path("lich/xem-truoc/", views.calendar_preview, name="calendar_preview"),
    path("nhat-ky-xem/", views_viewed.views_of_persons, name="views_of_persons"),
    path("tiep-nhan/", views_desk.intake, name="desk"),
    path("kho/tep/<str:token>/", views_store.stored_file, name="stored_file"),
    path("yeu-cau-nop-lai/", views_store.asked_again, name="asked_again"),
    path("lien-thong/", views_linked.cases, name="linked_cases"),
    path("lien-thong/tiep-nhan/", views_linked.intake, name="linked_desk"),
    path("lien-thong/<str:code>/", views_linked.case, name="linked_case"),
    path("lien-thong/<str:code>/cham-dut/", views_linked.end, name="linked_end"),
    path("lien-thong/<str:code>/giay-tiep-nhan.<str:kind>", views_linked.receipt, name="linked_receipt"),
    path("<str:code>/da-tiep-nhan/", views_desk.received, name="received"),
    path("<str:code>/kho/", views_store.store, name="store"),
    path("<str:code>/giay-to/kiem-soat.<str:kind>", views_papers.routing_slip, name="routing_slip"),
    path("<str:code>/giay-to/<slug:form>.<str:kind>", views_papers.paper, name="paper"),
    path("can-xu-ly/", views_queue.queue_page, name="queue"),
    path("can-xu-ly/thuc-hien/", views_queue.queue_act, name="queue_act"),
    path("ban-giao/", views_queue.hand_overs, name="hand_overs"),
    path("ban-giao/<int:pk>/", views_queue.hand_over, name="hand_over"),
    path("ban-giao/<int:pk>/ky-nhan/", views_queue.hand_over_take, name="hand_over_take"),
    path("ban-giao/<int:pk>/danh-sach.pdf", views_queue.hand_over_paper, name="hand_over_paper"),
    path("lay-y-kien/", views_opinions.opinions_page, name="opinions"),
    path("lay-y-kien/<int:pk>/", views_opinions.opinion, name="opinion"),
    path("dieu-chinh-thoi-diem/", views_times.corrections, name="corrections"),
    path("dieu-chinh-thoi-diem/lap/", views_times.correction_new, name="correction_new"),
    path("dieu-chinh-thoi-diem/<int:pk>/", views_times.correction, name="correction"),
    path("dieu-chinh-thoi-diem/<int:pk>/minh-chung/", views_times.correction_evidence, name="evidence"),
    path("giai-trinh-tre-han/", views_late.late, name="late"),
    path("giai-trinh-tre-han/danh-sach.<slug:kind>", views_late.late_file, name="late_file"),
    path("chat-luong/", views_quality.quality, name="quality"),
    path("chat-luong/ghi/", views_quality.quality_note, name="quality_note"),
    path("<str:code>/viec/<slug:act>/", views_handling.act, name="act"),
    path("<str:code>/van-ban/<int:pk>/", views_handling.draft_file, name="draft_file"),
    path("<str:code>/", views.dossier, name="dossier"),
]
