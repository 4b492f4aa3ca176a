"""The eligibility check in headless Chromium: axe-core finds nothing, nothing is too wide, no script is needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.test_browser import browser, home, site

__all__ = ["browser", "home", "site"]
pytestmark = pytest.mark.browser
RESULT = "/dieu-kien?viec=may_moc&loai_hinh=ho_kinh_doanh&dia_ban=xa&nganh=co_khi&may_moi=co&on=2026-11-25"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    for path in ("/dieu-kien", "/dieu-kien?viec=may_moc&von=12", RESULT + "&buoc=8", RESULT):
        page.goto(site + path)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_what_is_folded_is_printed(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + RESULT)
    folded = page.locator("details:not([open]) li").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    page.close()


def test_the_steps_lead_to_the_answer_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/dieu-kien")
    page.get_by_label("Mua máy móc, thiết bị; nhận chuyển giao công nghệ").check()
    page.get_by_role("button", name="Tiếp").click()
    page.get_by_label("Hộ kinh doanh").check()
    page.get_by_role("button", name="Quay lại").click()
    page.get_by_role("button", name="Xem kết quả").click()
    assert "Hộ kinh doanh" in page.locator(".given").inner_text()
    assert "Chưa rõ: Hỗ trợ máy móc" in page.locator("main").inner_text()
    context.close()
