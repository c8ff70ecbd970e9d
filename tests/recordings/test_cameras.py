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
HLG = (
    "-vf", TO_HLG, "-color_primaries", "bt2020", "-color_trc", "arib-std-b67",
    "-colorspace", "bt2020nc",
)  # fmt: skip
HALF_PICTURES = ("-vf", "interlace", "-flags", "+ilme+ildct", "-x264opts", "tff=1")


def seen(path, filters, pattern):
    """What a filter of ffmpeg says of the film, as numbers."""
    argv = ["ffmpeg", "-i", str(path), "-vf", filters, "-f", "null", "-"]
    said = subprocess.run(argv, check=True, capture_output=True, text=True).stderr
    return [float(one) for one in re.findall(pattern, said)]


def brightness(path):
    filters = "signalstats,metadata=print:key=lavfi.signalstats.YAVG"
    found = seen(path, filters, r"YAVG=([\d.]+)")
    return sum(found) / len(found)


def test_a_film_of_a_phone_in_hdr_gets_ordinary_colours(world, tmp_path):
    source = films.film(tmp_path, options=HLG)
    ordinary = films.film(tmp_path, "ordinary.mp4")

    made = films.processed(world, source).file.path

    assert "color_transfer=bt709" in films.told(made) and "pix_fmt=yuv420p\n" in films.told(made)
    assert abs(brightness(source) / 4 - brightness(ordinary)) > 20
    assert abs(brightness(made) - brightness(ordinary)) < 15


def test_an_interlaced_film_becomes_whole_pictures(world, tmp_path):
    # Movement shows the combs of half pictures: the test picture scrolls.
    moving = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=50,scroll=horizontal=0.02"]
    source = films.make(tmp_path / "camera.mp4", *moving, options=HALF_PICTURES)

    made = films.processed(world, source).file.path

    combed = r"Multi frame detection: TFF:\s*(\d+)"
    assert seen(source, "idet", combed)[0] > 20
    assert seen(made, "idet", combed)[0] == 0
