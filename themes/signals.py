"""What others may need to follow."""

from django.dispatch import Signal

# Both are sent inside the transaction of the change, with `theme` or `keyword`: its name, its place or its successor is another
# now, so what was published with it says something old until it is written again.
theme_changed = Signal()
keyword_changed = Signal()
