"""Which address a room can reach, from lists of adapters as systems give them."""

from __future__ import annotations

import ifaddr
import pytest

from kit.errors import CohortError
from kit.live.process import networks
from kit.live.process.networks import Kind, choose, follow, local_addresses


@pytest.fixture
def here(tmp_path):
    """``here({"wlan0": "192.168.1.5/24"}, tun0="type 65534")``: the addresses of a computer with these adapters."""

    def make(adapters: dict[str, str], **told: str):
        for name, line in told.items():
            file, _, text = line.partition(" ")
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_text(text)
        made = [
            ifaddr.Adapter(name, name, [_ip(one, name) for one in text.split()], index=number)
            for number, (name, text) in enumerate(adapters.items())
        ]
        return local_addresses(made, tmp_path)

    return make


def _ip(text: str, name: str) -> ifaddr.IP:
    address, _, prefix = text.partition("/")
    return ifaddr.IP((address, 0, 0) if ":" in address else address, int(prefix), name)


LO = {"lo": "127.0.0.1/8 ::1/128"}


@pytest.mark.parametrize(
    ("adapters", "found"),
    [
        ({"wlan0": "192.168.1.5/24", "tun0": "10.8.0.6/24"}, "192.168.1.5"),
        ({"utun4": "10.8.0.6/32", "en0": "192.168.1.5/24 fe80::1/64"}, "192.168.1.5"),
        ({"WireGuard Tunnel": "10.0.0.2/32", "Intel(R) Wi-Fi 6 AX201 160MHz": "192.168.0.12/24"}, "192.168.0.12"),
        (
            {"Cisco AnyConnect Virtual Miniport": "10.9.8.7/24", "Realtek PCIe GbE": "172.16.4.4/16"},
            "172.16.4.4",
        ),
        ({"docker0": "172.17.0.1/16", "br-0123456789ab": "172.18.0.1/16", "enp3s0": "10.1.2.3/24"}, "10.1.2.3"),
        ({"virbr0": "192.168.122.1/24", "vboxnet0": "192.168.56.1/24", "wlp2s0": "10.0.0.9/24"}, "10.0.0.9"),
        ({"Hyper-V Virtual Ethernet Adapter": "172.29.1.1/20", "Wi-Fi": "192.168.178.20/24"}, "192.168.178.20"),
        ({"eth0": "169.254.7.7/16", "wlan0": "192.168.1.5/24"}, "192.168.1.5"),
        # A hotspot of this computer, which may be on a cable besides.
        ({"enp3s0": "10.1.2.3/24", "wlan0": "10.42.0.1/24"}, "10.42.0.1"),
        ({"Ethernet": "192.168.5.5/24", "Microsoft Wi-Fi Direct Virtual Adapter": "192.168.137.1/24"}, "192.168.137.1"),
        ({"en0": "10.1.2.3/24", "bridge100": "192.168.2.1/24"}, "192.168.2.1"),
        # A cable between two computers, a network of six alone, a university's public addresses.
        ({"eth0": "169.254.7.7/16"}, "169.254.7.7"),
        ({"wlan0": "fe80::1/64 fd12:3456::7/64"}, "fd12:3456::7"),
        ({"eth0": "130.149.7.7/24", "tailscale0": "100.64.3.3/32"}, "130.149.7.7"),
        ({"wwan0": "100.70.1.2/30", "wlan0": "192.168.43.5/24"}, "192.168.43.5"),
        ({"Sonderbar": "192.168.1.5/24", "tap-windows adapter v9": "10.8.0.6/24"}, "192.168.1.5"),
    ],
)
def test_the_rooms_network_is_found_among_tunnels_and_bridges(here, adapters, found):
    assert choose(here({**LO, **adapters})).local.address == found


def test_what_is_left_out_is_named_with_its_adapter(here):
    chosen = choose(here({"wlan0": "192.168.1.5/24", "tun0": "10.8.0.6/24", "docker0": "172.17.0.1/16"}))
    assert str(chosen.local) == "192.168.1.5 (wlan0, Wi-Fi)"
    assert [str(one) for one in chosen.left_out] == [
        "10.8.0.6 (tun0, a VPN)",
        "172.17.0.1 (docker0, for programs on this computer)",
    ]
    assert chosen.as_good == ()


def test_what_the_system_says_of_an_adapter_counts_more_than_its_name(here):
    told = {"company": "type 65534", "eth0": "operstate down", "inner": "wireless 1"}
    found = here({"company": "10.8.0.6/24", "eth0": "10.1.1.1/24", "inner": "192.168.1.5/24"}, **told)
    assert [one.kind for one in found] == [Kind.VPN, Kind.DOWN, Kind.WIFI]
    assert choose(found).local.address == "192.168.1.5"


def test_two_networks_that_are_as_good_are_both_named_and_one_network_twice_is_not(here):
    chosen = choose(here({"eth0": "10.0.0.3/24", "wlan0": "192.168.1.5/24"}))
    assert (chosen.local.address, [one.address for one in chosen.as_good]) == ("192.168.1.5", ["10.0.0.3"])
    assert choose(here({"eth0": "192.168.1.6/24", "wlan0": "192.168.1.5/24"})).as_good == ()


def test_only_a_tunnel_or_nothing_at_all_is_told_with_the_cure(here):
    with pytest.raises(CohortError, match=r"no local network.*hotspot.*10\.8\.0\.6 \(tun0, a VPN\).*--address"):
        choose(here({**LO, "tun0": "10.8.0.6/24"}))
    with pytest.raises(CohortError, match="hotspot") as none:
        choose(here(LO))
    assert "--address" not in str(none.value)


def test_an_address_that_is_asked_for_is_taken_whatever_its_adapter(here):
    found = here({"wlan0": "192.168.1.5/24", "tun0": "10.8.0.6/24", "eth0": "fd00::7/64"})
    assert choose(found, "10.8.0.6").local.adapter == "tun0"
    assert choose(found, "[fd00:0::7]").local.address == "fd00::7"
    for wrong, words in (("10.0.0.1", "192.168.1.5 .wlan0"), ("wlan0", "no address"), ("127.0.0.1", "leave out")):
        with pytest.raises(CohortError, match=words):
            choose(found, wrong)
    with pytest.raises(CohortError, match="in any network"):
        choose([], "10.0.0.1")


def test_a_session_goes_on_where_its_adapter_is_and_else_where_the_room_is(here):
    (before,) = here({"wlan0": "192.168.1.5/24"})
    moved = here({"eth0": "10.0.0.3/24", "wlan0": "192.168.9.9/24", "tun0": "10.8.0.6/24"})
    assert follow(moved, before, wanted=False).address == "192.168.9.9"
    assert follow(moved[:1], before, wanted=False).address == "10.0.0.3"
    assert follow(moved[:1], before, wanted=True) is None
    assert follow(moved[2:], before, wanted=False) is None
    assert follow([], None, wanted=False) is None


def test_this_computer_is_looked_through_without_sending_anything(monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    for one in networks.local_addresses():
        assert one.adapter
        assert not one.address.startswith("127.")
