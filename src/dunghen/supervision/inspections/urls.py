"""Addresses of inspections (/kiem-tra/): by plan, by surprise, audits."""

from django.urls import URLPattern, path

from dunghen.supervision.inspections import views, views_audits, views_surprise, views_teams

urlpatterns: list[URLPattern] = [
    path("", views.inspections, name="inspections"),
    path("<int:pk>/", views.inspection, name="inspection"),
    path("<int:pk>/buoc/<slug:verb>/", views.move, name="inspection_move"),
    path("<int:pk>/tep/<int:file>/", views.file, name="inspection_file"),
    path("<int:pk>/bien-ban.docx", views.minutes_paper, name="inspection_minutes"),
    path("<int:pk>/thong-bao.docx", views.conclusion_paper, name="inspection_conclusion"),
    path("doan/them/", views_teams.team_new, name="inspection_team_new"),
    path("doan/<int:pk>/", views_teams.team, name="inspection_team"),
    path("doan/<int:pk>/ghi/<slug:verb>/", views_teams.team_act, name="inspection_team_act"),
    path("doan/<int:pk>/bao-cao.docx", views_teams.round_paper, name="inspection_round"),
    path("dot-xuat/", views_surprise.visits, name="surprise_visits"),
    path("dot-xuat/lap-bien-ban/", views_surprise.minutes_new, name="surprise_minutes"),
    path("dot-xuat/ngoai-tuyen.js", views_surprise.worker, name="surprise_worker"),
    path("dot-xuat/<int:pk>/", views_surprise.visit, name="surprise_visit"),
    path("dot-xuat/<int:pk>/vu-viec/", views_surprise.case_new, name="surprise_case"),
    path("dot-xuat/<int:pk>/tep/<int:file>/", views_surprise.visit_file, name="surprise_file"),
    path("dot-xuat/<int:pk>/bien-ban.docx", views_surprise.visit_paper, name="surprise_paper"),
    path("thanh-tra/", views_audits.audits, name="audits"),
    path("thanh-tra/them/", views_audits.audit_new, name="audit_new"),
    path("thanh-tra/<int:pk>/", views_audits.audit, name="audit"),
    path("thanh-tra/<int:pk>/ghi/<slug:verb>/", views_audits.audit_act, name="audit_act"),
]
