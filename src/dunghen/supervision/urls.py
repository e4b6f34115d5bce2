"""Addresses of this room, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("trach-nhiem/", include("dunghen.supervision.accountability.urls")),
]
