"""Text at twice its size fits the width of a telephone, on every public page."""

import pytest

from interpretations.releases.execution.execute import execute
from tests.factories import approve, submit_set
from tests.media.shown import file_of, picture_of, set_with_files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
# What stands out of the page and does not scroll within itself.
TOO_WIDE = """
document.documentElement.style.fontSize = '200%';
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.facets'))
  .map(e => `${e.tagName}.${e.className}: ${Math.round(e.getBoundingClientRect().right)}`);
"""


@pytest.fixture
def addresses(world):
    policy = set_with_files(world, picture_of(world), file_of(world))
    execute(approve(world, submit_set(world, policy)).pk)
    interpretation = policy.get_children().live().get()
    department = policy.get_parent()
    lists = ["/", "/policies/", "/interpretations/", "/search/", "/search/?q=便民措施", "/nowhere/"]
    return [*lists, department.url, policy.url, interpretation.url, "/sitemap/"]


def test_text_at_twice_its_size_fits_a_telephone(person, addresses):
    person.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", TELEPHONE)
    too_wide = {}

    for address in addresses:
        person.open(address)
        too_wide[address] = person.driver.execute_script(TOO_WIDE)

    assert {address: wide for address, wide in too_wide.items() if wide} == {}
