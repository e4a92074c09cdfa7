"""Values kept between two builds, in files that are read only if this user's builds wrote them, whole."""

from __future__ import annotations

import hmac
import io
import os
import pickle
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from dossier.text.write import replace_file, write_new_files

_SEAL_BYTES = 32


def read_sealed(path: Path, program: str) -> Any:
    """The value that the same `program` put there; None where there is none, or one that is torn or somebody else's.

    Values are pickled, and reading a pickle can run anything. A cache folder could come with a pull request: therefore
    a file counts only with a seal (HMAC-SHA-256, RFC 2104) made with a key that lies outside every repository. A link,
    which could lead to something without an end, counts for nothing.
    """
    try:
        sealed = memoryview(b"" if path.is_symlink() else path.read_bytes())
    except OSError:
        return None
    key = _key()
    seal, content = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
    if key is None or not hmac.compare_digest(seal, _seal(key, program, content)):
        return None
    try:
        return pickle.loads(content)  # noqa: S301 - sealed by ourselves
    except Exception:  # noqa: BLE001 - a package changed under the same name: there is none to be had
        return None


def write_sealed(path: Path, program: str, value: Any) -> None:
    """Keep a value in a file that replaces what is there, be it a link; without a key nothing is kept. Raises OSError.

    What is kept may be lost, and one sees by its seal when it is torn: nobody waits until it is safely on the disk.
    """
    if (key := _key()) is not None:
        whole = io.BytesIO()  # and not the seal and the content put together, which takes as much memory again
        whole.write(bytes(_SEAL_BYTES))
        pickle.dump(value, whole, protocol=pickle.HIGHEST_PROTOCOL)
        sealed = whole.getbuffer()
        sealed[:_SEAL_BYTES] = _seal(key, program, sealed[_SEAL_BYTES:])
        replace_file(path, sealed)


def _seal(key: bytes, program: str, content: memoryview) -> bytes:
    seal = hmac.new(key, f"{program}\0".encode(), "sha256")
    seal.update(content)
    return seal.digest()


def _key() -> bytes | None:
    """This user's key, made when it is first asked for; None where it cannot be kept."""
    folder = os.environ.get("DOSSIER_STATE") or user_state_path("dossier", appauthor=False)
    try:
        return _key_in(Path(folder, "cache.key"))
    except OSError:
        return None


@cache
def _key_in(path: Path) -> bytes:
    if not path.exists():
        with suppress(FileExistsError):  # a copy of this process may have made it just now
            write_new_files({path: secrets.token_bytes(_SEAL_BYTES)})
            path.chmod(0o600)
    return path.read_bytes()
