"""The rooms of plans and tasks: a task is a row of its own, what was known of it are its versions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def identify(apps, schema):
    """Each line of a plan that was known becomes a task; its versions point to it."""
    alias = schema.connection.alias
    version = apps.get_model("supervision", "TaskVersion").objects.using(alias)
    task = apps.get_model("supervision", "Task").objects.using(alias)
    for row in version.order_by("known_from", "pk"):
        said = {name: getattr(row, name) for name in ("field", "content", "leads", "partners", "status")}
        made, _ = task.update_or_create(
            plan=row.plan, number=row.number, defaults={**said, "stated": row.status, "sample": True}
        )
        version.filter(pk=row.pk).update(task=made)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_sign"),
        ("org", "0001_initial"),
        ("supervision", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("PlanTask", "TaskVersion"),
        migrations.RenameModel("TaskProduct", "ProductVersion"),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("day", models.DateField(null=True, verbose_name="ngày")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="trích yếu")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Chờ xác nhận"),
                            ("confirmed", "Đã xác nhận"),
                            ("returned", "Trả lại yêu cầu làm rõ"),
                        ],
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do trả lại")),
            ],
            options={
                "verbose_name": "văn bản chứng minh",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("name", models.CharField(max_length=500, verbose_name="sản phẩm")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("once", "Một lần"),
                            ("standing", "Thường xuyên"),
                            ("periodic", "Định kỳ"),
                            ("conditional", "Có điều kiện"),
                        ],
                        default="once",
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                (
                    "time_text",
                    models.CharField(blank=True, max_length=200, verbose_name="thời gian như bản in"),
                ),
                ("starts", models.DateField(null=True, verbose_name="từ ngày")),
                ("ends", models.DateField(null=True, verbose_name="đến ngày")),
                ("condition", models.CharField(blank=True, max_length=200, verbose_name="điều kiện")),
                ("met", models.DateField(null=True, verbose_name="ngày có điều kiện")),
                ("done", models.DateField(null=True, verbose_name="ngày hoàn thành")),
            ],
            options={
                "verbose_name": "sản phẩm của nhiệm vụ",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=30, verbose_name="đối tượng")),
                ("subject_id", models.BigIntegerField(verbose_name="mã đối tượng")),
                ("kind", models.CharField(max_length=24, verbose_name="việc")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("day", models.DateField(null=True, verbose_name="ngày")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("detail", models.JSONField(default=dict, verbose_name="chi tiết")),
            ],
            options={
                "verbose_name": "lịch sử xử lý",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="số thứ tự")),
                ("field", models.CharField(blank=True, max_length=200, verbose_name="nội dung CCHC")),
                ("content", models.TextField(blank=True, verbose_name="nhiệm vụ cụ thể")),
                ("leads", models.JSONField(default=list, verbose_name="cơ quan chủ trì như bản in")),
                ("partners", models.JSONField(default=list, verbose_name="cơ quan phối hợp như bản in")),
                (
                    "in_charge",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="người, bộ phận chịu trách nhiệm"
                    ),
                ),
                (
                    "stated",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Đã thực hiện"),
                            ("ongoing", "Đang triển khai thực hiện"),
                            ("not_yet", "Chưa tới thời gian thực hiện"),
                            ("unknown", "Không đọc được trong bản nguồn"),
                        ],
                        max_length=10,
                        verbose_name="kết quả như bản in",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("done", "Đã thực hiện"),
                            ("ongoing", "Đang triển khai thực hiện"),
                            ("not_yet", "Chưa tới thời gian thực hiện"),
                            ("unknown", "Không đọc được trong bản nguồn"),
                        ],
                        max_length=10,
                        verbose_name="kết quả thực hiện",
                    ),
                ),
                ("status_text", models.TextField(blank=True, verbose_name="kết quả, nguyên văn")),
                (
                    "illegible",
                    models.BooleanField(default=False, verbose_name="không đọc được trong bản nguồn"),
                ),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("due", models.DateField(null=True, verbose_name="thời hạn")),
                ("done", models.DateField(null=True, verbose_name="ngày hoàn thành")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                ("sample", models.BooleanField(default=False, verbose_name="dữ liệu mẫu")),
            ],
            options={
                "verbose_name": "nhiệm vụ",
            },
        ),
        migrations.CreateModel(
            name="TaskUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("partner", "Cơ quan phối hợp"), ("co_lead", "Cùng chủ trì")],
                        max_length=8,
                        verbose_name="vai trò",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị được nêu trong nhiệm vụ",
            },
        ),
        migrations.AlterModelOptions(
            name="productversion",
            options={"verbose_name": "sản phẩm theo thời gian"},
        ),
        migrations.AlterModelOptions(
            name="taskversion",
            options={"verbose_name": "nhiệm vụ theo thời gian"},
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_once_a_year",
        ),
        migrations.RemoveConstraint(
            model_name="taskversion",
            name="plan_task_once",
        ),
        migrations.RemoveConstraint(
            model_name="taskversion",
            name="plan_task_known_in_order",
        ),
        migrations.AddField(
            model_name="plan",
            name="issued",
            field=models.DateField(null=True, verbose_name="ngày ban hành"),
        ),
        migrations.AddField(
            model_name="plan",
            name="kind",
            field=models.CharField(
                choices=[
                    ("programme", "Chương trình cải cách hành chính"),
                    ("stage", "Kế hoạch CCHC giai đoạn"),
                    ("year", "Kế hoạch CCHC năm"),
                    ("inspection", "Kế hoạch kiểm tra CCHC"),
                    ("communication", "Kế hoạch tuyên truyền CCHC"),
                    ("control", "Kế hoạch kiểm soát TTHC"),
                    ("review", "Kế hoạch rà soát, đánh giá TTHC"),
                    ("legal_review", "Kế hoạch rà soát văn bản quy phạm pháp luật"),
                    ("enforcement", "Kế hoạch theo dõi thi hành pháp luật"),
                    ("training", "Kế hoạch đào tạo, bồi dưỡng"),
                    ("digital", "Kế hoạch chuyển đổi số"),
                    ("online", "Kế hoạch cung cấp dịch vụ công trực tuyến"),
                    ("iso", "Kế hoạch áp dụng ISO"),
                    ("project_06", "Kế hoạch thực hiện Đề án 06"),
                    ("steering", "Kế hoạch hoạt động của Ban Chỉ đạo"),
                ],
                default="year",
                max_length=14,
                verbose_name="loại kế hoạch",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="number",
            field=models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu"),
        ),
        migrations.AddField(
            model_name="plan",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="supervision.plan",
                verbose_name="thực hiện kế hoạch",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="sample",
            field=models.BooleanField(default=False, verbose_name="dữ liệu mẫu"),
        ),
        migrations.AddField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[("draft", "Đang dự thảo"), ("submitted", "Đã trình ký"), ("issued", "Đã ban hành")],
                default="issued",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="lần sửa"),
        ),
        migrations.AddField(
            model_name="taskversion",
            name="done",
            field=models.DateField(null=True, verbose_name="ngày hoàn thành"),
        ),
        migrations.AddField(
            model_name="taskversion",
            name="due",
            field=models.DateField(null=True, verbose_name="thời hạn"),
        ),
        migrations.AddField(
            model_name="taskversion",
            name="lead",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="org.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AlterField(
            model_name="taskversion",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="task_versions",
                to="supervision.plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                models.F("unit"), models.F("kind"), models.F("starts"), name="plan_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="plan_in_order"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.file",
                verbose_name="tệp",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="judged_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="supervision.product"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="lead",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_tasks",
                to="org.unit",
                verbose_name="cơ quan chủ trì",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="officer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thực hiện",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="born",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="supervision.plan",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="products",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="taskversion",
            name="task",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="supervision.task",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_to", None)), fields=("task",), name="task_version_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_to", None), ("known_to__gte", models.F("known_from")), _connector="OR"
                ),
                name="task_version_known_in_order",
            ),
        ),
        migrations.AddField(
            model_name="taskunit",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="units",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="taskunit",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["subject", "subject_id"], name="step_of_subject"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("status", "done"), _negated=True),
                fields=["lead", "due"],
                name="task_open_by_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(models.F("plan"), models.F("number"), name="task_number_once"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(models.F("task"), models.F("position"), name="product_once"),
        ),
        migrations.AddConstraint(
            model_name="taskunit",
            constraint=models.UniqueConstraint(models.F("task"), models.F("unit"), name="task_unit_once"),
        ),
        # rows whose references are still to be checked would forbid the change of the table that follows
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunPython(identify, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="taskversion",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="supervision.task"
            ),
        ),
    ]
