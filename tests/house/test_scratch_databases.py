"""The fixtures every other test stands on."""

import socket

import pytest
from sqlalchemy import text

from engine.store.connection import open_database
from tests.conftest import NetworkIsShut

FAR_AWAY = ("192.0.2.1", 80)  # a documentation address (RFC 5737); nobody lives there


def test_a_test_gets_a_database_of_its_own(database_address):
    engine = open_database(database_address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def test_the_next_test_finds_nothing_of_the_one_before(database_address):
    engine = open_database(database_address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def test_nobody_leaves_this_machine():
    with socket.socket() as alone, pytest.raises(NetworkIsShut):
        alone.connect(FAR_AWAY)
    with socket.socket(type=socket.SOCK_DGRAM) as alone, pytest.raises(NetworkIsShut):
        alone.sendto(b"", FAR_AWAY)
    with pytest.raises(NetworkIsShut):
        socket.create_connection(("registry.invalid", 443), timeout=1)


def test_loopback_stays_open():
    with socket.create_server(("127.0.0.1", 0)) as door:
        socket.create_connection(door.getsockname()[:2], timeout=1).close()
