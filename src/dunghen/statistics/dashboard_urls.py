"""Addresses of the dashboard."""

from django.urls import URLPattern, path

from dunghen.statistics import dashboard_views

urlpatterns: list[URLPattern] = [
    path("", dashboard_views.dashboard, name="dashboard"),
    path("hinh/<slug:name>/", dashboard_views.picture, name="dashboard_picture"),
    path("hinh/<slug:name>/<slug:theme>.svg", dashboard_views.svg, name="dashboard_svg"),
]
