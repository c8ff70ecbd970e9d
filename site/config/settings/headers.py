"""What browsers are told about our answers (docs/decisions/0067-what-browsers-are-told.md)."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

_EVERYWHERE = {
    "default-src": [SELF],
    "connect-src": [SELF],
    "font-src": [SELF],
    "manifest-src": [SELF],
    "object-src": [NONE],
    "worker-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    # Wagtail's preview is a frame of the same host, which holds a page as readers see it.
    "frame-ancestors": [SELF],
    # No `onclick=` anywhere, Wagtail's pages included.
    "script-src-attr": [NONE],
}

# Pages, feeds, API and previews: nothing that stands in a text is ever run or styles anything.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **_EVERYWHERE,
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "frame-src": [NONE],
    },
}

# Wagtail's date fields, choosers and inline panels carry scripts in their HTML, its editor styles.
DESK_CONTENT_SECURITY_POLICY = {
    **_EVERYWHERE,
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    # A picture or film that was chosen is shown before it is sent.
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
}

# A page asks for nothing of the machine; the player may fill the screen.
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "fullscreen": "self",
    **{
        feature: []
        for feature in (
            "accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture",
            "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
            "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
            "xr-spatial-tracking",
        )
    },
}  # fmt: skip

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # as frame-ancestors, for browsers that do not know it
# W019 asks for DENY; see the line above. W005 and W021 ask to speak for addresses of others.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W005", "security.W021"]

# A link in a mail must find its reader signed in, so never Strict.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
# Forms carry the token, scripts take it from the form.
CSRF_COOKIE_HTTPONLY = True
