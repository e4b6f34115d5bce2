"""Addresses of the register of what was received."""

from django.urls import URLPattern, path

from dunghen.dossiers.register import views as views_register

urlpatterns: list[URLPattern] = [
    path("", views_register.register, name="register"),
    path("so.pdf", views_register.register_pdf, name="register_pdf"),
    path("so.xlsx", views_register.register_xlsx, name="register_xlsx"),
]
