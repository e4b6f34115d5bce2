"""Addresses of plans, under /ke-hoach/."""

from django.urls import URLPattern, path

from dunghen.supervision.plans import views, views_draft, views_task

urlpatterns: list[URLPattern] = [
    path("", views.plans, name="plans"),
    path("lap/", views_draft.plan_new, name="plan_new"),
    path("mau-nhiem-vu.xlsx", views_draft.import_template, name="plan_import_template"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/sua/", views_draft.plan_edit, name="plan_edit"),
    path("<int:pk>/buoc/<slug:verb>/", views.move, name="plan_move"),
    path("<int:pk>/don-doc/", views.urge, name="plan_urge"),
    path("<int:pk>/them/", views_draft.task_add, name="plan_task_add"),
    path("<int:pk>/nhap-tep/", views_draft.tasks_import, name="plan_import"),
    path("<int:pk>/<slug:name>.<slug:kind>", views_task.plan_paper, name="plan_paper"),
    path("nhiem-vu/<int:pk>/", views_task.plan_task, name="plan_task"),
    path("nhiem-vu/<int:pk>/sua/", views_draft.task_edit, name="plan_task_edit"),
    path("nhiem-vu/<int:pk>/bo/", views_draft.task_remove, name="plan_task_remove"),
    path("nhiem-vu/<int:pk>/van-ban/<int:product>/", views_task.offer, name="plan_offer"),
    path("nhiem-vu/<int:pk>/dieu-kien/<int:product>/", views_task.condition, name="plan_condition"),
    path("nhiem-vu/<int:pk>/tep/<int:evidence>/", views_task.evidence_file, name="plan_evidence"),
    path("nhiem-vu/<int:pk>/<slug:verb>/<int:evidence>/", views_task.judge, name="plan_judge"),
]
