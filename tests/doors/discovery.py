"""Finds the doors by itself: addresses that accept unsafe methods, actions, commands, keys."""

import inspect
import pkgutil
import re

import wagtail.actions
from django.core.management import get_commands
from django.urls import get_resolver
from django.utils.module_loading import import_string
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

UNSAFE = ("post", "put", "patch", "delete")
WRITES = re.compile(r"require_POST|\.POST|\.method\b|\.save\(|\.delete\(|\.create\(")
FORWARDS = re.compile(r"\)\.dispatch\(request")
KEY = re.compile(r"""request\.POST(?:\.get\(|\[|\.getlist\()\s*["']([\w-]+)["']""")


def walk(resolver=None, prefix="", namespace=""):
    """Every address of the site: pattern, view name, view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, prefix + str(entry.pattern), inner)
        else:
            yield prefix + str(entry.pattern), namespace + (entry.name or ""), entry.callback


def accepts_unsafe(view):
    """Whether a view does something with an unsafe method, as far as its source tells."""
    if actions := getattr(view, "actions", None):
        return any(method in UNSAFE for method in actions)
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is not None:
        allowed = [m.lower() for m in getattr(view_class, "http_method_names", UNSAFE)]
        overridden = any("dispatch" in vars(base) for base in _own_bases(view_class))
        named = any(callable(getattr(view_class, m, None)) and m in allowed for m in UNSAFE)
        return named or (overridden and bool(WRITES.search(_dispatch_source(view_class))))
    bare = inspect.unwrap(view)
    source = inspect.getsource(bare if inspect.isroutine(bare) else type(bare))
    writes = WRITES.search(source) or FORWARDS.search(source)
    return bool(writes) or getattr(bare, "__name__", "") == "view_router"


def _own_bases(view_class):
    return [base for base in view_class.__mro__ if not base.__module__.startswith("django.")]


def _dispatch_source(view_class):
    return "".join(
        inspect.getsource(vars(base)["dispatch"])
        for base in _own_bases(view_class)
        if "dispatch" in vars(base)
    )


def unsafe_addresses():
    """The names (else patterns) of addresses that accept a POST, PUT, PATCH or DELETE."""
    return {name or pattern for pattern, name, view in walk() if accepts_unsafe(view)}


def all_addresses():
    return {name or pattern for pattern, name, _view in walk()}


def bulk_actions():
    """app.model.action of every registered bulk action."""
    bulk_action_registry._scan_for_bulk_actions()
    return {
        f"{app}.{model}.{action}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }


def api_actions():
    return set(PagesAdminAPIViewSet.actions)


def posted_keys():
    """Every key of the body that Wagtail's two editors read by themselves."""
    sources = [inspect.getsource(cls) for cls in (*_bases(EditView), *_bases(CreateView))]
    return {key for source in sources for key in KEY.findall(source)}


def _bases(cls):
    return [base for base in cls.__mro__ if base.__module__.startswith("wagtail.")]


def action_classes():
    """Every class of `wagtail.actions` that does something."""
    names = [m.name for m in pkgutil.iter_modules(wagtail.actions.__path__)]
    modules = [import_string(f"wagtail.actions.{name}.__name__") for name in names]
    return {
        name
        for module in modules
        for name, cls in vars(inspect.importlib.import_module(module)).items()
        if inspect.isclass(cls) and cls.__module__ == module and hasattr(cls, "execute")
    }


def commands():
    """Commands of everything installed but Django itself: name -> app."""
    own = {"django.core"}
    return {name for name, app in get_commands().items() if app not in own}
