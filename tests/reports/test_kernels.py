from pathlib import Path

import pytest

from kit.reports import kernels
from kit.reports.kernels import Pool, Stopped


class Pretend:
    """Stands in for a kernel: counts, and starts nothing."""

    def __init__(self, *_):
        self.killed = self.closed = False

    def kill(self):
        self.killed = True

    def close(self):
        self.closed = True


@pytest.fixture
def started(monkeypatch):
    made = []
    monkeypatch.setattr(kernels, "Kernel", lambda *_: made.append(Pretend()) or made[-1])
    return made


def pool(notebooks):
    return Pool(Path("p"), Path("c"), notebooks=notebooks)


def test_the_next_kernel_boots_while_one_works(started):
    two = pool(2)
    with two.kernel():
        assert len(started) == 2
    with two.kernel() as second:
        assert second is started[1]
        assert len(started) == 2
    assert all(kernel.closed for kernel in started)


def test_a_kernel_serves_one_notebook_even_when_that_fails(started):
    one = pool(1)
    with pytest.raises(ZeroDivisionError), one.kernel():
        raise ZeroDivisionError
    assert started[0].closed
    assert len(started) == 1


def test_stopping_ends_every_kernel_and_starts_no_other(started):
    three = pool(3)
    with three.kernel() as working:
        three.stop()
        assert working.killed
        assert started[1].killed
        with pytest.raises(Stopped), three.kernel():
            pass
    three.close()
    assert all(kernel.closed for kernel in started)
