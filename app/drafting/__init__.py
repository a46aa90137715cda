"""A language model drafts the name of a theme, for a person to take over or leave."""

from app.drafting.drafter import Drafter, draft_what_was_asked

__all__ = ["Drafter", "draft_what_was_asked"]
