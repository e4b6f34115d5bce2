"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.statistics import views

urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("<slug:code>/", views.report, name="report"),
    path("<slug:code>/<str:cell>/", views.cell, name="cell"),
    path("<slug:code>/<str:cell>/danh-sach.xlsx", views.cell_xlsx, name="cell_xlsx"),
]
