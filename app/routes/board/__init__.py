"""The board's door: proposals with their evidence, and the decision."""

from fastapi import APIRouter

router = APIRouter()
