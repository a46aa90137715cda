"""The facilitator's desk: design, launch, moderate, shape themes, write proposals."""

from fastapi import APIRouter

from app.routes.facilitator import (
    design,
    dialogues,
    invitations,
    moderation,
    proposals,
    rounds,
    themes,
)

router = APIRouter()
for noun in (dialogues, design, rounds, invitations, moderation, themes, proposals):
    router.include_router(noun.router)
