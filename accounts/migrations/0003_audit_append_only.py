"""What happened to accounts is written once: the database refuses to change it or take it away."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of accounts are append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER account_event_append_only BEFORE UPDATE OR DELETE ON accounts_accountevent
    FOR EACH ROW EXECUTE FUNCTION accounts_event_append_only();
"""
BACKWARD = """
DROP TRIGGER account_event_append_only ON accounts_accountevent;
DROP FUNCTION accounts_event_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_consents_audit_invitations_departures")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
