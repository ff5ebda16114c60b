"""A field that names a sheet or a content: its address, its identifier, or its title while one types."""

from typing import Any

from django import forms
from django.urls import reverse


class ReferenceInput(forms.TextInput):
    """What is found is proposed by static/js/references.js; without it the field takes an address or an identifier."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = {"data-references": reverse("publications_dossiers:titled"), "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **found})

    class Media:
        js = ["js/references.js"]
