"""Addresses of the electronic files."""

from django.urls import URLPattern, path

from dunghen.supervision.files import views

TASK, INSPECTION = "nhiem-vu/<slug:kind>/<int:pk>/", "kiem-tra/<slug:kind>/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(TASK, views.task_file, name="task_file"),
    path(f"{TASK}muc-luc.docx", views.task_file_paper, name="task_file_paper"),
    path(INSPECTION, views.inspection_work_file, name="inspection_work_file"),
    path(f"{INSPECTION}muc-luc.docx", views.inspection_work_file_paper, name="inspection_work_file_paper"),
]
