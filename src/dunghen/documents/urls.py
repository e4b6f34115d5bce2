"""Addresses of the public look-up of results and signatures."""

from django.urls import path

from dunghen.documents import views

urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("tep/", views.check_file, name="check_file"),
    path("<str:code>/<slug:token>/", views.result, name="result"),
]
