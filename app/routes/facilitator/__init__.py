"""The facilitator's desk: design, launch, moderate, shape themes, write proposals."""

from fastapi import APIRouter

router = APIRouter()
