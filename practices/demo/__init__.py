"""Demo sheets, marked as demo: two files of the import format, each line with the state that the sheet is left in (`demo_state`)."""
