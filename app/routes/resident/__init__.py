"""The pages on a phone: come in, answer, weigh, confirm, find out what became of it."""

from fastapi import APIRouter

router = APIRouter()
