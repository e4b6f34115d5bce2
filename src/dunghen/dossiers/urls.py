"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.dossiers import views, views_desk, views_linked, views_papers, views_store, views_viewed

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
    path("<str:code>/", views.dossier, name="dossier"),
]
