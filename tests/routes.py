"""Every address of the site, as the resolver knows it, with the right it names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from dunghen.web import api

API = "api/v1/"
LIBRARIES = ("allauth.", "django.views.i18n")


@dataclass(frozen=True)
class Address:
    """An address of the site and the right it names; empty where it names none."""

    route: str
    right: str
    library: bool

    def path(self, args: Mapping[str, object]) -> str:
        """With values for its arguments."""
        path = re.sub(r"[\\^$]|\(\?P(?=<)", "", self.route)
        for name, value in args.items():
            path = re.sub(rf"<(?:\w+:)?{name}>(?:[^/)]*\))?", str(value), path)
        return f"/{path}"


def rights_of_api() -> dict[str, str]:
    """The right of each address of the API; what comes without a guard of its own is held by NOBODY."""
    found: dict[str, str] = {}
    for _prefix, router in api.api._routers:
        for path, view in router.path_operations.items():
            guards: list[Any] = [guard for each in view.operations for guard in each.auth_callbacks]
            (right,) = {guard.right for guard in guards}
            route = path.removeprefix("/").replace("{path:rest}", "<path:rest>")
            found[API + route.replace("{", "<").replace("}", ">")] = right
    return found


def addresses() -> list[Address]:
    granted = rights_of_api()

    def walk(patterns: list[Any], before: str) -> Iterator[Address]:
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route)
            elif isinstance(each, URLPattern):
                view: Any = each.callback
                right = granted.get(route) or str(getattr(view, "right", ""))
                yield Address(route, right, view.__module__.startswith(LIBRARIES))

    return list(walk(get_resolver().url_patterns, ""))
