"""Named refusals of the clustering package, each with a message fit for the person who meets it."""

OTHER_MODEL = (
    "Give the path of a model on this machine, or leave the name out to use the multilingual model "
    "that comes with the installation."
)


class ClusteringError(Exception):
    """Every refusal of this package; catch this one to catch them all."""


class ModelUnavailable(ClusteringError):
    """The embedding model isn't installed, isn't at that path, or its hub can't be reached."""

    def __init__(self, name: str, cause: str, advice: str = OTHER_MODEL) -> None:
        self.name = name
        self.cause = cause
        super().__init__(f"The embedding model {name!r} can't be loaded: {cause} {advice}")


class InvalidVectors(ClusteringError):
    """The vectors aren't a two-dimensional array of finite numbers."""


class FingerprintMismatch(ClusteringError):
    """Vectors of one embedding model meet a store or a clustering made by another."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(
            f"These vectors were made by {found!r}, but {expected!r} was expected. "
            "Vectors of two models can't be compared: embed the texts again with one of them."
        )


class EmbeddingInterrupted(ClusteringError):
    """A worker process died while texts were being embedded."""

    def __init__(self, texts: int) -> None:
        super().__init__(
            f"A worker stopped while {texts} texts were being embedded, perhaps for want of "
            "memory. Nothing was stored; try again."
        )


class LengthMismatch(ClusteringError):
    """Texts, vectors or languages that belong together differ in number."""

    def __init__(self, what: str, expected: int, found: int) -> None:
        super().__init__(
            f"There are {expected} vectors but {found} {what}; each needs exactly one."
        )
