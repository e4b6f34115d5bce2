"""Addresses of accounts and roles."""

from django.urls import URLPattern, path

from dunghen.org import access_views, delegation_views

urlpatterns: list[URLPattern] = [
    path("nguoi-dung/", access_views.people, name="people"),
    path("nguoi-dung/them/", access_views.new_person, name="new_person"),
    path("nguoi-dung/nhat-ky/", access_views.access_log, name="access_log"),
    path("nguoi-dung/<int:pk>/", access_views.person, name="person"),
    path("nguoi-dung/<int:pk>/giao-vai-tro/", access_views.give_role, name="give_role"),
    path("nguoi-dung/<int:pk>/vai-tro/<int:assignment>/", access_views.end_role, name="end_role"),
    path("nguoi-dung/<int:pk>/khoa/", access_views.close, name="close_account"),
    path("nguoi-dung/<int:pk>/mo-lai/", access_views.reopen, name="reopen_account"),
    path("nguoi-dung/<int:pk>/mat-khau/", access_views.new_password, name="new_password"),
    path("nguoi-dung/<int:pk>/hai-lop/", access_views.reset_factor, name="reset_factor"),
    path("uy-quyen/", delegation_views.delegations, name="delegations"),
    path("uy-quyen/<int:assignment>/cham-dut/", delegation_views.withdraw, name="withdraw"),
]
