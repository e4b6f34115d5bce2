"""Addresses of the registers of documents and of files of a matter."""

from django.urls import URLPattern, path

from dunghen.documents.official import views, views_cases, views_write

urlpatterns: list[URLPattern] = [
    path("", views.register, name="documents_register"),
    path("so.xlsx", views.register_paper, name="documents_register_paper"),
    path("doi-chieu/", views.check_citations, name="check_citations"),
    path("du-thao/", views_write.official_new, name="official_new"),
    path("dang-ky/", views_write.official_arrive, name="official_arrive"),
    path("da-phat-hanh/", views_write.official_enter, name="official_enter"),
    path("tap-ho-so/", views_cases.case_files, name="case_files"),
    path("tap-ho-so/mo/", views_cases.case_new, name="case_file_new"),
    path("tap-ho-so/<int:pk>/", views_cases.case_file, name="case_file"),
    path("tap-ho-so/<int:pk>/buoc/<slug:verb>/", views_cases.case_move, name="case_file_move"),
    path("tap-ho-so/<int:pk>/dua-ra/<int:item>/", views_cases.case_remove, name="case_remove"),
    path("<int:pk>/", views_write.official, name="official"),
    path("<int:pk>/sua/", views_write.official_edit, name="official_edit"),
    path("<int:pk>/tep/", views.official_file, name="official_file"),
    path("<int:pk>/buoc/<slug:verb>/", views_write.official_move, name="official_move"),
    path("<int:pk>/nhan/<slug:unit>/", views_write.official_take, name="official_take"),
]
