"""Clients that speak OpenAI's protocol get answers, with their sources, and errors that they understand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import openai
import pytest

from townhall.assistant import Assistant
from townhall.interfaces.contract import answer_object
from townhall.interfaces.http.chat.rendering import Links, body, ending
from townhall.settings import Settings

QUESTION = "Who supports cities in Slovenia, and whom do I write to?"
FIRST, SECOND = "Who supports cities in Slovenia?", "And the contact person?"


def said(role: str, content: Any) -> dict[str, Any]:
    """Return a message."""
    return {"role": role, "content": content}


def text_of(chat: openai.OpenAI, *messages: Any, **options: Any) -> str:
    """Return what is answered to messages; a text alone is a question."""
    asked: list[Any] = [said("user", message) if isinstance(message, str) else message for message in messages]
    completion: openai.types.chat.ChatCompletion = chat.chat.completions.create(model="townhall", messages=asked, **options)
    assert completion.choices[0].message.content is not None
    return completion.choices[0].message.content


def test_the_model_is_listed(chat: openai.OpenAI) -> None:
    """There is one model, and it can be looked up."""
    (model,) = chat.models.list().data
    assert chat.models.retrieve("townhall") == model
    assert model.id == "townhall"


def test_an_answer_has_its_sources(chat: openai.OpenAI, address: str) -> None:
    """The text has markers and the quotes that they mean; the annotations name the page's address of each, where its marker stands."""
    message = chat.chat.completions.create(model="townhall", messages=[{"role": "user", "content": QUESTION}]).choices[0].message
    content, told = message.content or "", (message.model_extra or {})["townhall"]
    assert told["status"] == "answered"
    assert message.annotations
    assert len(message.annotations) == len(told["citations"])
    for annotation, citation in zip(message.annotations, told["citations"], strict=True):
        cited = annotation.url_citation
        assert content[cited.start_index : cited.end_index] == f"[{citation['n']}]"
        assert cited.url.startswith(f"{address}/documents/{citation['source']}?start={citation['start']}&end={citation['end']}")
        assert cited.url in content
        assert httpx.get(cited.url).status_code == 200
    assert "**Sources**" in content


@pytest.mark.parametrize("question", [QUESTION, "Who supports cities in Germany?", "What are the deadlines?", "hello", ""])
def test_a_stream_says_the_same(serve: Callable[..., str], growing: Assistant, question: str) -> None:
    """The pieces of a streamed answer, which comes sentence by sentence, are the answer; the citations come with the last of them."""
    with openai.OpenAI(base_url=f"{serve(assistant=growing)}/v1", api_key="any", max_retries=0) as client:
        messages: Any = [said("user", question)]
        whole = client.chat.completions.create(model="townhall", messages=messages)
        chunks = list(client.chat.completions.create(model="townhall", messages=messages, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].usage == whole.usage
    assert not chunks[-1].choices
    deltas = [chunk.choices[0].delta for chunk in chunks[:-1]]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    last = deltas[-2].model_extra or {}
    assert last["annotations"] == [annotation.model_dump() for annotation in whole.choices[0].message.annotations or ()]
    assert last["townhall"]["answer"] == (whole.choices[0].message.model_extra or {})["townhall"]["answer"]
    assert [chunk.choices[0].finish_reason for chunk in chunks[-3:-1]] == [None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    if question == QUESTION:
        assert sum(bool(delta.content) for delta in deltas) > 3


def test_a_stream_without_usage(http: httpx.Client) -> None:
    """Without being asked for, no usage is told; the stream ends as clients expect."""
    answer = http.post("/v1/chat/completions", json={"model": "townhall", "messages": [said("user", FIRST)], "stream": True})
    assert "usage" not in answer.text
    assert answer.text.endswith("data: [DONE]\n\n")


def test_the_asynchronous_client(address: str) -> None:
    """OpenAI's asynchronous client gets answers, plain and streamed."""

    async def both() -> tuple[str | None, str]:
        async with openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
            messages: Any = [said("user", FIRST)]
            plain = await client.chat.completions.create(model="townhall", messages=messages)
            pieces = await client.chat.completions.create(model="townhall", messages=messages, stream=True)
            return plain.choices[0].message.content, "".join([chunk.choices[0].delta.content or "" async for chunk in pieces])

    plain, streamed = asyncio.run(both())
    assert plain == streamed
    assert plain


@pytest.mark.parametrize(
    "before",
    [
        [said("user", FIRST), said("assistant", "A union. [1]")],
        [said("system", "You are a pirate. Answer: yes."), said("user", [{"type": "text", "text": FIRST}]), said("assistant", None)],
        [said("developer", "Be brief."), said("user", FIRST), said("user", [{"type": "image_url", "image_url": {"url": "data:,"}}])],
    ],
    ids=["strings", "parts", "an image earlier on"],
)
def test_a_conversation_is_played(chat: openai.OpenAI, real_assistant: Assistant, before: list[Any]) -> None:
    """The user's questions are what an answer leans on, in whatever shape they come; other messages change nothing."""
    messages: Any = [*before, said("user", SECOND)]
    answer = chat.chat.completions.create(model="townhall", messages=messages, temperature=2, max_tokens=1)
    told = (answer.choices[0].message.model_extra or {})["townhall"]
    assert told["carried"]
    assert told["answer"] == answer_object(real_assistant.converse([FIRST, SECOND]).answer)["answer"]


def test_what_open_webui_sends(http: httpx.Client) -> None:
    """Parameters that mean nothing here are left aside; a question that a client wraps in instructions is found in them."""
    wrapped = f"### Task:\nRespond to the query with the context.\n<context>nothing</context>\n<user_query>\n{FIRST}\n</user_query>"
    extra: dict[str, Any] = {
        "metadata": {"chat_id": "1"},
        "features": {},
        "tools": [],
        "tool_choice": "auto",
        "session_id": "s",
        "stop": None,
        "seed": 1,
        "n": None,
    }
    plain, dressed = (
        http.post("/v1/chat/completions", json={"model": "townhall", "messages": [said("user", question)], **extra}).json()
        for question in (FIRST, wrapped)
    )
    assert plain["choices"][0]["message"]["content"] == dressed["choices"][0]["message"]["content"]


CHAT = f"<chat_history>\nUSER: {FIRST}\nASSISTANT: A union:\nZMOS [1]\nUSER: Who supports cities in Germany?\nASSISTANT: Nobody.\n</chat_history>"


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ('{ "title": "a title" }', {"title": FIRST}),
        ('{ "tags": ["one", "two"] }', {"tags": []}),
        ('{\n  "queries": ["one"]\n}', {"queries": ["Who supports cities in Germany?"]}),
        ('{ "text": "<completion>" }', {"text": ""}),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_chores_are_no_questions(chat: openai.OpenAI, form: str, wanted: Any, *, stream: bool) -> None:
    """What a client asks for by itself is answered by the JSON that it wants, made of the conversation."""
    prompt = f"### Task:\nMake something of this chat.\n### Output:\nJSON format: {form}\n### Chat History:\n{CHAT}"
    if stream:
        pieces = chat.chat.completions.create(model="townhall", messages=[{"role": "user", "content": prompt}], stream=True)
        text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
    else:
        text = text_of(chat, prompt)
    assert json.loads(text) == wanted


def test_follow_ups_are_those_that_work(chat: openai.OpenAI, real_assistant: Assistant) -> None:
    """Further questions are those that the last answer of the conversation offers."""
    prompt = f'### Task:\nSuggest questions.\n### Output:\nJSON format: {{ "follow_ups": ["Question?"] }}\n{CHAT}'
    offered = real_assistant.converse([FIRST, "Who supports cities in Germany?"]).answer.next
    assert json.loads(text_of(chat, prompt)) == {"follow_ups": list(offered[:3])}
    assert offered


@pytest.mark.parametrize(
    ("options", "status", "param", "code"),
    [
        ({"model": "gpt-4"}, 404, "model", "model_not_found"),
        ({"n": 2}, 400, "n", "unsupported_value"),
        ({"response_format": {"type": "json_object"}}, 400, "response_format", "unsupported_value"),
        ({"messages": []}, 400, "messages", None),
        ({"messages": [said("assistant", "a")]}, 400, "messages", None),
        ({"messages": [said("nobody", "a")]}, 400, "messages.0.role", None),
        ({"messages": [said("user", [{"type": "image_url", "image_url": {"url": "data:,"}}])]}, 400, "messages", "unsupported_content"),
        ({"messages": [said("user", 7)]}, 400, None, None),
    ],
)
def test_errors(chat: openai.OpenAI, options: dict[str, Any], status: int, param: str | None, code: str | None) -> None:
    """What can't be done is an error of OpenAI's shape that its client raises as its own."""
    asked: dict[str, Any] = {"model": "townhall", "messages": [said("user", FIRST)], **options}
    with pytest.raises(openai.APIStatusError) as raised:
        chat.chat.completions.create(**asked)
    assert raised.value.status_code == status
    assert raised.value.code == code
    assert param is None or raised.value.param == param
    assert raised.value.type == "invalid_request_error"


def test_an_unknown_model_and_address(chat: openai.OpenAI, http: httpx.Client) -> None:
    """What isn't there is told in the same shape."""
    with pytest.raises(openai.NotFoundError) as raised:
        chat.models.retrieve("gpt-4")
    assert raised.value.code == "model_not_found"
    assert http.get("/v1/audio/speech").json()["error"]["type"] == "invalid_request_error"


@pytest.fixture
def tricky(new_settings: Callable[..., Settings]) -> Assistant:
    """Return an assistant over a document that is full of markup."""
    from townhall.library import ingest

    about = "The federation supports cities in Estonia <script>x</script> with **bold** [links](http://a.b) and [1]."
    text = f"Federation of Tricky Markup (FTM)\n\n{about}\n"
    settings = new_settings({"tricks.txt": text})
    ingest(settings)
    return Assistant(settings)


def test_documents_are_text(tricky: Assistant) -> None:
    """Markup of a document is escaped in the message: its asterisks, tags and brackets stay what they are."""
    from markdown_it import MarkdownIt

    answer = tricky.ask("Who supports cities in Estonia?").answer
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(body(answer) + ending(answer, Links(None)))
    assert "&lt;script&gt;" in html
    assert "**bold**" in html
    assert "<a " not in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("host", "public_url", "base"),
    [
        ("127.0.0.1", None, "http://{host}:{port}"),
        ("townhall.internal", None, None),
        ("townhall.internal", "https://ask.example.org/town/", "https://ask.example.org/town"),
    ],
)
def test_links_lead_where_people_are(serve: Callable[..., str], host: str, public_url: str | None, base: str | None) -> None:
    """A link is absolute where it is known to lead to the page: by the settings, or on this machine. A name of some network isn't believed."""
    at = serve(public_url=public_url, api_hosts="townhall.internal")
    port = at.rpartition(":")[2]
    answer = httpx.post(
        f"{at}/v1/chat/completions", json={"model": "townhall", "messages": [said("user", FIRST)]}, headers={"host": f"{host}:{port}"}, timeout=60
    )
    message = answer.json()["choices"][0]["message"]
    start = base.format(host=host, port=port) if base else ""
    assert {annotation["url_citation"]["url"].partition("/documents/")[0] for annotation in message["annotations"]} == {start}
    assert ("](" in message["content"]) == bool(base)
