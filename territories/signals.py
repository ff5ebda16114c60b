"""What others may need to follow."""

from django.dispatch import Signal

# Sent inside the transaction of `load_territories` with `codes`: the territories whose name, context, place in the tree or
# successor changed. What was published with them says something old until it is written again.
territories_changed = Signal()
