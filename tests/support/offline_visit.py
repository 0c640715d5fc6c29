"""Serve a page and ask it one question where there is no network but the loopback: ``offline_visit.py CORPUS INDEX``, in a namespace of its own."""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import serving
from fifty_people import client
from visitor import Visitor

SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40
"""From Linux's headers: a new namespace has a loopback that is down."""


def main() -> None:
    """Bring the loopback up, see that nothing else is there, serve, ask, print what was said."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP | IFF_RUNNING))
    if (others := [name for _, name in socket.if_nameindex() if name != "lo"]) or Path("/proc/net/route").read_text().count("\n") > 1:
        sys.exit(f"There is a network: {others}")
    with serving.townhall(Path(sys.argv[2]), Path(sys.argv[1])) as server:
        sys.stdout.write(asyncio.run(ask(server.address)) + "\n")


async def ask(address: str) -> str:
    """Return the question that the page kept with its answer."""
    async with client(address) as of_somebody:
        visitor = Visitor(of_somebody)
        await visitor.open()
        await visitor.ask("Who supports cities in Slovenia?")
        return str(await visitor.kept())


if __name__ == "__main__":
    main()
