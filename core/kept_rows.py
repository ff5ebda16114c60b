"""Rows of a saved version that name nothing that can be gone."""

from typing import Any

from modelcluster.models import model_from_serializable_data


class NamesWhatStays:
    """They name their own page and a word of a vocabulary, which the database never lets go: neither is looked for at each reading."""

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        return model_from_serializable_data(cls, data, check_fks=False)
