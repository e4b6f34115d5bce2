"""Addresses of the register of accountability."""

from django.urls import URLPattern, path

from dunghen.supervision.accountability import views

urlpatterns: list[URLPattern] = [
    path("", views.cases, name="cases"),
    path("so.xlsx", views.book, name="case_book"),
    path("ghi-moi/", views.case_new, name="case_new"),
    path("nhat-ky-xem/", views.looks, name="case_looks"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/viec/<slug:slug>/", views.move, name="case_move"),
    path("<int:pk>/tep/<int:event>/", views.paper, name="case_paper"),
]
