"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.dossiers import views

urlpatterns: list[URLPattern] = [
    path("", views.dossiers, name="dossiers"),
    path("lich/xem-truoc/", views.calendar_preview, name="calendar_preview"),
    path("<str:code>/", views.dossier, name="dossier"),
]
