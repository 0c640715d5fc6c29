"""``townhall mcp`` in a process of its own, spoken to over its standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters

from townhall.settings import Settings

SOURCE = Path(__file__).parents[3] / "src"


def command_of(settings: Settings) -> list[str]:
    """Return the command that serves."""
    return [sys.executable, "-m", "townhall", "mcp", "--corpus", str(settings.corpus), "--index", str(settings.index), "--today", "2024-05-01"]


def test_two_clients_each_start_a_server_and_ask(real_settings: Settings) -> None:
    """Two clients at once, each with a server of its own over the same index, are answered with quotes."""
    command, *arguments = command_of(real_settings)
    parameters = StdioServerParameters(command=command, args=arguments, env={"PYTHONPATH": str(SOURCE)})

    async def asked(question: str) -> str:
        async with Client(parameters) as client:
            found = (await client.call_tool("ask", {"question": question})).structured_content
            assert found
            assert found["status"] == "answered"
            assert found["citations"]
            return str(found["answer"])

    async def both() -> tuple[str, str]:
        return await asyncio.gather(asked("Who supports cities in Malta?"), asked("What are the deadlines for application?"))

    malta, deadlines = asyncio.run(both())
    assert "Local Councils" in malta
    assert "17 June 2024" in deadlines


def test_standard_output_carries_messages_only(real_settings: Settings, tmp_path: Path) -> None:
    """Even while the first index is built, each line of standard output is a message; tools wait for the index; the end of input ends it."""
    shutil.copytree(real_settings.index / "models", tmp_path / "index" / "models")
    settings = real_settings.model_copy(update={"index": tmp_path / "index"})
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "list_documents", "arguments": {}}},
    ]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command_of(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as server:  # noqa: S603 - our own command
        assert server.stdin
        assert server.stdout
        assert server.stderr
        try:
            server.stdin.write(b"".join(json.dumps(message).encode() + b"\n" for message in messages))
            server.stdin.flush()
            replies = [json.loads(server.stdout.readline()) for _ in range(2)]
            server.stdin.close()
            rest, log = server.stdout.read(), server.stderr.read()
            status = server.wait(timeout=60)
        finally:
            server.kill()
    assert [reply["id"] for reply in replies] == [1, 2]
    assert replies[0]["result"]["serverInfo"]["name"] == "townhall"
    assert replies[1]["result"]["structuredContent"]["total"] == 5
    assert (rest, status) == (b"", 0)
    assert b"Building the index" in log


def test_what_is_wrong_with_the_documents_is_told_by_the_tools(real_settings: Settings, tmp_path: Path) -> None:
    """A folder that isn't there doesn't end the server: the tools say what is missing and what mends it."""
    settings = real_settings.model_copy(update={"corpus": tmp_path / "nothing", "index": tmp_path / "index"})
    command, *arguments = command_of(settings)

    async def asked() -> tuple[bool, str]:
        async with Client(StdioServerParameters(command=command, args=arguments, env={"PYTHONPATH": str(SOURCE)})) as client:
            result = await client.call_tool("ask", {"question": "Who supports cities in Malta?"})
            return bool(result.is_error), str(result.content)

    is_error, text = asyncio.run(asked())
    assert is_error
    assert "There is no folder" in text
    assert "--corpus DIR" in text
