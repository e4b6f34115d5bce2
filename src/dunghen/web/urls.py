"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from dunghen.web import api, views, views_components

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls()),
    path("i18n/", include("django.conf.urls.i18n")),
    path("thanh-phan/", views_components.components, name="components"),
    path("tong-quan/", include("dunghen.statistics.dashboard_urls")),
    path("bao-cao/", include("dunghen.statistics.urls")),
    path("ra-soat/", include("dunghen.statistics.proofs.urls")),
    path("ho-so/", include("dunghen.dossiers.urls")),
    path("thu-tuc/", include("dunghen.procedures.urls")),
    path("don-vi/", include("dunghen.org.urls")),
]
