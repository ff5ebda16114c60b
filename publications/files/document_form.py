"""The form by which editors send documents in the admin: what a file says it is must be what it holds."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from practices.uploads import Unacceptable, documents

from ..models import ToolFile


class DocumentForm(BaseDocumentForm):
    """PDF and office files that open for all. A file that a tool offers is not replaced: a new version is a new document."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if self.instance.pk and ToolFile.objects.filter(document=self.instance.pk).exists():
            raise ValidationError(_("A tool offers this file: send the new version as another document, and add a row to the tool."))
        try:
            documents.ready(file, file.name, file.size)
        except Unacceptable as refusal:
            raise ValidationError(refusal.message) from refusal
        return file
