"""Addresses of this room, area by area."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("ke-hoach/", include("dunghen.supervision.plans.urls")),
    path("nhiem-vu/", include("dunghen.supervision.given.urls")),
]
