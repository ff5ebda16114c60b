"""The forms of both vocabularies in the admin. They check; `domain` writes."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import domain
from .choosers import KeywordChooserWidget
from .models import Keyword, Theme


def _in_tree() -> list[tuple[str, list[tuple[int, str]]]]:
    """Themes in use for a select: a group for each theme of the first level, itself first."""
    themes = list(Theme.objects.current())
    firsts = [theme for theme in themes if theme.parent_id is None]
    return [
        (first.name, [(first.pk, first.name), *((theme.pk, theme.name) for theme in themes if theme.parent_id == first.pk)])
        for first in firsts
    ]


class ThemeForm(forms.ModelForm):
    """A theme as editors describe it."""

    parent = forms.ModelChoiceField(
        queryset=Theme.objects.current().filter(parent__isnull=True),
        required=False,
        label=_("Parent theme"),
        empty_label=_("None: this is a theme of the first level"),
    )
    alternative_labels = SimpleArrayField(
        forms.CharField(max_length=120, required=False),
        delimiter="\n",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Alternative labels"),
        help_text=_("One a line: acronyms, other words for the same thing. Searches find the theme by them."),
    )

    class Meta:
        model = Theme
        fields = ["name", "parent", "alternative_labels", "introduction", "position"]
        labels = {"name": _("Name"), "introduction": _("Introduction"), "position": _("Position among its siblings")}

    def clean_alternative_labels(self) -> list[str]:
        return list(dict.fromkeys(label for label in self.cleaned_data["alternative_labels"] if label))

    def clean(self) -> dict:
        cleaned = super().clean()
        if "parent" in cleaned and "parent" in self.changed_data:
            domain.check_place(theme=self.instance if self.instance.pk else None, parent=cleaned["parent"])
        return cleaned

    def save(self, commit: bool = True) -> Theme:
        values = self.cleaned_data
        if self.instance.pk is None:
            self.instance.pk = domain.create_theme(**values).pk
            self.instance._state.adding = False
        else:
            domain.rename_theme(theme=self.instance, name=values["name"])
            domain.move_theme(theme=self.instance, parent=values["parent"])
            self._describe()
        self.instance.refresh_from_db()
        return self.instance

    def _describe(self) -> None:
        """Only what the editor touched: a new name has just added the old one to the alternatives."""
        values = self.cleaned_data
        if {"alternative_labels", "introduction", "position"} & set(self.changed_data):
            kept = Theme.objects.get(pk=self.instance.pk).alternative_labels
            labels = values["alternative_labels"] if "alternative_labels" in self.changed_data else kept
            domain.describe_theme(
                theme=self.instance, alternative_labels=labels, introduction=values["introduction"], position=values["position"]
            )


class ThemeReplacementForm(forms.Form):
    """Merging a theme into another, or retiring it."""

    replacement = forms.TypedChoiceField(coerce=int, label=_("Replaced by"))
    keep_labels = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Keep its names as synonyms of the other"),
        help_text=_("To merge two themes. Leave unticked to retire a theme whose words should no longer be found."),
    )

    def __init__(self, *args, instance: Theme, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.fields["replacement"].choices = [("", "—"), *_in_tree()]

    def clean_replacement(self) -> Theme:
        replacement = Theme.objects.filter(pk=self.cleaned_data["replacement"]).first()
        if replacement is None:
            raise ValidationError(_("Choose another theme, one that is in use."))
        domain.check_replacement(theme=self.instance, by=replacement)
        return replacement

    def save(self) -> None:
        replacement = self.cleaned_data["replacement"]
        if self.cleaned_data["keep_labels"]:
            domain.merge_theme(theme=self.instance, into=replacement)
        else:
            domain.retire_theme(theme=self.instance, replacement=replacement)


class KeywordForm(forms.ModelForm):
    """A keyword: its spelling, nothing else."""

    class Meta:
        model = Keyword
        fields = ["name"]
        labels = {"name": _("Name")}

    def save(self, commit: bool = True) -> Keyword:
        if self.instance.pk is None:
            self.instance.pk = domain.keywords_named(names=[self.cleaned_data["name"]])[0].pk
            self.instance._state.adding = False
        else:
            domain.rename_keyword(keyword=self.instance, name=self.cleaned_data["name"])
        self.instance.refresh_from_db()
        return self.instance


class KeywordReplacementForm(forms.Form):
    """Merging a keyword into another."""

    replacement = forms.ModelChoiceField(queryset=Keyword.objects.current(), widget=KeywordChooserWidget, label=_("Replaced by"))

    def __init__(self, *args, instance: Keyword, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance

    def clean_replacement(self) -> Keyword:
        replacement = self.cleaned_data["replacement"]
        domain.check_keyword_replacement(keyword=self.instance, by=replacement)
        return replacement

    def save(self) -> None:
        domain.merge_keyword(keyword=self.instance, into=self.cleaned_data["replacement"])
