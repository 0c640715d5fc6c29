"""What can go wrong between us and a language model: of which kind it is, and what the operator can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from townhall.settings import Settings


class FaultKind(StrEnum):
    """The kinds of fault."""

    REFUSED = "refused"
    """Nobody listens there, or nothing leads there."""
    SLOW = "slow"
    """Nothing, or not all of it, came in time."""
    KEY = "key"
    """The key is missing or wrong (HTTP 401, 403)."""
    UNKNOWN = "unknown"
    """There is no such model, or no such address (404)."""
    REJECTED = "rejected"
    """The request is not to the server's liking (400, 413, 422)."""
    BUSY = "busy"
    """Too much is asked of it, by us or by others (429)."""
    SERVER = "server"
    """It has a fault of its own (5xx)."""
    GARBLED = "garbled"
    """What came can't be read, or broke off."""


AGAIN = frozenset({FaultKind.REFUSED, FaultKind.BUSY, FaultKind.SERVER})
"""Kinds after which the same request may succeed."""
_BY_STATUS = {
    400: FaultKind.REJECTED,
    401: FaultKind.KEY,
    403: FaultKind.KEY,
    404: FaultKind.UNKNOWN,
    408: FaultKind.SLOW,
    413: FaultKind.REJECTED,
    422: FaultKind.REJECTED,
    429: FaultKind.BUSY,
}
_SERVER = 500


class Fault(Exception):  # noqa: N818 - named as everything here speaks of it; it is caught where it arises
    """A reply that didn't come, or not whole. Its text holds nothing of what was asked, and no key."""

    def __init__(self, kind: FaultKind, detail: str = "", *, wait: float | None = None) -> None:
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.detail = detail
        self.wait = wait
        """Seconds that the server asks to wait before the next attempt."""


def fault_of(error: BaseException) -> Fault:
    """Return what a client's exception means, whichever client's it is."""
    import httpx

    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status > 0:
        kind = _BY_STATUS.get(status, FaultKind.SERVER if status >= _SERVER else FaultKind.REJECTED)
        return Fault(kind, f"HTTP {status}", wait=_retry_after(error))
    chain = list(_causes(error))
    if any(isinstance(cause, (httpx.TimeoutException, TimeoutError)) for cause in chain):
        return Fault(FaultKind.SLOW, "no reply in time")
    if any(isinstance(cause, (httpx.ConnectError, ConnectionError)) for cause in chain):
        return Fault(FaultKind.REFUSED, "no connection")
    if any(isinstance(cause, httpx.TransportError) for cause in chain):
        return Fault(FaultKind.GARBLED, "the connection broke off")
    return Fault(FaultKind.GARBLED, type(error).__name__)


@dataclass(frozen=True, slots=True)
class Advice:
    """A fault told to the operator."""

    cause: str
    remedy: str


def advice_on(fault: Fault, settings: Settings) -> Advice:
    """Say what is wrong with the settings' language model, and what mends it."""
    name, where = settings.language_model or "", address_of(settings)
    match fault.kind:
        case FaultKind.REFUSED:
            start = "Start Ollama (`ollama serve`)" if settings.speaks_ollama else "Start the server"
            cause, remedy = f"nobody answers at {where}", f"{start}, or mend TOWNHALL_LANGUAGE_MODEL_URL."
        case FaultKind.SLOW:
            cause, remedy = f"{where} didn't answer in time", "Load the model first, or raise TOWNHALL_LANGUAGE_MODEL_FIRST_SECONDS."
        case FaultKind.KEY:
            cause, remedy = f"{where} doesn't accept the key ({fault.detail})", "Mend TOWNHALL_LANGUAGE_MODEL_KEY."
        case FaultKind.UNKNOWN:
            pull = (
                f"Run `ollama pull {name.removeprefix('ollama/')}`" if settings.speaks_ollama else "Ask the server for its models (GET …/v1/models)"
            )
            cause, remedy = f"{where} knows no model {name!r}, or has nothing at that address", f"{pull}, or mend TOWNHALL_LANGUAGE_MODEL."
        case FaultKind.REJECTED:
            cause, remedy = f"{where} rejects the request ({fault.detail})", "Mend TOWNHALL_LANGUAGE_MODEL_OPTIONS, or its window."
        case FaultKind.BUSY:
            cause, remedy = f"{where} has too much to do, or the account is used up ({fault.detail})", "Try again later, or raise its limits."
        case FaultKind.SERVER:
            cause, remedy = f"{where} has a fault of its own ({fault.detail})", "Look at that server's log."
        case FaultKind.GARBLED:
            protocol = "Ollama's" if settings.speaks_ollama else "OpenAI's"
            cause, remedy = f"what {where} says can't be read ({fault.detail})", f"Check that it speaks {protocol} protocol."
    return Advice(cause, remedy)


def address_of(settings: Settings) -> str:
    """Return where the settings' language model is, or the class that reaches it."""
    return settings.language_model_class or settings.language_model_url or "Ollama on this machine"


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _retry_after(error: BaseException) -> float | None:
    """Return the seconds of a ``Retry-After`` header; a date there, or nonsense, counts as none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (ValueError, TypeError):
        return None
