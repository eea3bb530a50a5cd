from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0003_reminding'),
    ]

    operations = [
        migrations.AddField(model_name='log', name='said_at', field=models.DateTimeField(null=True)),
    ]
