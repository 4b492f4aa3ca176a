"""Pages of files in headless Chromium, without scripts: a result leads to its marked page, a report, the quarantine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.test_browser import browser, site
from tests.test_sources import NAME, home

__all__ = ["browser", "home", "site"]
pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
DRAWN = "[...document.images].every(image => image.complete && image.naturalWidth > 300)"


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["desk", "phone"])
def plain(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without scripts of its own; what a test evaluates still runs."""
    width, height = request.param
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_a_result_leads_to_its_marked_page_and_the_report(plain: Page, site: str) -> None:
    wrong: list[str] = []
    plain.on("response", lambda reply: wrong.append(reply.url) if reply.status >= 400 else None)
    plain.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    plain.goto(f"{site}/tra-cuu?q=khoản 1 Điều 1 Nghị định 7/2030/NĐ-CP")
    plain.get_by_role("link", name="trên trang gốc").first.click()
    assert plain.locator("h1").inner_text() == "Trang 1 / 3 của bản gốc"
    assert plain.locator("blockquote").inner_text().startswith("1. Nghị định này quy định về tổ chức")
    plain.wait_for_load_state("networkidle")
    assert plain.evaluate(FITS)
    assert plain.evaluate(DRAWN)
    plain.get_by_role("link", name="Báo cáo đọc tệp").click()
    assert NAME in plain.locator("main").inner_text()
    plain.locator("img").first.scroll_into_view_if_needed()
    plain.wait_for_load_state("networkidle")
    assert plain.evaluate(FITS)
    assert plain.evaluate("document.querySelectorAll('h1').length") == 1
    plain.get_by_role("link", name="Trang 2", exact=True).click()
    assert plain.locator("h1").inner_text() == "Trang 2 / 3 của bản gốc"
    assert wrong == []


def test_a_place_of_the_document_leads_to_its_page(plain: Page, site: str) -> None:
    plain.goto(f"{site}/van-ban/nd-cp/2030/7")
    plain.get_by_role("link", name="Xem Điều 2 Nghị định 7/2030/NĐ-CP trên trang gốc").click()
    assert "Nằm trên các trang" in plain.locator("main").inner_text()
    plain.get_by_role("link", name="2", exact=True).click()
    assert plain.locator("blockquote").inner_text().startswith("thu mua sản phẩm.")


def test_a_file_set_aside_is_read_again_with_one_press(plain: Page, site: str, home: Path) -> None:
    plain.goto(f"{site}/kho")
    plain.get_by_role("link", name="Xem từng tệp và đọc lại").click()
    assert plain.evaluate(FITS)
    plain.get_by_role("button", name="Đọc lại").click()
    assert "hỏng.pdf vẫn để riêng" in plain.locator("[role=status]").inner_text()
    assert plain.evaluate(FITS)
