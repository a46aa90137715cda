"""How facilitators and board members come in and go out; residents never log in."""

from fastapi import APIRouter

from app.routes.staff import account, joining, login, passwords

router = APIRouter()
for noun in (login, passwords, joining, account):
    router.include_router(noun.router)
