"""Contents that cite one that left: what they say of it in public follows at once."""

from ..models import EditorialRecord, PublicContent, PublicVersion
from .publication import write_public_record
from .records import locked_record


def retell_citing(record: EditorialRecord) -> None:
    """The cahiers that gather this content no longer bear its title, nor do their past versions. In the caller's transaction.

    Articles and dossiers name it by its identifier alone, and draw it as long as it is public.
    """
    gathers = {"data__pieces__contains": [{"identifier": record.identifier}]}
    cahiers = EditorialRecord.objects.filter(identifier__in=PublicContent.objects.filter(**gathers).values("identifier"))
    for page_id in cahiers.order_by("pk").values_list("pk", flat=True):
        cahier = locked_record(page_id)
        write_public_record(record=cahier, page=cahier.page.specific)
    for version in PublicVersion.objects.filter(**gathers):
        for piece in version.data["pieces"]:
            if piece["identifier"] == record.identifier:
                piece["title"] = ""
        version.save(update_fields=["data"])
