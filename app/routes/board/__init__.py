"""The board's door: proposals with their evidence, and the decision."""

from fastapi import APIRouter

from app.routes.board import agenda, decisions, predictions

router = APIRouter()
router.include_router(agenda.router)
router.include_router(decisions.router)
router.include_router(predictions.router)
