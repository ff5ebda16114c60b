"""Column types of the sheet: rows as typed JSON, lists of codes, lists of lines (docs/decisions/rows-as-json.md)."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from wagtail import blocks

from ..cleaning import MOST_ROWS
from ..rows import ROW_KINDS, Cell, RowKind


class ChoiceArrayField(ArrayField):
    """Several codes of one enumeration."""

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            form_class=forms.MultipleChoiceField,
            choices_form_class=forms.MultipleChoiceField,
            choices=self.base_field.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def save_form_data(self, instance, data):
        """Boxes are posted in the order of the form: what was held keeps its own, so that a save of the same boxes changes nothing."""
        held = getattr(instance, self.name)
        setattr(instance, self.name, [code for code in held if code in data] + [code for code in data if code not in held])


class LinesFormField(forms.CharField):
    """One value a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]


class LinesField(ArrayField):
    """Short texts in order."""

    def formfield(self, **kwargs):
        return LinesFormField(required=False, label=self.verbose_name, help_text=self.help_text)


class RowsFormField(blocks.BlockField):
    """Wagtail's block editor on plain rows: what comes in and goes out is [{key: value}]."""

    def prepare_value(self, value):
        return self.block.to_python(_as_blocks(value)) if isinstance(value, list) else value

    def clean(self, value):
        return _as_rows(self.block.get_prep_value(super().clean(value)))

    def has_changed(self, initial, data):
        return (initial or []) != _as_rows(self.block.get_prep_value(data))


def _as_blocks(rows):
    return [{"type": "row", "value": row} for row in rows]


def _as_rows(stream):
    return [block["value"] for block in stream]


class RowsField(models.JSONField):
    """The rows of one kind (practices.rows), validated by it."""

    def __init__(self, *args, kind: str, **kwargs):
        self.kind = kind
        kwargs.update(default=list, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def clean(self, value, model_instance):
        return ROW_KINDS[self.kind].clean(value)

    def formfield(self, **kwargs):
        return RowsFormField(block=_rows_block(ROW_KINDS[self.kind]), required=False, label=self.verbose_name, help_text=self.help_text)


def _rows_block(kind: RowKind) -> blocks.StreamBlock:
    """One type of block: the admin's script renders a stream at the top level, not a list."""
    row = blocks.StructBlock([(cell.key, _cell_block(cell)) for cell in kind.cells], label=kind.label)
    return blocks.StreamBlock([("row", row)], required=False, max_num=MOST_ROWS)


def _cell_block(cell: Cell) -> blocks.Block:
    options = {"label": cell.label, "required": cell.required}
    match cell.kind:
        case "choice":
            return blocks.ChoiceBlock(choices=cell.choices.choices, **options)
        case "text":
            return blocks.TextBlock(rows=3, **options)
        case "boolean":
            return blocks.BooleanBlock(label=cell.label, required=False)
        case "number":
            return blocks.FloatBlock(min_value=0, **options)
    return blocks.CharBlock(max_length=300, **options)
