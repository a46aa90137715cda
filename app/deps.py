"""What a route may ask for: the session, the time, the settings."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlmodel import Session

from app.config import Settings
from app.db import reading, transaction

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


def writes(endpoint: Endpoint) -> Endpoint:
    """Mark a GET route that stores something, such as that a card was shown."""
    endpoint.__dict__["writes"] = True
    return endpoint


def hurries(endpoint: Endpoint) -> Endpoint:
    """Mark a route that stores what nobody is told of yet (see ``app.db.transaction``)."""
    endpoint.__dict__["hurries"] = True
    return endpoint


def get_session(request: Request) -> Iterator[Session]:
    """Open the one transaction of this request; it is committed before the answer is sent."""
    endpoint, engine = request.scope.get("endpoint"), request.app.state.engine
    only_reads = request.method in ("GET", "HEAD") and not getattr(endpoint, "writes", False)
    hurried = getattr(endpoint, "hurries", False)
    with reading(engine) if only_reads else transaction(engine, hurried=hurried) as session:
        yield session


def get_now(request: Request) -> datetime:
    """Tell the time of the server, in UTC."""
    return request.app.state.clock()  # type: ignore[no-any-return]  # state is untyped


def get_request_settings(request: Request) -> Settings:
    """Give the settings that this app was made with."""
    return request.app.state.settings  # type: ignore[no-any-return]  # state is untyped


SessionDep = Annotated[Session, Depends(get_session, scope="function")]
Now = Annotated[datetime, Depends(get_now)]
SettingsDep = Annotated[Settings, Depends(get_request_settings)]
