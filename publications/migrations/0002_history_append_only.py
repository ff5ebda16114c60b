"""The history of a content is only added to: the database refuses the rest."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION publications_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        -- A content that was never sent to anybody may be deleted, and its history with it.
        IF EXISTS (SELECT 1 FROM publications_editorialrecord
                   WHERE page_id = OLD.record_id AND (work_state <> 'draft' OR public_state <> 'never')) THEN
            RAISE EXCEPTION 'the history of a content is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    -- The revision may have been pruned, and words that name somebody go with the person; nothing else changes.
    IF to_jsonb(NEW) - 'comment' - 'revision_id' <> to_jsonb(OLD) - 'comment' - 'revision_id'
        OR (NEW.revision_id IS NOT NULL AND NEW.revision_id IS DISTINCT FROM OLD.revision_id)
        OR (NEW.comment <> OLD.comment AND coalesce(current_setting('observatory.erasing', true), '') <> 'on')
    THEN
        RAISE EXCEPTION 'the history of a content is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER editorial_event_append_only BEFORE UPDATE OR DELETE ON publications_editorialevent
    FOR EACH ROW EXECUTE FUNCTION publications_event_append_only();
"""
BACKWARD = """
DROP TRIGGER editorial_event_append_only ON publications_editorialevent;
DROP FUNCTION publications_event_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
