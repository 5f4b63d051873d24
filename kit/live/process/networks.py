"""The networks this computer is in: its addresses, their adapters, and which of them phones can reach."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import ifaddr

from kit.errors import CohortError

# What Linux says of its adapters; other systems have no such folder, and there their names have to do.
SYSTEM = Path("/sys/class/net")
_POINT_TO_POINT = {"512", "65534", "768", "769", "776", "778"}  # ppp, no hardware at all (tun, WireGuard), tunnels


class Kind(Enum):
    """What an adapter is, as people call it."""

    HOTSPOT = "this computer's own hotspot"
    WIFI = "Wi-Fi"
    CABLE = "a cable"
    OTHER = ""
    VPN = "a VPN"
    MOBILE = "a mobile network"
    PROGRAMS = "for programs on this computer"
    DOWN = "not connected"


_NAMES = (
    (Kind.HOTSPOT, r"wi-?fi direct|hosted network|^ap\d+$|^bridge100$"),
    (
        Kind.VPN,
        r"^(u?tun|tap|wg|ipsec|gif|stf|vti|zt|tailscale|nordlynx|proton|mullvad|cscotun|gpd|he-ipv6|sit|gre)\w*\d*$"
        r"|\bvpn|vpn\b|wireguard|wintun|openvpn|tap-windows|anyconnect|fortinet|fortissl|globalprotect|pangp|hamachi"
        r"|zerotier|tailscale|cloudflare ?warp|zscaler|juniper|pulse secure|checkpoint|check point|sonicwall|tunnel",
    ),
    (Kind.MOBILE, r"^(ww|ppp|rmnet|pdp_ip)\w*\d+$|mobile broadband|\bwwan\b|\blte\b"),
    (
        Kind.PROGRAMS,
        r"^(docker|br-[0-9a-f]{12}|veth|virbr|vmnet|vboxnet|vnet|lxc|lxd|incusbr|podman|cni|flannel|cali|kube|crc"
        r"|vmenet|bridge|dummy|ifb|anpi|awdl|llw)|hyper-v virtual|vethernet|virtualbox|vmware|\bwsl\b"
        r"|npcap|loopback|parallels",
    ),
    (Kind.WIFI, r"^(wl|ath|ra\d)|wi-?fi|wireless|wlan|802\.11|airport"),
    (Kind.CABLE, r"^(eth|en|em\d|p\d+p\d|usb|lan)|ethernet|\bgbe\b|gigabit"),
)
# Addresses that systems give to themselves when they are the hotspot: Windows, NetworkManager.
_OWN_HOTSPOTS = [ipaddress.ip_network(one) for one in ("192.168.137.1/32", "10.42.0.1/32")]
_USABLE = (Kind.HOTSPOT, Kind.WIFI, Kind.CABLE, Kind.OTHER)


@dataclass(frozen=True, kw_only=True)
class LocalAddress:
    """An address of this computer, and the adapter that has it."""

    address: str
    adapter: str
    kind: Kind
    network: str = ""

    def __str__(self) -> str:
        about = f"{self.adapter}, {self.kind.value}" if self.kind.value else self.adapter
        return f"{self.address} ({about})"

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: the smaller, the more likely phones in the room reach it. Wi-Fi and cable are equally good."""
        address = ipaddress.ip_address(self.address)
        sort = 2 if address.version == 6 else 3 if address.is_link_local else 0 if address.is_private else 1
        return sort, {Kind.HOTSPOT: 0, Kind.WIFI: 1, Kind.CABLE: 1}.get(self.kind, 2)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The address to listen at, others that are as good, and those left out."""

    local: LocalAddress
    as_good: tuple[LocalAddress, ...] = ()
    left_out: tuple[LocalAddress, ...] = ()


def local_addresses(adapters: Iterable[ifaddr.Adapter] | None = None, system: Path = SYSTEM) -> list[LocalAddress]:
    """Return every address of this computer except loopback, without sending anything."""
    here = []
    for adapter in ifaddr.get_adapters() if adapters is None else adapters:
        name = str(adapter.nice_name or adapter.name)
        for ip in adapter.ips:
            address = ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0].partition("%")[0])
            if address.is_loopback or address.is_unspecified or (address.version == 6 and address.is_link_local):
                continue
            network = ipaddress.ip_network((address, ip.network_prefix), strict=False)
            kind = _kind_of(name, address, ip.network_prefix, system / str(adapter.name))
            here.append(LocalAddress(address=str(address), adapter=name, kind=kind, network=str(network)))
    return here


def choose(here: Sequence[LocalAddress], wanted: str = "") -> Chosen:
    """Choose the address of the room's network, or the *wanted* one. Raises CohortError that lists what there is."""
    if wanted:
        return _wanted(here, wanted)
    good = sorted((one for one in here if one.kind in _USABLE), key=lambda one: (*one.order, one.kind is not Kind.WIFI))
    left = tuple(one for one in here if one.kind not in _USABLE)
    if not good:
        there = f" There's only {_listed(left)}; --address with one of these uses it all the same." if left else ""
        raise CohortError(
            "This computer is in no local network; connect it to the room's network or a phone's hotspot, or leave "
            f"out --lan to try things out on this computer.{there}"
        )
    first = good[0]
    equal = tuple(one for one in good[1:] if one.order == first.order and one.network != first.network)
    return Chosen(local=first, as_good=equal, left_out=left)


def follow(here: Sequence[LocalAddress], before: LocalAddress | None, *, wanted: bool) -> LocalAddress | None:
    """Return where to go on when an address is gone, on the same adapter first; None if there is no other.

    An address that somebody *wanted* has a reason, so only its own adapter is followed.
    """
    same = [one for one in here if before and one.adapter == before.adapter]
    if wanted:
        return min(same, key=lambda one: one.order, default=None)
    usable = [one for one in here if one.kind in _USABLE]
    kept = [one for one in same if one in usable]
    return min(kept or usable, key=lambda one: one.order, default=None)


def in_address(address: str) -> str:
    """Return an address as it stands in a link: IPv6 in brackets."""
    return f"[{address}]" if ":" in address else address


def _wanted(here: Sequence[LocalAddress], wanted: str) -> Chosen:
    try:
        address = ipaddress.ip_address(wanted.strip("[] "))
    except ValueError:
        raise CohortError(f"--address: {wanted!r} is no address; this computer has {_listed(here)}.") from None
    if address.is_loopback:
        raise CohortError(f"--address: {wanted} is reached from this computer alone; leave out --address and --lan.")
    local = next((one for one in here if one.address == str(address)), None)
    if local is None:
        raise CohortError(f"--address: this computer has no {wanted}; it has {_listed(here)}.")
    return Chosen(local=local)


def _listed(here: Iterable[LocalAddress]) -> str:
    return ", ".join(map(str, here)) or "no address in any network"


def _kind_of(name: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address, prefix: int, told: Path) -> Kind:
    known = _told_kind(told)
    if known in (Kind.VPN, Kind.DOWN):
        return known
    if address.version == 4 and any(address in one for one in _OWN_HOTSPOTS):
        return Kind.HOTSPOT
    named = next((kind for kind, pattern in _NAMES if re.search(pattern, name, re.IGNORECASE)), None)
    if named is not None:
        return known or named
    return known or (Kind.VPN if prefix >= address.max_prefixlen and address.version == 4 else Kind.OTHER)


def _told_kind(folder: Path) -> Kind | None:
    """Return what the system itself says an adapter is, or None if that settles nothing."""
    if _read(folder / "operstate") == "down":
        return Kind.DOWN
    if (folder / "tun_flags").exists() or _read(folder / "type") in _POINT_TO_POINT:
        return Kind.VPN
    return Kind.WIFI if (folder / "wireless").exists() or (folder / "phy80211").exists() else None


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
