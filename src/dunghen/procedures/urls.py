"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.procedures import views

urlpatterns: list[URLPattern] = [
    path("", views.procedures, name="procedures"),
    path("<slug:key>/", views.procedure, name="procedure"),
]
