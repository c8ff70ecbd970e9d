"""What phones and cameras write: bright colours and half pictures become ordinary films."""

import re
import subprocess

import pytest

from tests.recordings import films

pytestmark = [pytest.mark.django_db, films.needs_ffmpeg]
TO_HLG = (
    "format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,"
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020:npl=203,"
    "zscale=t=arib-std-b67:m=bt2020nc:r=tv:npl=1000,format=yuv420p10le"
)
TO_PQ = TO_HLG.replace("arib-std-b67", "smpte2084")
BRIGHT = {"arib-std-b67": TO_HLG, "smpte2084": TO_PQ}
TAGS = {"color_primaries": "bt2020", "colorspace": "bt2020nc", "range": "tv"}
HALF_PICTURES = ("-vf", "interlace", "-flags", "+ilme+ildct", "-x264opts", "tff=1")


def seen(path, filters, pattern):
    """What a filter of ffmpeg says of the film, as numbers."""
    argv = ["ffmpeg", "-i", str(path), "-vf", filters, "-f", "null", "-"]
    output = subprocess.run(argv, check=True, capture_output=True, text=True).stderr
    return [float(number) for number in re.findall(pattern, output)]


def brightness(path):
    filters = "signalstats,metadata=print:key=lavfi.signalstats.YAVG"
    values = seen(path, filters, r"YAVG=([\d.]+)")
    return sum(values) / len(values)


def hdr(transfer, named):
    """What makes a film of this transfer that names only these colours."""
    rest = ":".join(f"{tag}={TAGS[tag] if tag in named else 'unknown'}" for tag in TAGS)
    return ("-vf", f"{BRIGHT[transfer]},setparams=color_trc={transfer}:{rest}")


@pytest.mark.parametrize("named", [list(TAGS), [], ["color_primaries"]])
@pytest.mark.parametrize("transfer", BRIGHT)
def test_a_film_in_hdr_gets_ordinary_colours_however_little_it_says(
    world, tmp_path, transfer, named
):
    source = films.film(tmp_path, seconds=1, options=hdr(transfer, named))
    ordinary = films.film(tmp_path, "ordinary.mp4", seconds=1)

    made = films.processed(world, source).file.path

    assert "color_transfer=bt709" in films.info(made) and "pix_fmt=yuv420p\n" in films.info(made)
    assert abs(brightness(source) / 4 - brightness(ordinary)) > 5
    assert abs(brightness(made) - brightness(ordinary)) < 5


def test_an_interlaced_film_becomes_whole_pictures(world, tmp_path):
    # Movement shows the combs of half pictures: the test picture scrolls.
    moving = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=50,scroll=horizontal=0.02"]
    source = films.make(tmp_path / "camera.mp4", *moving, seconds=1, options=HALF_PICTURES)

    made = films.processed(world, source).file.path

    combed = r"Multi frame detection: TFF:\s*(\d+)"
    assert seen(source, "idet", combed)[0] > 20
    assert seen(made, "idet", combed)[0] == 0
