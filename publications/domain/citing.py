"""Contents that cite one that left, or that is signed otherwise: what they say of it in public follows at once."""

from django.db.models import Q

from ..models import EditorialRecord, PublicContent, PublicVersion
from .publication import write_public_record
from .records import locked_record


def gathering(record: EditorialRecord) -> Q:
    """The cahiers, as the public reads them, that gather this content."""
    return Q(data__pieces__contains=[{"identifier": record.identifier}])


def retell_cahiers(record: EditorialRecord) -> None:
    """The public cahiers that gather this content say of it what is true now. In the caller's transaction."""
    cahiers = EditorialRecord.objects.filter(identifier__in=PublicContent.objects.filter(gathering(record)).values("identifier"))
    for page_id in cahiers.order_by("pk").values_list("pk", flat=True):
        cahier = locked_record(page_id)
        write_public_record(record=cahier, page=cahier.page.specific)


def retell_citing(record: EditorialRecord) -> None:
    """The cahiers that gather this content no longer bear its title, nor do their past versions. In the caller's transaction.

    Articles and dossiers name it by its identifier alone, and draw it as long as it is public.
    """
    retell_cahiers(record)
    for version in PublicVersion.objects.filter(gathering(record)):
        for piece in version.data["pieces"]:
            if piece["identifier"] == record.identifier:
                piece["title"] = ""
        version.save(update_fields=["data"])
