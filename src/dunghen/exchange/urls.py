"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.exchange import views

urlpatterns: list[URLPattern] = [
    path("", views.messages, name="messages"),
    path("<int:pk>/gui-lai/", views.send_again, name="send_message_again"),
]
