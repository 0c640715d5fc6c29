"""The routes under ``/v1``: models, and chat completions plain and streamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from townhall.assistant import Assistant
from townhall.interfaces.http.access import asker_of
from townhall.interfaces.http.chat.chores import Chore, chore_of, fill
from townhall.interfaces.http.chat.completions import Completion, model_object
from townhall.interfaces.http.chat.messages import MODEL, CompletionRequest, check, questions_of
from townhall.interfaces.http.chat.rendering import links_of
from townhall.interfaces.http.errors import ChatError
from townhall.interfaces.http.reading import JsonRoute
from townhall.interfaces.http.streaming import EVENTS, begun, streamed
from townhall.interfaces.web.operating.questions import ByDoor
from townhall.interfaces.web.site import Site
from townhall.memory import Memory

FOLLOW_UPS = 3
"""Further questions that are offered at most."""


class Model(BaseModel):
    """The one model there is."""

    id: str
    object: str
    created: int
    owned_by: str


class Models(BaseModel):
    """All models."""

    object: str
    data: list[Model]


class ChatCompletion(BaseModel):
    """An answer as a chat message."""

    model_config = ConfigDict(extra="allow")

    id: str
    object: str
    created: int
    model: str
    choices: list[dict[str, Any]] = Field(
        description="One. Its message holds `content` (Markdown with markers), `annotations` (a `url_citation` for each source), and as `townhall` "
        "the object that /api/ask answers."
    )
    usage: dict[str, int] = Field(description="In tokens of the language model, where one wrote the answer; else in words.")


def router(site: Site, memory: Memory) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/v1", tags=["OpenAI's protocol"], route_class=JsonRoute)

    @routes.get("/models", summary="List the models", response_model=Models)
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [model_object(site.assistant.made.timestamp())]}

    @routes.get("/models/{model}", summary="Say what a model is", response_model=Model)
    def model(model: str) -> dict[str, Any]:
        if model != MODEL:
            raise ChatError(f"There is no model {model[:100]!r} here; the model is {MODEL!r}.", status=404, param="model", code="model_not_found")
        return model_object(site.assistant.made.timestamp())

    grows = {"description": "The answer; with `stream` as chunks, and last `[DONE]`.", "content": {EVENTS: {}}}

    @routes.post("/chat/completions", summary="Continue a conversation", response_model=ChatCompletion, responses={200: grows})
    async def completions(request: Request, asked: CompletionRequest) -> Response:
        check(asked)
        questions = questions_of(asked.messages)
        url = request.url
        completion = Completion(questions[-1], links_of(site.settings.public_url, scheme=url.scheme, host=url.hostname or "", netloc=url.netloc))
        with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        if chore := chore_of(questions[-1]):
            text = await run_in_threadpool(done, chore, site.assistant, memory)
            return streamed(completion.stream_saying(text, with_usage=with_usage)) if asked.stream else JSONResponse(completion.saying(text))
        # A chore that a client left among the messages is no question that a later one could lean on.
        questions = (*(question for question in questions[:-1] if not chore_of(question)), questions[-1])
        asker = asker_of(request, ByDoor.API)
        if asked.stream:
            await run_in_threadpool(site.questions.admit, asker)
            turns = site.questions.growing(asker, site.assistant.play(questions, memory=memory, lasting=True))
            return streamed(completion.stream(await begun(turns), with_usage=with_usage))
        turn = await run_in_threadpool(site.questions.answered, asker, lambda: site.assistant.converse(questions, memory=memory))
        return JSONResponse(completion.of(turn.answer))

    return routes


def done(chore: Chore, assistant: Assistant, memory: Memory) -> str:
    """Return what a chore wants; further questions are those that the last answer of its conversation offers."""

    def follow_ups(questions: Sequence[str]) -> tuple[str, ...]:
        return assistant.converse(questions, memory=memory, written=False).answer.next[:FOLLOW_UPS]

    return fill(chore, follow_ups)
