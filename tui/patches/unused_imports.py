"""Parts of libraries that are never used here, and are not imported: they take a tenth of the start, and 4 MB."""

import sys
from types import ModuleType


def skip_unused_imports() -> None:
    """Put something small in their place; before the libraries are imported.

    - *pydantic's search for plugins* imports all that is needed to read what is written about every package that is
      installed. Here are none, as `PYDANTIC_DISABLE_PLUGINS` would say; but it would say it too late.
    - *httpx's command line* is imported wherever `click` happens to be installed; httpx itself does without it then.
    - *sniffio* would say which of several async libraries runs, and is seldom installed; httpcore looks for it with
      every request, through all folders of packages, which takes a fifth of the time of a request.
    """
    plugins = ModuleType("pydantic.plugin._loader")
    plugins.__dict__["get_plugins"] = tuple
    sys.modules.setdefault(plugins.__name__, plugins)
    for unused in ("httpx._main", "sniffio"):
        sys.modules.setdefault(unused, None)  # type: ignore[arg-type]  # the import system's way to say: there is none
