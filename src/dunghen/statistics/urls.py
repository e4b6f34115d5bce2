"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.statistics import views, views_paper, work_file

urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("<slug:code>/", views.report, name="report"),
    path("<slug:code>/bao-cao.<slug:kind>", views_paper.paper, name="report_paper"),
    path("<slug:code>/ho-so-cong-viec/", work_file.report_file, name="report_file"),
    path("<slug:code>/ho-so-cong-viec/muc-luc.docx", work_file.report_file_paper, name="report_file_paper"),
    path("<slug:code>/<str:cell>/", views.cell, name="cell"),
    path("<slug:code>/<str:cell>/danh-sach.xlsx", views.cell_xlsx, name="cell_xlsx"),
]
