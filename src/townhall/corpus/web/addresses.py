"""Connections go to public addresses only: a page of the web must not make this machine ask its own network.

A name is looked up once, every address that it has is judged, and the connection goes to one that was judged and not to the name, which could have
another address a moment later.
"""

from __future__ import annotations

import ipaddress
import socket

import httpx

NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that stand for one of IPv4, in their last 32 bits (RFC 6052)."""


class PrivateAddressError(httpx.TransportError):
    """A name leads to this machine or its network."""


def is_public(address: str) -> bool:
    """Whether an address belongs to a machine of the internet; what is written in one of IPv6 is judged as the address of IPv4 that it is."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class PublicTransport(httpx.BaseTransport):
    """Carries requests to addresses that were judged; with ``private`` to all."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        # One connection a host at a time: pages are asked for one after another.
        self._transport = httpx.HTTPTransport(limits=httpx.Limits(max_connections=1, max_keepalive_connections=1), trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to an address of its host.

        Raises:
            PrivateAddressError: one of them is not public.
            httpx.ConnectError: it has none.
        """
        host = request.url.host
        address = self._address(host, request.url.port or (443 if request.url.scheme == "https" else 80), request)
        request.url = request.url.copy_with(host=address)
        # The certificate is the name's; the header Host has the name already.
        request.extensions = {**request.extensions, "sni_hostname": host}
        return self._transport.handle_request(request)

    def _address(self, host: str, port: int, request: httpx.Request) -> str:
        try:
            found = list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"{host} is not known", request=request) from error
        if not self._private and not all(map(is_public, found)):
            raise PrivateAddressError(f"{host} is an address of this machine or its network", request=request)
        return found[0]

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()
