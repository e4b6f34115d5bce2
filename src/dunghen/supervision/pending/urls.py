"""Addresses of the review of pending work."""

from django.urls import URLPattern, path

from dunghen.supervision.pending import views, views_items

urlpatterns: list[URLPattern] = [
    path("", views.campaigns, name="campaigns"),
    path("mo/", views.campaign_new, name="campaign_new"),
    path("<int:pk>/", views.campaign, name="campaign"),
    path("<int:pk>/ket-thuc/", views.campaign_close, name="campaign_close"),
    path("<int:pk>/ket-qua.<slug:kind>", views.campaign_paper, name="campaign_paper"),
    path("tra-loi/<int:pk>/", views.answer, name="pending_answer"),
    path("tra-loi/<int:pk>/bang.xlsx", views.answer_book, name="pending_book"),
    path("tra-loi/<int:pk>/nhap/", views.item_import, name="pending_import"),
    path("tra-loi/<int:pk>/them/", views_items.item_add, name="pending_add"),
    path("tra-loi/<int:pk>/viec/<slug:slug>/", views.answer_move, name="pending_move"),
    path("noi-dung/<int:pk>/", views_items.item, name="pending_item"),
    path("noi-dung/<int:pk>/sua/", views_items.item_edit, name="pending_edit"),
    path("noi-dung/<int:pk>/bo/", views_items.item_remove, name="pending_remove"),
    path("noi-dung/<int:pk>/viec/<slug:slug>/", views_items.item_move, name="pending_become"),
]
