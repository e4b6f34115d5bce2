"""Addresses of this room, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("kiem-tra/", include("dunghen.supervision.inspections.urls")),
]
