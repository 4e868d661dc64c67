"""Is a URL that leads nowhere named by its variable, and its password kept?"""

import socket
import traceback
from typing import Final

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store.database import open_database

SECRET: Final = "s3cr3t"  # noqa: S105 - opens nothing


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "sqlite",
        "mysql://user:s3cr3t@localhost/db",
        "postgresql://user:s3cr3t@localhost/db",
        "sqlite://eraline.db",
        "postgresql+psycopg://user:s3cr3t@localhost:port/db",
        "postgresql+psycopg://user:@s3cr3t@localhost/db",
        "postgresql+psycopg://user:half@s3cr3t/@localhost/db",
        "postgresql+psycopg://user:half/@s3cr3t@localhost/db",
        "postgresql+psycopg://user:s3cr3t@[::1/db",
    ],
)
def test_a_url_that_cannot_be_used_names_the_variable_and_keeps_the_password(url: str) -> None:
    with pytest.raises(StoreError, match="ERALINE_DATABASE_URL") as caught:
        open_database(url)
    assert "missing" not in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_postgresql_out_of_reach_names_the_variable_and_keeps_the_password() -> None:
    with socket.socket() as taken:
        # bound but not listening: refused at once, and no other program's
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StoreError, match="ERALINE_DATABASE_URL") as caught:
            open_database(f"postgresql+psycopg://user:{SECRET}@127.0.0.1:{port}/db")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_postgresql_database_that_is_not_there_names_the_variable_and_not_the_database(postgresql_url: str) -> None:
    missing = sa.make_url(postgresql_url).set(database="missing", password=SECRET)
    with pytest.raises(StoreError, match=r"ERALINE_DATABASE_URL.*database does not exist") as caught:
        open_database(missing.render_as_string(hide_password=False))
    assert SECRET not in "".join(traceback.format_exception(caught.value))
