"""Addresses of proofreading."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from dunghen.statistics.proofs import views, views_readings, views_slips


class Key(IntConverter):
    """A row's number, no longer than a database holds."""

    regex = "[1-9][0-9]{0,17}"


register_converter(Key, "key")

urlpatterns: list[URLPattern] = [
    path("", views.proofs, name="proofs"),
    path("phieu/", views_slips.slips, name="slips"),
    path("phieu/<key:slip>/", views_slips.slip, name="slip"),
    path("phieu/<key:slip>/phieu.docx", views_slips.slip_file, {"kind": "docx"}, name="slip_docx"),
    path("phieu/<key:slip>/phieu.pdf", views_slips.slip_file, {"kind": "pdf"}, name="slip_pdf"),
    path("<key:run>/", views.proof, name="proof"),
    path("<key:run>/ky/", views.proof_period, name="proof_period"),
    path("<key:run>/so-van-ban/", views.proof_registers, name="proof_registers"),
    path("<key:run>/xoa/", views.proof_remove, name="proof_remove"),
    path("<key:run>/bieu-mau/", views_readings.proof_cells, name="proof_cells"),
    path("<key:run>/ra-soat.xlsx", views.proof_file, {"kind": "xlsx"}, name="proof_xlsx"),
    path("<key:run>/ra-soat.docx", views.proof_file, {"kind": "docx"}, name="proof_docx"),
    path("<key:run>/ra-soat.json", views.proof_file, {"kind": "json"}, name="proof_json"),
    path("<key:run>/<key:number>/", views.finding, name="proof_finding"),
]
