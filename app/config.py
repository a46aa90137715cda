"""Settings, read from the environment as SAMENSPRAAK_*."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

DEEPL, DEEPL_FREE = "https://api.deepl.com", "https://api-free.deepl.com"


class Settings(BaseSettings):
    """Everything that differs from one installation to the next."""

    model_config = SettingsConfigDict(env_prefix="SAMENSPRAAK_", env_file=None)

    database_url: str = "sqlite:///samenspraak.sqlite3"
    # Keys the hashes of codes and sessions; without one, a file beside SQLite keeps a key.
    secret_key: SecretStr | None = None
    # The embedder: empty is the multilingual model that comes with the package.
    embedder: str = ""
    # A worker that died is continued by the next with its name; two at a time need two names.
    worker_name: str = "worker-1"
    # Cookies get the __Host- prefix and Secure; a demo on plain http://127.0.0.1 turns it off.
    secure_cookies: bool = True
    # How often somebody may try a code or a password, from one address, in a quarter of an hour.
    login_attempts: int = 20
    # Where a language model may draft names of themes; answers are sent there. Empty: nowhere.
    drafting_url: str = ""
    drafting_model: str = ""
    drafting_key: SecretStr | None = None
    drafting_seconds: float = Field(default=60, gt=0, le=600)
    # How this installation is reached from outside; stands in letters, e-mails and text messages.
    public_url: str = ""
    # E-mail: smtp:// or smtps:// with user and password, "console" to try it out, empty for none.
    mail_server: SecretStr = SecretStr("")
    mail_from: str = ""
    # Text messages: "notifynl", "console" to try it out, empty for none.
    sms_service: Literal["", "console", "notifynl"] = ""
    sms_url: str = "https://api.notifynl.nl"
    sms_key: SecretStr | None = None
    sms_template: str = ""
    # What a sending service must show when it reports that something was delivered or came back.
    delivery_secret: SecretStr | None = None
    messages_per_minute: int = Field(default=300, gt=0, le=60_000)
    # Who may translate answers for readers; answers are sent there. Empty: nobody.
    translation_service: Literal["", "deepl", "libretranslate", "openai"] = ""
    translation_url: str = ""
    translation_key: SecretStr | None = None
    translation_model: str = ""
    translation_seconds: float = Field(default=30, gt=0, le=600)

    @model_validator(mode="after")
    def require_a_whole_drafting_address(self) -> Self:
        """Refuse an address to which nothing could be sent, or one without a model."""
        if not self.drafting_url:
            return self
        require_address(self.drafting_url, "SAMENSPRAAK_DRAFTING_URL")
        if not self.drafting_model:
            raise ValueError("SAMENSPRAAK_DRAFTING_URL needs SAMENSPRAAK_DRAFTING_MODEL too")
        return self

    @model_validator(mode="after")
    def require_a_whole_translation_service(self) -> Self:
        """Refuse a service that could not be asked, and an address without a service."""
        if not self.translation_service:
            if self.translation_url:
                raise ValueError("SAMENSPRAAK_TRANSLATION_SERVICE is needed with an address")
            return self
        key = self.translation_key.get_secret_value() if self.translation_key else ""
        if self.translation_service == "deepl":
            if not key:
                raise ValueError("DeepL needs SAMENSPRAAK_TRANSLATION_KEY")
            if not self.translation_url:
                self.translation_url = DEEPL_FREE if key.endswith(":fx") else DEEPL
        if self.translation_service == "openai" and not self.translation_model:
            raise ValueError("SAMENSPRAAK_TRANSLATION_MODEL is needed with openai")
        require_address(self.translation_url, "SAMENSPRAAK_TRANSLATION_URL")
        return self

    @model_validator(mode="after")
    def require_a_whole_sms_service(self) -> Self:
        """Refuse an address of a service for text messages that could not be asked."""
        if self.sms_service == "notifynl":
            require_address(self.sms_url, "SAMENSPRAAK_SMS_URL")
        return self

    @property
    def translation(self) -> bool:
        """Tell whether a service may translate answers."""
        return bool(self.translation_service)

    @property
    def translation_host(self) -> str:
        """Name the machine that answers are sent to for a translation."""
        return urlsplit(self.translation_url).hostname or ""

    @property
    def translation_name(self) -> str:
        """Name who translates, as readers see it."""
        names = {"deepl": "DeepL", "libretranslate": "LibreTranslate"}
        return names.get(self.translation_service, self.translation_model)

    @property
    def drafting(self) -> bool:
        """Tell whether a language model may be asked to draft names."""
        return bool(self.drafting_url)

    @property
    def drafting_host(self) -> str:
        """Name the machine that answers are sent to."""
        return urlsplit(self.drafting_url).hostname or ""

    def key(self) -> bytes:
        """Return the secret key, made and kept beside a SQLite database when none is set."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        url = make_url(self.database_url)
        if not url.drivername.startswith("sqlite") or not url.database:
            raise RuntimeError("Set SAMENSPRAAK_SECRET_KEY to a long random text.")
        return kept_key(Path(f"{url.database}.key"))


def require_address(address: str, name: str) -> None:
    """Refuse an address to which nothing could be sent. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{name} must begin with https:// or http://")


def kept_key(path: Path) -> bytes:
    """Read the key in this file, or make one that only this account can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = secrets.token_hex(32).encode()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key


@lru_cache
def get_settings() -> Settings:
    """Read the settings once in a process."""
    return Settings()
