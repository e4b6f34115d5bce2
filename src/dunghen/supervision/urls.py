"""Addresses of this room, area by area."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("", include("dunghen.supervision.home.urls")),
    path("ke-hoach/", include("dunghen.supervision.plans.urls")),
    path("ra-soat-ton-dong/", include("dunghen.supervision.pending.urls")),
    path("trach-nhiem/", include("dunghen.supervision.accountability.urls")),
    path("nhiem-vu/", include("dunghen.supervision.given.urls")),
    path("ho-so-cong-viec/", include("dunghen.supervision.files.urls")),
    path("kiem-tra/", include("dunghen.supervision.inspections.urls")),
]
