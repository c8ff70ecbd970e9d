"""What a page with a film ships: controls to unfold, styles and scripts of no other block."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interpretations.releases.execution.execute import execute
from tests.charts.tables import EMPLOYMENT, chart
from tests.factories import approve, interpretations_of, make_set_showing, submit_set
from tests.infographics.pictures import infographic, stored
from tests.player.test_blocks import BODY, film, shown, sound, value

pytestmark = pytest.mark.django_db
PLAYER = {"css/player.css", "js/player.js", "css/pictures.css"}
CHART = {"css/chart.css"}
INFOGRAPHIC = {"css/pictures.css", "js/infographic.js"}


def asked_for(html):
    return {name for name in PLAYER | CHART | INFOGRAPHIC if name in html}


def released(world, *blocks):
    """The addresses of a document and of its interpretation with these blocks."""
    policy = make_set_showing(world, *blocks)
    execute(approve(world, submit_set(world, policy)).pk)
    return policy.url, interpretations_of(policy)[0].url


def html_of(address):
    return Client().get(address).content.decode()


def test_a_page_asks_for_what_its_blocks_need(world):
    blocks = {
        "film": (film(), PLAYER),
        "sound": (sound(), PLAYER),
        "chart": (chart(EMPLOYMENT), CHART),
        "infographic": (infographic(stored(world)), INFOGRAPHIC),
        "text": (("text", "<p>办事少跑腿。</p>"), set()),
    }
    for kind, (block, needed) in blocks.items():
        html = render_to_string("interpretations/_block_assets.html", {"body": value(block)})
        assert (kind, asked_for(html)) == (kind, needed)


def test_a_document_asks_for_the_player_only_where_it_shows_the_film(world):
    document, interpretation = released(world, film())

    assert not asked_for(html_of(document))
    assert asked_for(html_of(f"{document}both/")) == PLAYER
    assert asked_for(html_of(interpretation)) == PLAYER


def test_knowing_the_kinds_of_block_asks_the_database_nothing_more(world):
    blocks = BODY.get_prep_value(BODY.normalize([film(), sound(), infographic(stored(world))]))

    def queries(*templates):
        body = BODY.to_python(blocks)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for template in templates:
                render_to_string(template, {"body": body})
            body.render_as_block()
        return len(asked)

    assert queries("interpretations/_block_assets.html") == queries() > 0


def test_the_controls_are_inert_until_a_script_unfolds_them():
    html = shown(film())

    row = html.split("<template data-player-row>")[1].split("</template>")[0]
    assert 'class="player"' in row and 'role="status"' in row
    assert '<select class="player__select"' in row and "<kbd>" in row


def test_a_sound_offers_neither_captions_nor_the_full_screen():
    html = shown(sound())

    assert "data-player-captions" not in html and "<kbd>F</kbd>" not in html
    assert "data-player-follow" not in html


def test_the_box_of_the_transcript_is_reached_by_the_keyboard_and_named():
    assert 'role="group" aria-label="文字稿" tabindex="0"' in shown(film())
