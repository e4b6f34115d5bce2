"""Addresses of this room."""

from django.urls import URLPattern, path

from dunghen.procedures import catalogue_views, draft_views, publication_views, review_views, views

urlpatterns: list[URLPattern] = [
    path("", views.procedures, name="procedures"),
    path("danh-muc/", catalogue_views.catalogue, name="catalogue"),
    path("danh-muc/danh-muc.<slug:kind>", catalogue_views.catalogue_paper, name="catalogue_paper"),
    path("cong-bo/", publication_views.publications_list, name="publications"),
    path("cong-bo/du-thao/", draft_views.publication_new, name="publication_new"),
    path("cong-bo/<int:pk>/", publication_views.publication, name="publication"),
    path("cong-bo/<int:pk>/sua/", draft_views.publication_edit, name="publication_edit"),
    path("cong-bo/<int:pk>/them/<slug:kind>/", draft_views.item_add, name="publication_item_add"),
    path("cong-bo/<int:pk>/thu-tuc/<int:item>/", draft_views.item_edit, name="publication_item"),
    path("cong-bo/<int:pk>/thu-tuc/<int:item>/bo/", draft_views.item_remove, name="publication_item_remove"),
    path(
        "cong-bo/<int:pk>/thu-tuc/<int:item>/quy-trinh/", draft_views.item_process, name="publication_process"
    ),
    path("cong-bo/<int:pk>/niem-yet/<slug:unit>/", publication_views.post, name="publication_post"),
    path("cong-bo/<int:pk>/buoc/<slug:verb>/", publication_views.move, name="publication_move"),
    path("cong-bo/<int:pk>/quyet-dinh.<slug:kind>", catalogue_views.decision_paper, name="publication_paper"),
    path("ra-soat/", review_views.review_plans, name="reviews"),
    path("ra-soat/ke-hoach/", review_views.review_plan, name="review_plan"),
    path("ra-soat/<int:year>/them/", review_views.review_add, name="review_add"),
    path("ra-soat/thu-tuc/<int:pk>/", review_views.review, name="review"),
    path("ra-soat/thu-tuc/<int:pk>/danh-gia/", review_views.review_judge, name="review_judge"),
    path("ra-soat/thu-tuc/<int:pk>/chi-phi/<slug:side>/", review_views.review_cost, name="review_cost"),
    path("ra-soat/thu-tuc/<int:pk>/phe-duyet/", review_views.review_approve, name="review_approve"),
    path("<slug:key>/", views.procedure, name="procedure"),
]
