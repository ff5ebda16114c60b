"""The history of a submitted sheet is written once; a review that was done outlives its reader's account."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION practices_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- A draft that nobody else ever read may be thrown away whole.
        IF EXISTS (
            SELECT 1 FROM practices_practicerecord
            WHERE page_id = OLD.record_id AND (submitted_at IS NOT NULL OR public_state <> 'never')
        ) THEN
            RAISE EXCEPTION 'the history of a submitted sheet is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    -- The revision may have been pruned, and words that name somebody go with the person (practices.erasure); nothing else changes.
    IF to_jsonb(NEW) - 'comment' - 'revision_id' <> to_jsonb(OLD) - 'comment' - 'revision_id'
        OR (NEW.revision_id IS NOT NULL AND NEW.revision_id IS DISTINCT FROM OLD.revision_id)
        OR (NEW.comment <> OLD.comment AND coalesce(current_setting('observatory.erasing', true), '') <> 'on')
    THEN
        RAISE EXCEPTION 'the history of a sheet is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER practice_event_append_only BEFORE UPDATE OR DELETE ON practices_practiceevent
    FOR EACH ROW EXECUTE FUNCTION practices_event_append_only();
"""
BACKWARD = """
DROP TRIGGER practice_event_append_only ON practices_practiceevent;
DROP FUNCTION practices_event_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0008_grids_and_genealogy'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_has_a_reader',
        ),
        migrations.AlterField(
            model_name='review',
            name='reviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('reviewer__isnull', False), models.Q(('email', ''), _negated=True), ('done_at__isnull', False), ('given_up_at__isnull', False), _connector='OR'), name='review_awaited_has_a_reader'),
        ),
    ]
