"""What each user of a floor may do, as its NATS server wants it written: a publisher its own keys, a wall only look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tui.floor.subjects import Subjects, escape_login, token

_HEAD = """\
# Users of the floor {bucket}, for the configuration of nats-server. Each password is a variable of its environment;
# in place of one can stand what `nats server passwd` prints. What is not allowed here is refused.
"""


@dataclass(frozen=True, slots=True)
class FloorUser:
    """One user.

    Attributes:
        name: Who it is; answers for it come under subjects of this name.
        publish: What it may write and ask for; empty for all.
    """

    name: str
    publish: Sequence[str] = ()

    @property
    def variable(self) -> str:
        """The variable that has its password."""
        return f"FLOOR_{escape_login(self.name).replace('-', '_').replace('=', '_').upper()}"

    def lines(self) -> Iterator[str]:
        """Its entry."""
        head = f'    {{user: "{self.name}", password: ${self.variable}'
        if not self.publish:
            yield f"{head}}}"
            return
        yield f"{head}, permissions: {{"
        yield "      publish: ["
        yield from (f'        "{subject}"' for subject in self.publish)
        yield "      ]"
        yield f'      subscribe: ["_INBOX_{escape_login(self.name)}.>"]'
        yield "    }}"


@dataclass(frozen=True, slots=True)
class FloorUsers:
    """All users of a floor.

    Attributes:
        subjects: The bucket.
        site: Of the logins.
        publishers: Their logins, by the name of the publisher.
        walls: Names of walls that see all sites.
        site_walls: Names of walls that see this site alone.
        operator: Who makes the stream.
    """

    subjects: Subjects
    site: str
    publishers: Sequence[tuple[str, Sequence[str]]]
    walls: Sequence[str] = ("wall1",)
    site_walls: Sequence[str] = ()
    operator: str = "operator"
    users: Sequence[FloorUser] = field(init=False)

    def __post_init__(self) -> None:
        """Work out what each may do.

        Raises:
            ValueError: A name cannot be one of a key, or two users have one name.
        """
        users = [FloorUser(self.operator)]
        users += [FloorUser(name, self._of_publisher(name, logins)) for name, logins in self.publishers]
        users += [FloorUser(token(name), self._of_wall()) for name in self.walls]
        users += [FloorUser(token(name), self._of_site_wall()) for name in self.site_walls]
        names = [user.variable for user in users]
        twice = next((user.name for user in users if names.count(user.variable) > 1), None)
        if twice is not None:
            raise ValueError(f"two users are named {twice}")
        object.__setattr__(self, "users", tuple(users))

    def text(self) -> str:
        """The block for the configuration of the server."""
        lines = [line for user in self.users for line in user.lines()]
        return "\n".join(
            [_HEAD.format(bucket=self.subjects.bucket) + "authorization {", "  users: [", *lines, "  ]", "}", ""]
        )

    @property
    def _look(self) -> str:
        return f"$JS.API.STREAM.INFO.{self.subjects.stream}"

    def _of_publisher(self, name: str, logins: Sequence[str]) -> Sequence[str]:
        keys = [self.subjects.login(self.site, login) for login in logins]
        # It reads who has a login before it takes it, and whether that publisher is alive.
        reads = [f"$JS.API.DIRECT.GET.{self.subjects.stream}.{key}" for key in (*keys, self.subjects.publisher_of_any)]
        return [self.subjects.publisher(name), *keys, self._look, *reads]

    def _of_wall(self) -> Sequence[str]:
        consumer = f"$JS.API.CONSUMER.CREATE.{self.subjects.stream}"
        return [self._look, consumer, f"{consumer}.>", f"$JS.FC.{self.subjects.stream}.>"]

    def _of_site_wall(self) -> Sequence[str]:
        consumer = f"$JS.API.CONSUMER.CREATE.{self.subjects.stream}.*"
        only = [f"{consumer}.{subject}" for subject in self.subjects.of_site(self.site)]
        return [self._look, *only, f"$JS.FC.{self.subjects.stream}.>"]


def dealt(logins: Sequence[str], collectors: int) -> list[tuple[str, Sequence[str]]]:
    """Deal logins to collectors, in their order, no one more than one above another.

    Args:
        logins: User names.
        collectors: How many there are.

    Returns:
        Name and logins of each: c1, c2 and so on.
    """
    each, more = divmod(len(logins), collectors)
    ends = [number * each + min(number, more) for number in range(collectors + 1)]
    return [(f"c{number + 1}", logins[ends[number] : ends[number + 1]]) for number in range(collectors)]
