"""What all devices get alike is compressed once, and goes out so to those who take it."""

from __future__ import annotations

import gzip

import pytest

from kit.live.pages.packed import pack


@pytest.mark.parametrize("accepts", ["gzip", "br, gzip", "GZIP;q=0.5, *;q=0", "deflate,  gzip ; q=1"])
def test_whoever_takes_gzip_gets_it(accepts):
    data, encoding = pack(b"the same for everyone " * 50).as_taken(accepts)
    assert encoding == "gzip"
    assert gzip.decompress(data) == b"the same for everyone " * 50
    assert len(data) < 100


@pytest.mark.parametrize("accepts", ["", "br", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip"])
def test_whoever_does_not_gets_it_plain(accepts):
    assert pack(b"as it is").as_taken(accepts) == (b"as it is", "")


def test_the_same_is_compressed_to_the_same_bytes_at_any_time():
    assert pack(b"no clock in it") == pack(b"no clock in it")
