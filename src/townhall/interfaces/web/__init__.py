"""The chat page: Gradio carries the conversation, the page itself is ours."""

from townhall.interfaces.web.app import build_app, serve

__all__ = ["build_app", "serve"]
