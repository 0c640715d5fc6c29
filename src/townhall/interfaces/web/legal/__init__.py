"""What the law wants said, and what is true of this installation: about, privacy, accessibility."""

from townhall.interfaces.web.legal.routes import router

__all__ = ["router"]
