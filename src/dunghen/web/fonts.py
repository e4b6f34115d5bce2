"""The type face of the pages, served from its package: nothing of it is copied into this repository."""

from collections.abc import Iterable, Iterator
from typing import Any

import fontpkg_be_vietnam_pro
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage

FACES = ("BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf", "BeVietnamPro-Bold.ttf")
PREFIX = "dunghen/fonts"


class _Fonts(FileSystemStorage):
    prefix = PREFIX


class FontFinder(BaseFinder):
    """Finds the three weights the stylesheet names, and no other file of the package."""

    def __init__(self, app_names: object = None, *args: Any, **kwargs: Any) -> None:
        self.storage = _Fonts(location=fontpkg_be_vietnam_pro.ROOT / "files")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        folder, _, name = path.replace("\\", "/").rpartition("/")
        found = [self.storage.path(name)] if folder == PREFIX and name in FACES else []
        if find_all:
            return found
        return found[0] if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        patterns = list(ignore_patterns or ())
        for name in FACES:
            if not matches_patterns(name, patterns):
                yield name, self.storage
