"""Run a provider of OpenID Connect on this machine, and a server whose refresh asks for a login there."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import oidc_provider_mock

from tests.server import Served, free_port

USERS: Final[dict[str, dict[str, object]]] = {
    "ann": {"email": "Ann@example.org", "email_verified": True},
    "unverified": {"email": "Ann@example.org", "email_verified": False},
    "eve": {"email": "eve@example.org", "email_verified": True},
}


@contextmanager
def site_with_login(start_server: Callable[..., Served], folder: Path) -> Generator[Served]:
    """Give a server at which Ann may refresh once she has logged in; its secrets are in a folder."""
    known = [oidc_provider_mock.User(sub=name, claims=claims) for name, claims in USERS.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=known) as server:
        port, secrets = free_port(), folder / "secrets.toml"
        told = {
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": "of this test alone, and long enough",
            "client_id": "eraline",
            "client_secret": "another",
            "server_metadata_url": f"http://127.0.0.1:{server.server_port}/.well-known/openid-configuration",
        }
        text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())
        secrets.write_text(f"[auth]\n{text}", "utf-8")
        options = ("--secrets.files", str(secrets))
        yield start_server(*options, port=port, ERALINE_REFRESH="auth", ERALINE_REFRESH_USERS="Ann@EXAMPLE.org")
