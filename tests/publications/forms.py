"""What the page editor posts."""

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}


def rows(*values):
    """Rows of an inline panel, all of them new."""
    made = {str(index): {**fields, "id": "", "ORDER": index + 1, "DELETE": ""} for index, fields in enumerate(values)}
    return EMPTY | {"TOTAL_FORMS": len(values)} | made


def news_form(**fields):
    values = {
        "title": "Une journée d’étude",
        "slug": "une-journee-d-etude",
        "summary": "Ce que disent les habitants.",
        "image": "",
        "image_alt": "",
        "image_credit": "",
        "type": "event",
        "date": "2026-11-20",
        "expires_on": "",
        "happens_on": "",
        "happens_until": "",
        "place": "",
        "source": "",
        "source_url": "",
        "body": streamfield([("text", rich_text("<p>À <b>Lille</b>.</p>"))]),
        "themes": "",
        "links": EMPTY,
        "territory_rows": EMPTY,
        "comments": EMPTY,
    }
    return nested_form_data(values | fields)
