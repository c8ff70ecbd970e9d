"""What the public is answered when it asks for the files of one row."""

from django.test import Client

from media.delivery import delivered


def statuses(instance):
    """The statuses of all that is delivered of a chart, a tall picture or a recording."""
    return {Client().get(f"/media/{name}").status_code for name in delivered(instance)}
