"""What anybody may see: the list of dialogues, a dialogue and what became of it."""

from fastapi import APIRouter

from app.routes.public import dialogues, information, phone, results

router = APIRouter()
router.include_router(dialogues.router)
router.include_router(results.router)
router.include_router(information.router)
router.include_router(phone.router)
