"""统一身份认证: an administrator sees what is set and tries the provider, which is really asked."""

import pytest
from playwright.sync_api import expect

from tests.browser.window import Window
from tests.web.provider import CLIENT_ID, CLIENT_SECRET, served
from webui.sign_on import Provider

pytestmark = pytest.mark.browser


@pytest.fixture
def provider(tmp_path, monkeypatch):
    """A provider that is set for the bureau of these tests."""
    secret = tmp_path / "client.secret"
    secret.write_text(CLIENT_SECRET, encoding="utf-8")
    with served() as provider:
        kept = Provider(
            issuer=provider.issuer,
            client_id=CLIENT_ID,
            secret_file=str(secret),
            title="省统一身份认证",
        )
        monkeypatch.setattr("webui.api.sign_on_settings.provider_of", lambda *_: kept)
        yield provider


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_an_administrator_tries_the_provider(window, provider, phone, dark):
    person: Window = window("security_admin", phone=phone, dark=dark)
    page = person.go("/sign-on-settings")
    expect(page.get_by_text(provider.issuer, exact=True)).to_be_visible()
    page.get_by_role("button", name="试连").click()
    expect(page.get_by_role("region", name="试连的结果", exact=True)).to_contain_text("通过")
    assert person.barriers() == []
    provider.issuer += "/"
    page.get_by_role("button", name="试连").click()
    expect(page.get_by_role("region", name="试连的结果", exact=True)).to_contain_text(
        "不通过：签发者与设置一致"
    )
    expect(page.get_by_text("斜线")).to_be_visible()
    assert CLIENT_SECRET not in page.content()
    assert person.barriers() == []


def test_a_place_without_it_has_nothing_to_try(window):
    page = window("sys_admin").go("/sign-on-settings")
    expect(page.get_by_text("未启用")).to_be_visible()
    expect(page.get_by_role("button", name="试连")).to_be_disabled()
