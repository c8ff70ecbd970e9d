"""The media desk under /admin/media/: recordings, uploads, captions, charts."""
