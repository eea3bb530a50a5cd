from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="sealed_headers",
            field=models.BinaryField(default=b""),
        ),
    ]
