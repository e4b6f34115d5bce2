from django.conf import settings
from django.db import migrations, models

from dunghen.supervision.home.branches import made


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_speed'),
        ('org', '0003_reference'),
        ('supervision', '0013_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='task',
            name='task_open_by_due',
        ),
        migrations.AddIndex(
            model_name='pendingitem',
            index=models.Index(condition=models.Q(('finished', None), ('task', None), ('way', '')), fields=['due', 'id'], include=('answer',), name='pending_to_do'),
        ),
        migrations.AddIndex(
            model_name='problem',
            index=models.Index(condition=models.Q(('state__in', ('open', 'doing'))), fields=['due', 'inspection', 'number'], name='problem_to_mend'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('status', 'done'), _negated=True), fields=['due', 'id'], include=('lead', 'plan', 'stated', 'handed_in', 'officer'), name='task_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='taskunit',
            index=models.Index(condition=models.Q(('role', 'partner')), fields=['unit', 'task'], name='task_beside'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['at', 'id'], name='evidence_offered'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('kind', 'unclaimed')), fields=['subject_id'], name='step_unclaimed'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('plan', None)), fields=['id'], include=('lead', 'due', 'done'), name='task_given_counted'),
        ),
        *made(),
    ]
