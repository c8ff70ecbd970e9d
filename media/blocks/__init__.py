"""The blocks of a body that show files: pictures, charts, film, sound, attachments."""
