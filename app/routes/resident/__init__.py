"""The pages on a phone: come in, answer, weigh, confirm, find out what became of it."""

from fastapi import APIRouter

from app.routes.resident import (
    background,
    closing,
    confirmations,
    contributions,
    kiosk,
    participants,
    ratings,
    receipts,
)

router = APIRouter()
router.include_router(receipts.entrance)
for noun in (
    participants, kiosk, contributions, background, ratings, confirmations, closing, receipts,
):  # fmt: skip
    router.include_router(noun.router, prefix="/d/{slug}")
