"""Addresses of this room, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("ra-soat-ton-dong/", include("dunghen.supervision.pending.urls")),
    path("trach-nhiem/", include("dunghen.supervision.accountability.urls")),
]
