"""Addresses of targets."""

from django.urls import URLPattern, path

from dunghen.supervision.targets import views

urlpatterns: list[URLPattern] = [
    path("chi-tieu/", views.targets, name="targets"),
    path("chi-tieu/lap/", views.target_new, name="target_new"),
    path("chi-tieu/<int:pk>/", views.target, name="target"),
]
