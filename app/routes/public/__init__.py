"""What anybody may see: the list of dialogues, a dialogue and what became of it."""

from fastapi import APIRouter

from app.routes.public import delivery, dialogues, information, opt_out, phone, results

router = APIRouter()
router.include_router(dialogues.router)
router.include_router(results.router)
router.include_router(information.router)
router.include_router(phone.router)
router.include_router(delivery.router)
router.include_router(opt_out.router)
