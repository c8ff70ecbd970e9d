"""Films and sound: probing, transcoding, and the worker that does both."""
