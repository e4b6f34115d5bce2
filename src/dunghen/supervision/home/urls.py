"""Addresses of what is to be done."""

from django.urls import URLPattern, path

from dunghen.supervision.home import views

urlpatterns: list[URLPattern] = [
    path("tuan-cong-viec/", views.week, name="week"),
    path("tuan-cong-viec/theo-don-vi/", views.duties_by_unit, name="duties_by_unit"),
    path("tuan-cong-viec/nhac-viec/da-doc/", views.reminders_read, name="reminders_read"),
    path("viec-cua-don-vi/", views.unit_duties, name="unit_duties"),
]
