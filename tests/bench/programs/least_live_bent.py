"""The least that shows live calls, its libraries bent as ours are: what is left out of them is nobody's to win by.

Of the room of patches it takes what needs nothing else of ours; requests go through all of httpx.
"""

from tui.patches.command_palette import put_palette_off
from tui.patches.dataclass_methods import make_methods_without_compiling
from tui.patches.garbage import calm_collector, pause_collector
from tui.patches.typed_dicts import import_schemas_untyped
from tui.patches.unused_imports import skip_unused_imports


def main() -> None:
    """Bend, then import."""
    pause_collector()
    skip_unused_imports()
    put_palette_off()
    make_methods_without_compiling()
    import_schemas_untyped()
    from tests.bench.programs.least_live import LeastLive

    calm_collector()
    LeastLive().run()


if __name__ == "__main__":
    main()
