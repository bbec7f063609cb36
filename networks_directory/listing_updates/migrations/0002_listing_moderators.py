from django.db import migrations

NAME = "Listing moderators"
GRANTED = {
    "listingupdate": ["moderate_listingupdate"],
    "representation": ["add_representation", "view_representation", "delete_representation"],
    "representative": ["change_representative", "view_representative", "delete_representative"],
}


def permission(apps, app_label, model, codename):
    """A permission, made now where Django would make it only after the last migration."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    action = codename.split("_")[0]
    names = {"moderate_listingupdate": "Can decide on listing updates"}
    found, _created = Permission.objects.get_or_create(
        content_type=content_type, codename=codename,
        defaults={"name": names.get(codename, f"Can {action} {model}")},
    )
    return found


def add_group(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    group, _created = Group.objects.get_or_create(name=NAME)
    granted = [permission(apps, "wagtailadmin", "admin", "access_admin")]
    for model, codenames in GRANTED.items():
        granted += [permission(apps, "listing_updates", model, codename) for codename in codenames]
    for codename in ("add_withdrawnconsent", "view_withdrawnconsent"):
        granted.append(permission(apps, "networks_directory", "withdrawnconsent", codename))
    group.permissions.add(*granted)


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    """Moderators of listing updates; on which pages they may publish is said in the admin, under Groups."""

    dependencies = [
        ("listing_updates", "0001_initial"),
        ("networks_directory", "0003_listing_updates"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(add_group, remove_group)]
