"""What is kept between visits: conversations, feedback, administrators' sessions and counted attempts, in one SQL database."""

from townhall.storage.conversation import Conversation, Exchange, ExchangeKind, Owner, Summary
from townhall.storage.conversations import Conversations
from townhall.storage.database import Database, open_database
from townhall.storage.feedback import COMMENT_CHARACTERS, Entry, Feedback, Reason, Receipt, Verdict
from townhall.storage.limits import Allowance, Limits
from townhall.storage.retention import Swept, delete_all, sweep
from townhall.storage.sessions import Sessions, SignIn
from townhall.storage.tokens import new_id, new_token, same

__all__ = [
    "COMMENT_CHARACTERS",
    "Allowance",
    "Conversation",
    "Conversations",
    "Database",
    "Entry",
    "Exchange",
    "ExchangeKind",
    "Feedback",
    "Limits",
    "Owner",
    "Reason",
    "Receipt",
    "Sessions",
    "SignIn",
    "Summary",
    "Swept",
    "Verdict",
    "delete_all",
    "new_id",
    "new_token",
    "open_database",
    "same",
    "sweep",
]
