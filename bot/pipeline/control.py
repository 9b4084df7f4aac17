"""The two ways in which a core stage ends a turn before its time. Terminal stages run in either case."""

from bot.pipeline.context import Turn


class EndTurn(Exception):  # noqa: N818 (control, not an error)
    """Stop, and tell the person: the turn's directives are rendered."""

    def __init__(self, turn: Turn) -> None:
        super().__init__("end of turn")
        self.turn = turn


class EndTurnInSilence(Exception):  # noqa: N818 (control, not an error)
    """Stop, and say nothing: a handler has the conversation."""

    def __init__(self, turn: Turn) -> None:
        super().__init__("end of turn, in silence")
        self.turn = turn
