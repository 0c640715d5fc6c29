"""What the API reads. A field that isn't known is an error: a misspelt one would be left aside in silence."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from townhall.locales.lexicon import LANGUAGES
from townhall.model import SlotKey

MESSAGES = 500
PATTERNS = 100
PATTERNS_IN_ADDRESS = 20
"""Patterns that fit into an address, however they are encoded: servers read one of 64 kB."""
PATTERN_CHARACTERS = 200
"""Of a pattern: ``*`` stands for what is longer."""
HITS = 100
EVIDENCE = 100
EVIDENCE_CHARACTERS = 5_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> object:
    """Read a day, and nothing else that a date could be made of."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write a day as YYYY-MM-DD")
    return date.fromisoformat(value)


def _whole(value: object) -> object:
    """Read a number without a fraction as the integer that it is in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return value


def _characters(value: str) -> str:
    """Refuse half of a character: JSON can write one down, and nothing can be made of it."""
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("holds half of a character (a surrogate)")
    return value


Text = Annotated[str, AfterValidator(_characters)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "enum": list(LANGUAGES)})]
Question = Annotated[Text, Field(description="In any of the 24 languages. One that is empty or too long is answered with what is wrong.")]
Pattern = Annotated[Text, Field(max_length=PATTERN_CHARACTERS)]
Sources = Annotated[
    list[Pattern],
    Field(
        max_length=PATTERNS, description="Patterns of the documents to keep to, as `national-*.txt`; none: all of them.", examples=[["national-*"]]
    ),
]
Identifier = Annotated[Text, Field(max_length=200, description="What the answer is to be known by; it comes back as it is.")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Message(_Request):
    """A message of a conversation."""

    role: Literal["user", "assistant"]
    content: Text


class Dropped(_Request):
    """What is not to be taken over from earlier questions, named as in an answer's `carried`."""

    slot: Text = Field(examples=["place"])
    value: Text = Field(examples=["SI"])

    @property
    def key(self) -> SlotKey:
        """What it is known by to the assistant."""
        return SlotKey(self.slot, self.value)


HOLDS_A_QUESTION: dict[str, Any] = {"contains": {"properties": {"role": {"const": "user"}}, "required": ["role"]}}
"""What a list of messages must hold, in JSON Schema."""


def _one_of(first: str, second: str) -> Any:
    """Say in JSON Schema that one of two fields is there, and not the other."""
    return {"oneOf": [{"required": [first]}, {"required": [second]}]}


class Asked(_Request):
    """A question, with the questions before it if it leans on them."""

    model_config = ConfigDict(json_schema_extra={
        **_one_of("question", "messages"),
        "examples": [{"question": "Who supports cities in Slovenia?"}, {"question": "And in Malta?", "before": ["Who supports cities in Slovenia?"]}],
    })  # fmt: skip

    question: Question = ""
    before: list[Text] = Field(default=[], max_length=MESSAGES, description="The questions before it in the same conversation, the oldest first.")
    messages: list[Message] = Field(
        default=[],
        max_length=MESSAGES,
        description="In place of `question` and `before`: the conversation. Its user's messages are played in order, the last one is answered.",
        json_schema_extra=HOLDS_A_QUESTION,
    )
    sources: Sources = []
    today: Day | None = Field(default=None, description="The day to assume; without it the day of the server.", examples=["2024-05-01"])
    dropped: list[Dropped] = Field(default=[], max_length=PATTERNS, description="What the question is not to take over from those before it.")
    stream: bool = Field(default=False, description="Whether to answer by server-sent events while the answer grows.")
    id: Identifier = ""

    @model_validator(mode="after")
    def _one_form(self) -> Asked:
        given = self.model_fields_set
        if ("question" in given) == ("messages" in given):
            raise ValueError("give either question or messages")
        if "messages" in given and not any(message.role == "user" for message in self.messages):
            raise ValueError("messages holds no message of the user")
        return self

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions of the conversation in order."""
        if "question" in self.model_fields_set:
            return (*self.before, self.question)
        return tuple(message.content for message in self.messages if message.role == "user")


class Searched(_Request):
    """Words to search for."""

    model_config = ConfigDict(json_schema_extra={**_one_of("query", "messages"), "examples": [{"query": "deadline of phase 2", "k": 5}]})

    query: Text = ""
    messages: list[Message] = Field(
        default=[],
        max_length=MESSAGES,
        description="In place of `query`: a conversation, whose last question is searched for as it stands by itself.",
        json_schema_extra=HOLDS_A_QUESTION,
    )
    k: Annotated[int, BeforeValidator(_whole)] = Field(default=10, ge=1, le=HITS, description="How many passages at most.")
    sources: Sources = []
    id: Identifier = ""

    @model_validator(mode="after")
    def _one_form(self) -> Searched:
        given = self.model_fields_set
        if ("query" in given) == ("messages" in given):
            raise ValueError("give either query or messages")
        if "messages" in given and not any(message.role == "user" for message in self.messages):
            raise ValueError("messages holds no message of the user")
        return self

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions of the conversation in order; the query where there is none."""
        if "query" in self.model_fields_set:
            return (self.query,)
        return tuple(message.content for message in self.messages if message.role == "user")


class Claimed(_Request):
    """A statement with the texts that are to support it."""

    statement: Text = Field(max_length=EVIDENCE_CHARACTERS, examples=["169 million EU citizens lack basic digital skills."])
    evidence: list[Annotated[Text, Field(max_length=EVIDENCE_CHARACTERS)]] = Field(
        max_length=EVIDENCE, examples=[["According to data 169 million EU citizens lack even basic digital skills."]]
    )
    language: Language = Field(default="en", description="Of the statement; ISO 639-1.")
    id: Identifier = ""
