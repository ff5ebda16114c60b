"""The forms by which contributors write their sheets, built from practices.sheet."""
