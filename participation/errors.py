"""Named refusals of the participation package, each with a message fit for who meets it."""


class ParticipationError(Exception):
    """Every refusal of this package; catch this one to catch them all."""


class NotEnoughData(ParticipationError):
    """Too few people, mentions or groups for an honest figure; no number is made up.

    ``what`` names what was counted, ``have`` how many there are, ``need`` how many it takes.
    """

    def __init__(self, what: str, have: float, need: float) -> None:
        self.what = what
        self.have = have
        self.need = need
        super().__init__(f"not enough data: {have:g} {what}, {need:g} needed")
