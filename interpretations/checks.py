"""Django system checks: rules about the whole that a machine can look after."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

REQUIRED_MIDDLEWARE = (
    "interpretations.reading.snapshot.PublicReadMiddleware",
    "interpretations.editorial.guard.middleware.EditorialGuardMiddleware",
    "media.intake.characters.CharactersMiddleware",
)


@register()
def middleware_is_there(app_configs: Any, **kwargs: Any) -> list[Error]:
    """P1 and P2 stand on two middlewares, text that can be published on the third."""
    return [
        Error(
            f"{name} is not in MIDDLEWARE",
            hint="Restore the order of config/settings/base.py.",
            id="interpretations.E001",
        )
        for name in REQUIRED_MIDDLEWARE
        if name not in settings.MIDDLEWARE
    ]


@register()
def workflow_is_off(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Wagtail's workflow would be a second, unguarded review (docs/doors.md, points 1 to 6)."""
    if getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return [
            Error(
                "WAGTAIL_WORKFLOW_ENABLED must be False",
                hint="Releases are reviewed by interpretations.ReviewChain.",
                id="interpretations.E002",
            )
        ]
    return []
