"""What anybody may see: the list of dialogues, a dialogue and what became of it."""

from fastapi import APIRouter

router = APIRouter()
