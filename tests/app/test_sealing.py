"""What is sealed can be read again by who sealed it, and by nobody else."""

import pytest

from app.sealing import SealBroken, seal, unseal

KEY, OTHER = b"one key of this house", b"a key of another house"


def test_what_was_sealed_is_read_again_whole() -> None:
    content = "Mevrouw Ünal-Çelik\nZegwaartseweg 1".encode()

    sealed = seal(content, key=KEY, purpose="address")

    assert content not in sealed
    assert unseal(sealed, key=KEY, purpose="address") == content


@pytest.mark.parametrize(("key", "purpose"), [(OTHER, "address"), (KEY, "list")])
def test_another_key_or_purpose_reads_nothing(key: bytes, purpose: str) -> None:
    sealed = seal(b"somebody", key=KEY, purpose="address")

    with pytest.raises(SealBroken):
        unseal(sealed, key=key, purpose=purpose)


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal(b"somebody", key=KEY, purpose="address"))
    sealed[-5] ^= 1

    with pytest.raises(SealBroken):
        unseal(bytes(sealed), key=KEY, purpose="address")


def test_the_same_content_never_looks_the_same_twice() -> None:
    assert seal(b"a", key=KEY, purpose="p") != seal(b"a", key=KEY, purpose="p")
