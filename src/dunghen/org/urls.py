"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.org import views

urlpatterns: list[URLPattern] = [
    path("", views.units, name="units"),
    path("lich/", views.this_year, name="calendar"),
    path("lich/<int:year>/", views.calendar_of_year, name="calendar"),
    path("<slug:key>/", views.unit, name="unit"),
]
