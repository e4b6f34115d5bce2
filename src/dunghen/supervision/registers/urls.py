"""Addresses of registers, meetings and reporting duties."""

from django.urls import URLPattern, path

from dunghen.supervision.registers import views, views_duties

urlpatterns: list[URLPattern] = [
    path("so-nghiep-vu/", views.register_list, name="registers"),
    path("so-nghiep-vu/<slug:key>/", views.entries, name="register_entries"),
    path("so-nghiep-vu/<slug:key>/ghi/", views.entry_new, name="register_entry_new"),
    path("so-nghiep-vu/dong/<int:pk>/", views.entry, name="register_entry"),
    path("so-nghiep-vu/dong/<int:pk>/dinh-chinh/", views.entry_correct, name="register_entry_correct"),
    path("so-nghiep-vu/dong/<int:pk>/buoc/<slug:verb>/", views.entry_move, name="register_entry_move"),
    path("che-do-bao-cao/", views_duties.duty_calendar, name="duties"),
    path(
        "che-do-bao-cao/<slug:key>/<int:year>/<slug:period>/", views_duties.duty_reports, name="duty_reports"
    ),
    path(
        "che-do-bao-cao/<slug:key>/<int:year>/<slug:period>/gui/<slug:unit>/",
        views_duties.duty_send,
        name="duty_send",
    ),
    path("che-do-bao-cao/tra-lai/<int:pk>/", views_duties.duty_return, name="duty_return"),
]
