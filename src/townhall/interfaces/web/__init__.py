"""The site: Gradio carries the conversation, the pages themselves are ours."""

from townhall.interfaces.web.app import build_app
from townhall.interfaces.web.server import serve

__all__ = ["build_app", "serve"]
