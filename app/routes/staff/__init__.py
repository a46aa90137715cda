"""How facilitators and board members come in and go out; residents never log in."""

from fastapi import APIRouter

from app.routes.staff import login

router = APIRouter()
router.include_router(login.router)
