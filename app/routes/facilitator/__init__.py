"""The facilitator's desk: design, launch, moderate, shape themes, write proposals."""

from fastapi import APIRouter

from app.routes.facilitator import (
    design,
    dialogues,
    exposure,
    invitations,
    moderation,
    plan,
    population,
    proposals,
    rounds,
    theme_drafts,
    theme_map,
    theme_parts,
    themes,
    weighing,
)

router = APIRouter()
for noun in (
    dialogues,
    design,
    rounds,
    invitations,
    population,
    moderation,
    theme_map,  # before themes: its addresses are longer
    theme_parts,
    theme_drafts,
    themes,
    proposals,
    weighing,
    exposure,
    plan,
):
    router.include_router(noun.router)
