"""Addresses of given tasks."""

from django.urls import URLPattern, path

from dunghen.supervision.given import views, views_sources

REPORT = "van-ban/<int:pk>/ket-qua/<slug:unit>/"
urlpatterns: list[URLPattern] = [
    path("", views.given_tasks, name="given_tasks"),
    path("hop-viec/", views.given_inbox, name="given_inbox"),
    path("tong-hop/", views.given_summary, name="given_summary"),
    path("don-doc/", views.given_urging, name="given_urging"),
    path("van-ban/", views_sources.given_sources, name="given_sources"),
    path("van-ban/nhap/", views_sources.given_source_new, name="given_source_new"),
    path("van-ban/<int:pk>/", views_sources.given_source, name="given_source"),
    path(REPORT, views_sources.given_report, name="given_report"),
    path(f"{REPORT}bao-cao.<slug:kind>", views_sources.given_report_paper, name="given_report_paper"),
    path("<int:pk>/", views.given_task, name="given_task"),
    path("<int:pk>/buoc/<slug:verb>/", views.given_act, name="given_act"),
    path("<int:pk>/tep/<int:evidence>/", views.given_file, name="given_file"),
]
