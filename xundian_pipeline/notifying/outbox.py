"""The outbox: what is to be told to whom, what has been told, and how often it was tried. DATA/messages/outbox.json.

Addresses hold secrets: the file knows them by a checksum only, and nothing that is logged or returned quotes one.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from schemas.departments import DEPARTMENTS
from xundian_pipeline.notifying.messages import Message
from xundian_pipeline.settings import Settings
from xundian_pipeline.store.folders import locked, make_private_folder, write_whole

FOLDER = "messages"
TRIES = 3
SECONDS_TO_TELL = 10.0
"""How long one channel may take; all are told at once."""

_KEPT_SECONDS = 400 * 24 * 3600.0
_LOG = logging.getLogger(__name__)

Deliver = Callable[[str, str, str], bool]
"""Tells an address a title and a text; says whether it was told."""


@dataclass
class _Letter:
    """A message to one department, `written` in seconds since 1970; `tries` of the addresses not told yet."""

    department: str
    keys: tuple[str, ...]
    title: str
    body: str
    written: float
    tries: dict[str, int]


class Outbox:
    """The outbox of a data folder, held alone by whoever opened it."""

    def __init__(self, path: Path, content: Mapping[str, Any]) -> None:
        self._path = path
        self._saved = ""
        self._letters = [_Letter(**{**letter, "keys": tuple(letter["keys"])}) for letter in content["letters"]]

    @property
    def told(self) -> frozenset[str]:
        """The occasions of which somebody was told, or is being told."""
        return frozenset(key for letter in self._letters for key in letter.keys)

    def put(self, messages: Sequence[Message], settings: Settings, now: float) -> list[Message]:
        """Take in messages of occasions not yet told, to all addresses of their departments; return those taken in.

        A department without an address is told nothing; once it has one, what is still so is told.
        """
        taken = []
        for message in messages:
            addresses = settings.addresses_of(message.department)
            if addresses and not self.told.issuperset(message.keys):
                tries = {_checksum(address): 0 for address in addresses}
                self._letters.append(_Letter(**asdict(message), written=now, tries=tries))
                taken.append(message)
        self._save()
        return taken

    def deliver(self, settings: Settings, deliver: Deliver, seconds: float = SECONDS_TO_TELL) -> list[str]:
        """Try to tell all that is not told; return in Chinese what could not be told, which is also logged.

        A channel that fails or takes too long stops no other; it is tried again next time, TRIES times in all.
        """
        due = [
            (letter, number, address)
            for letter in self._letters
            for number, address in enumerate(settings.addresses_of(letter.department), start=1)
            if _checksum(address) in letter.tries
        ]
        for letter, _, address in due:
            letter.tries[_checksum(address)] += 1
        self._save()
        give_up = time.monotonic() + seconds
        begun = [(letter, number, address, _begin(deliver, address, letter)) for letter, number, address in due]
        said = []
        for letter, number, address, outcome in begun:
            name = _channel(letter.department, number, address)
            if _outcome(outcome, give_up - time.monotonic()):
                del letter.tries[_checksum(address)]
                continue
            tries = letter.tries[_checksum(address)]
            if tries < TRIES:
                said.append(f"{name}没有送到“{letter.title}”：试了 {tries} 次，下次再试。")
            else:
                del letter.tries[_checksum(address)]
                said.append(
                    f"{name}没有送到“{letter.title}”：试了 {tries} 次，不再试。请核对 config.yaml 里的 notify。"
                )
            _LOG.warning("%s", said[-1])
        self._save()
        return said

    def forget_old(self, now: float) -> None:
        """Forget occasions of long ago."""
        self._letters = [letter for letter in self._letters if now - letter.written < _KEPT_SECONDS]

    def _save(self) -> None:
        write_whole(
            self._path, json.dumps({"letters": [asdict(letter) for letter in self._letters]}, ensure_ascii=False)
        )


@contextmanager
def open_outbox(data: Path) -> Iterator[Outbox]:
    """Open the outbox of DATA, made on first use. One that cannot be read is begun anew: better told twice than not."""
    folder = make_private_folder(data / FOLDER)
    path = folder / "outbox.json"
    with locked(folder / ".lock"):
        try:
            outbox = Outbox(path, json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            outbox = Outbox(path, {"letters": []})
        except (ValueError, KeyError, TypeError):
            _LOG.warning("通知的登记读不出来，重新开始：以前告知过的可能再告知一次。")
            outbox = Outbox(path, {"letters": []})
        yield outbox


def tell_by_apprise(address: str, title: str, body: str) -> bool:
    """Tell an address by apprise, which knows mail, WeCom, DingTalk, webhooks and more; say whether it was told."""
    from apprise import Apprise, AppriseAsset, NotifyFormat

    # Its own log quotes addresses.
    logging.getLogger("apprise").disabled = True
    # The name goes into headers of HTTP, which take no Chinese.
    asset = AppriseAsset(app_id="Xundian Pipeline", app_desc="Xundian Pipeline", app_url="", async_mode=False)
    teller = Apprise(asset=asset)
    return teller.add(address) and bool(teller.notify(title=title, body=body, body_format=NotifyFormat.TEXT))


def _begin(deliver: Deliver, address: str, letter: _Letter) -> Future[bool]:
    """Tell in a thread of its own, which nobody waits for in the end: the process ends without it."""
    outcome: Future[bool] = Future()

    def tell() -> None:
        try:
            outcome.set_result(deliver(address, letter.title, letter.body))
        except Exception:  # noqa: BLE001  (whatever a channel's library raises, its text may quote the address)
            outcome.set_result(False)

    Thread(target=tell, daemon=True).start()
    return outcome


def _outcome(outcome: Future[bool], seconds: float) -> bool:
    try:
        return outcome.result(max(0.0, seconds))
    except TimeoutError:
        return False


def _channel(department: str, number: int, address: str) -> str:
    return f"{DEPARTMENTS[department]}的第 {number} 个通知渠道（{address.partition('://')[0]}）"


def _checksum(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:16]
