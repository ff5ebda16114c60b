"""What seldom changes is kept in the process for some seconds, and made again only when it changed."""

import pytest

from core import fresh
from core.fresh import Fresh


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(fresh, "time", clock)
    monkeypatch.setattr(fresh, "SECONDS", 5.0)
    return clock


def test_a_value_is_read_again_after_its_seconds_and_not_before(clock):
    read = []
    value = Fresh(lambda: read.append(1) or len(read))
    assert (value(), value()) == (1, 1)
    clock.now += 5.1
    assert value() == 2


def test_what_is_slow_to_make_is_made_again_only_when_what_it_is_made_from_changed(clock):
    source, made = ["a"], []
    value = Fresh(lambda: list(source), made=lambda read: made.append(read) or f"made of {read}")
    assert value() == "made of ['a']"
    clock.now += 5.1
    assert (value(), len(made)) == ("made of ['a']", 1)
    source.append("b")
    assert len(made) == 1
    clock.now += 5.1
    assert (value(), len(made)) == ("made of ['a', 'b']", 2)
