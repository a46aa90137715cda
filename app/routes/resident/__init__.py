"""The pages on a phone: come in, answer, weigh, confirm, find out what became of it."""

from fastapi import APIRouter

from app.routes.resident import (
    background,
    closing,
    confirmations,
    contributions,
    participants,
    ratings,
    receipts,
)

router = APIRouter()
router.include_router(receipts.entrance)
for noun in (participants, contributions, background, ratings, confirmations, closing, receipts):
    router.include_router(noun.router, prefix="/d/{slug}")
