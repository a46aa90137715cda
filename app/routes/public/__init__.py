"""What anybody may see: the list of dialogues, a dialogue and what became of it."""

from fastapi import APIRouter

from app.routes.public import dialogues

router = APIRouter()
router.include_router(dialogues.router)
