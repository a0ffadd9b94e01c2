"""Goes through the tokens of one expression, and refuses in Chinese what should not stand there."""

from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.tokens import Kind, Token, scan


class TokenReader:
    """The tokens of `source`, and the place the reading has come to."""

    def __init__(self, source: str) -> None:
        """Raises `FeelSyntaxRefused` for characters outside the language."""
        self.source = source
        self.tokens = scan(source)
        self.at = 0
        self._range_openings = _range_openings(self.tokens)

    @property
    def here(self) -> Token:
        """The token to be read next; the end, once everything is read."""
        return self.tokens[self.at]

    @property
    def at_range(self) -> bool:
        """Whether the next token is a bracket that opens a range."""
        return self.at in self._range_openings

    def take(self) -> Token:
        """Read one token; at the end, the end again."""
        token = self.tokens[self.at]
        if token.kind is not Kind.END:
            self.at += 1
        return token

    def skip(self, count: int) -> None:
        """Pass over tokens already looked at."""
        self.at += count

    def expect_sign(self, sign: str, remedy: str) -> None:
        """Read `sign`. Raises `FeelSyntaxRefused` when something else stands there."""
        if not self.here.is_sign(sign):
            raise self.unexpected(remedy)
        self.take()

    def expect_word(self, word: str, remedy: str) -> None:
        """Read `word`. Raises `FeelSyntaxRefused` when something else stands there."""
        if not self.here.is_word(word):
            raise self.unexpected(remedy)
        self.take()

    def expect_name(self, remedy: str) -> str:
        """Read a name. Raises `FeelSyntaxRefused` when something else stands there."""
        if self.here.kind is not Kind.NAME:
            raise self.unexpected(remedy)
        return self.take().text

    def expect_end(self) -> None:
        """Raises `FeelSyntaxRefused` unless everything has been read."""
        if self.here.kind is not Kind.END:
            raise self.unexpected(_after_the_end(self.here))

    def unexpected(self, remedy: str) -> FeelSyntaxRefused:
        """A refusal of the token to be read next."""
        if self.here.is_sign("=") and self.tokens[self.at - 1].is_sign("="):
            remedy = "等于只写一个 ="
        return self.refusal(f"这里不能是{self.here.shown}", remedy)

    def refusal(self, problem: str, remedy: str, token: Token | None = None) -> FeelSyntaxRefused:
        """A refusal at `token`, or at the one to be read next."""
        column = (token or self.here).column
        return FeelSyntaxRefused(column=column, problem=problem, remedy=remedy, source=self.source)


def _after_the_end(token: Token) -> str:
    if token.is_sign("["):
        return "不支持按下标或者条件取清单的项"
    if token.is_sign("?"):
        return "“?”只能用在决策表的单元格里"
    return "多个条件之间要写 and 或者 or"


def _range_openings(tokens: list[Token]) -> frozenset[int]:
    """Indexes of the brackets that open a range: those with ``..`` directly inside."""
    openings: list[int] = []
    found = set()
    for index, token in enumerate(tokens):
        if token.is_sign("[", "("):
            openings.append(index)
        elif token.is_sign("..") and openings:
            found.add(openings[-1])
        elif token.is_sign("]", ")") and openings:
            openings.pop()
    return frozenset(found)
