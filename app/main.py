"""Puts the web app together: settings, database, doors."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from asgi_cross_origin_protection import CrossOriginProtection
from fastapi import FastAPI
from sqlalchemy import Engine

from app import errors
from app.body_limit import BodyLimit
from app.charts import Drawings
from app.clock import utc_now
from app.config import Settings, get_settings
from app.db import make_engine
from app.faults import OwnFaults
from app.figures import KeptFigures
from app.languages import LanguageMiddleware
from app.live import LiveStreams
from app.queries.acting import Acting
from app.queries.alarms import Alarms
from app.queries.evidence import WeighedTheme
from app.queries.exposure import Realised
from app.queries.results import Figures
from app.queries.suggestions import Suggestion
from app.queries.theme_map import DrawnThemes
from app.queries.theme_parts import Inside
from app.queries.waves import Wave
from app.queries.weighing import Weighing
from app.rate_limit import AttemptLimit
from app.routes import board, facilitator, public, resident, staff
from app.routes.public import phone
from app.security import SecurityHeaders
from app.static_files import CompressedFiles, KeptFiles
from app.templating import STATIC, STATIC_PATH
from dialogue.not_enough import NotEnoughData


def create_app(
    settings: Settings | None = None,
    engine: Engine | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> FastAPI:
    """Make the web app on a migrated database; an engine that is given is left open at the end."""
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if engine is None:
            app.state.engine.dispose()

    app = FastAPI(
        title="Samenspraak",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    equip(app, settings, engine or make_engine(settings.database_url), clock)
    errors.register(app)
    # The last one added is the first to see a request.
    app.add_middleware(BodyLimit)
    app.add_middleware(CrossOriginProtection, deny_app=errors.refuse_from_elsewhere)
    app.add_middleware(OwnFaults)
    app.add_middleware(LanguageMiddleware)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(CompressedFiles, starts=(f"{STATIC_PATH}/", *phone.SAME_FOR_EVERYBODY))
    app.mount(STATIC_PATH, KeptFiles(directory=STATIC), name="static")
    for door in (public, staff, resident, facilitator, board):
        app.include_router(door.router)
    return app


def equip(app: FastAPI, settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> None:
    """Give an app what its doors share, with nothing counted and nothing worked out yet."""
    app.state.settings = settings
    app.state.engine = engine
    app.state.clock = clock
    app.state.attempts = AttemptLimit(settings.login_attempts)
    app.state.figures = KeptFigures[Figures]()
    app.state.weighings = KeptFigures[Weighing | NotEnoughData]()
    app.state.exposures = KeptFigures[Realised | None]()
    app.state.alarms = KeptFigures[Alarms]()
    app.state.maps = KeptFigures[DrawnThemes]()
    app.state.supports = KeptFigures[Mapping[UUID, WeighedTheme]]()
    app.state.rated = KeptFigures[int]()
    app.state.nearest = KeptFigures[Mapping[UUID, Suggestion]]()
    app.state.waves = KeptFigures[Sequence[Wave]]()
    app.state.acting = KeptFigures[Mapping[UUID, Acting]]()
    app.state.insides = KeptFigures[Inside]()
    app.state.drawings = Drawings()
    app.state.live = LiveStreams()
