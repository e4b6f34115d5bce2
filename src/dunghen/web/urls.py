"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from dunghen.core.access import PUBLIC, needs
from dunghen.web import api, guides, views, views_components

handler400 = "dunghen.web.errors.bad_request"
handler403 = "dunghen.web.errors.forbidden"
handler404 = "dunghen.web.errors.missing"
handler429 = "dunghen.web.errors.too_many"  # allauth's: its limits answer with it
handler500 = "dunghen.web.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/", include("dunghen.web.accounts_urls")),
    path("api/v1/", api.urls()),
    path("i18n/setlang/", needs(PUBLIC)(set_language), name="set_language"),
    path("huong-dan/", guides.guide, name="guides"),
    path("huong-dan/<slug:name>/", guides.guide, name="guide"),
    path("thanh-phan/", views_components.components, name="components"),
    path("tong-quan/", include("dunghen.statistics.dashboard_urls")),
    path("bao-cao/", include("dunghen.statistics.urls")),
    path("ra-soat/", include("dunghen.statistics.proofs.urls")),
    path("ho-so/", include("dunghen.dossiers.urls")),
    path("tin-nhan/", include("dunghen.exchange.urls")),
    path("tra-cuu/", include("dunghen.documents.urls")),
    path("so-theo-doi/", include("dunghen.dossiers.register.urls")),
    path("so-van-ban/", include("dunghen.documents.official.urls")),
    path("thu-tuc/", include("dunghen.procedures.urls")),
    path("", include("dunghen.supervision.registers.urls")),
    path("", include("dunghen.supervision.targets.urls")),
    path("don-vi/", include("dunghen.org.urls")),
    path("", include("dunghen.supervision.urls")),
    path("", include("dunghen.org.access_urls")),
]
