"""Work in copies of the process: its results in order, its errors, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from dossier.hosts import side_by_side as copies
from dossier.hosts.last_build import Workplace
from dossier.hosts.side_by_side import CAN_COPY, Beside, Companion, Ended, Talk, here_and_beside, side_by_side

pytestmark = pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")


def number_and_process(number: int) -> tuple[int, int]:
    time.sleep(0.02 * (number % 3))  # so that they do not end in the order in which they began
    return number, os.getpid()


def test_results_come_in_the_order_of_the_works_and_from_other_processes():
    done = side_by_side([partial(number_and_process, n) for n in range(8)], jobs=3)
    assert [number for number, _ in done] == list(range(8))
    assert os.getpid() not in {process for _, process in done}


def test_one_job_is_done_in_this_process():
    assert side_by_side([os.getpid, os.getpid], jobs=1) == [os.getpid()] * 2


def test_what_this_process_holds_need_not_be_handed_over():
    held = [lambda: 42]  # a function without a name cannot be pickled
    assert side_by_side([held[0], lambda: held[0]() + 1], jobs=2) == [42, 43]


def test_the_first_error_in_order_is_raised_when_all_is_done(tmp_path: Path):
    def fail(text: str, seconds: float) -> None:
        time.sleep(seconds)
        raise ValueError(text)

    works = [partial(fail, "first", 0.2), partial(fail, "second", 0), partial((tmp_path / "done").write_text, "yes")]
    with pytest.raises(ValueError, match="first"):
        side_by_side(works, jobs=3)
    assert (tmp_path / "done").read_text() == "yes"


def test_the_work_of_this_process_is_done_here_while_copies_that_began_before_do_the_others(tmp_path: Path):
    def waits_for_others() -> tuple[int, int]:
        until = time.monotonic() + 30
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert (tmp_path / "begun").exists()
        return -1, os.getpid()

    def begins() -> tuple[int, int]:
        (tmp_path / "begun").touch()
        return 0, os.getpid()

    done = here_and_beside(waits_for_others, [begins, *(partial(number_and_process, n) for n in range(1, 6))], jobs=3)
    assert [number for number, _ in done] == list(range(-1, 6))
    assert done[0][1] == os.getpid()
    assert os.getpid() not in {process for _, process in done[1:]}


def test_no_more_go_on_than_there_are_jobs_while_this_process_works(tmp_path: Path):
    def begun() -> list[str]:
        return [path.name for path in tmp_path.iterdir()]

    def own() -> list[str]:
        until = time.monotonic() + 30
        while not begun() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)
        return begun()

    works = [partial((tmp_path / str(number)).touch) for number in range(4)]
    assert here_and_beside(own, works, jobs=2)[0] == ["0"]
    assert sorted(begun()) == ["0", "1", "2", "3"]


def test_with_one_job_the_others_are_done_here_as_well():
    assert here_and_beside(os.getpid, [os.getpid, os.getpid], jobs=1) == [os.getpid()] * 3


def test_an_error_of_this_process_ends_the_copies_that_go_on(tmp_path: Path):
    def never_ends() -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(600)

    def fails_when_they_go_on() -> None:
        until = time.monotonic() + 30
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        raise ValueError("of this process")

    with pytest.raises(ValueError, match="of this process"):
        here_and_beside(fails_when_they_go_on, [never_ends] * 2, jobs=3)
    copies = [int(path.name) for path in tmp_path.iterdir()]
    assert len(copies) == 2
    assert not [each for each in copies if is_running(each)]


def test_a_process_that_is_killed_is_told():
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(Ended, match="before its work was done"):
        Beside(die).result()


def test_when_the_first_process_is_killed_no_copy_stays_behind(tmp_path: Path):
    program = f"""
import os, time
from pathlib import Path
from dossier.hosts.side_by_side import side_by_side
def work(number):
    Path({str(tmp_path)!r}, str(os.getpid())).touch()
    time.sleep(0.5)
    return "x" * 1_000_000  # more than fits into a pipe that nobody reads
side_by_side([lambda n=n: work(n) for n in range(9)], 3)
"""
    process = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    until = time.monotonic() + 30
    while len(list(tmp_path.iterdir())) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    process.wait()
    copies = [int(path.name) for path in tmp_path.iterdir()]
    assert len(copies) == 3
    while any(is_running(each) for each in copies) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [each for each in copies if is_running(each)]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_work_whose_result_nobody_asks_for_holds_nobody_up():
    beside = Beside(lambda: "x" * 1_000_000)  # more than a pipe holds
    beside.close()
    beside.close()


def test_two_processes_that_talk_hear_each_other_in_order():
    def answer(talk: Talk) -> None:
        talk.say(os.getpid())
        while (number := talk.hear()) is not None:
            talk.say(number + 1)

    companion = Companion(answer)
    assert companion.hear() != os.getpid()
    for number in (1, 2):
        companion.say(number)
    assert [companion.hear(), companion.hear()] == [2, 3]
    companion.say(None)
    with pytest.raises(Ended):
        companion.hear()
    companion.say("x" * 1_000_000)  # and that nobody hears
    companion.close()


@pytest.mark.parametrize("how", ["an error", "a signal"])
def test_a_companion_that_ended_is_told_and_writes_nothing(how: str, capfd: pytest.CaptureFixture[str]):
    def end(_: Talk) -> None:
        if how == "a signal":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError("what the first process meets as well")

    companion = Companion(end)
    with pytest.raises(Ended):
        companion.hear()
    companion.close()
    assert capfd.readouterr() == ("", "")


def test_a_companion_that_nobody_talks_to_any_more_ends():
    for waits in (lambda talk: talk.hear(), lambda talk: talk.say("x" * 1_000_000)):
        Companion(waits).close()  # which waits for its end


def test_when_the_first_process_is_killed_its_companion_ends(tmp_path: Path):
    program = f"""
import os, signal
from pathlib import Path
from dossier.hosts.side_by_side import Companion
def work(talk):
    talk.say(os.getpid())
    talk.hear()
process = Companion(work).hear()
Path({str(tmp_path)!r}, str(process)).touch()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    (companion,) = (int(path.name) for path in tmp_path.iterdir())
    until = time.monotonic() + 10
    while is_running(companion) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_running(companion)


_IS_STOPPED = """
import os, signal, time
from dossier.hosts.side_by_side import Beside, Companion
def works(*_):
    os.write(1, b".")
    time.sleep(30)
signal.signal(signal.SIGINT, signal.default_int_handler)
companion, beside = Companion(works), Beside(works)
try:
    time.sleep(30)
except KeyboardInterrupt:
    companion.close()
    beside.close()
"""


def test_when_the_program_is_stopped_its_copies_end_without_a_word():
    process = subprocess.Popen(
        [sys.executable, "-c", _IS_STOPPED], start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout
    assert process.stdout.read(2) == b".."
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=20)[0] == b""
    assert process.returncode == 0


_IS_STOPPED_ALONE = """
import os, signal, time
from dossier.hosts.side_by_side import Companion, side_by_side
def tells_much():
    os.write(1, b".")
    time.sleep(0.3)
    return b"x" * 10_000_000
def never_ends():
    os.write(1, b".")
    time.sleep(600)
signal.signal(signal.SIGINT, signal.default_int_handler)
companion = Companion(lambda talk: talk.hear())
try:
    side_by_side([never_ends, tells_much, tells_much], jobs=2)
except KeyboardInterrupt:
    companion.close()
"""


@pytest.mark.parametrize("after", [0, 1])
def test_when_the_first_process_alone_is_stopped_it_ends_its_copies(after: float):
    """They would wait for ever for somebody to read what they found, and hold the other end of every talk."""
    process = subprocess.Popen(
        [sys.executable, "-c", _IS_STOPPED_ALONE],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    assert process.stdout.read(2) == b".."
    time.sleep(after)
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=20)[0] in {b"", b"."}  # when all that hold its output have ended
    assert process.returncode == 0


_HOLDS = """
import os, signal, sys, time
from pathlib import Path
from dossier.hosts import side_by_side as copies
from dossier.hosts.last_build import Workplace

with Workplace(Path(sys.argv[1])).alone():
    if os.fork() == 0:
        time.sleep(1)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_while_a_copy_of_a_killed_build_goes_on_nobody_else_makes_the_site(tmp_path: Path):
    """The system ends copies with their parent, but not at once, and not one that waits for a disk: so a plain fork."""
    began = time.monotonic()
    killed = subprocess.run([sys.executable, "-c", _HOLDS, str(tmp_path)], check=False)
    ended = time.monotonic()
    assert killed.returncode == -signal.SIGKILL
    with Workplace(tmp_path).alone():
        waited = time.monotonic() - ended
    assert waited > 0.5, (
        f"the copy sleeps for a second, and {waited:.2f} s after {ended - began:.2f} s it was not waited for"
    )
    with Workplace(tmp_path).alone():  # and one that has ended holds nothing
        pass


_HOLDS_FOR_A_SECOND = """
import sys, time
from pathlib import Path
from dossier.hosts import side_by_side
from dossier.hosts import side_by_side as copies
from dossier.hosts.last_build import Workplace

side_by_side.CAN_COPY = False
with Workplace(Path(sys.argv[1])).alone():
    print("held", flush=True)
    time.sleep(1)
"""


def test_where_processes_cannot_be_copied_nobody_else_makes_the_site_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(copies, "CAN_COPY", False)
    holds = [sys.executable, "-c", _HOLDS_FOR_A_SECOND, str(tmp_path)]
    with subprocess.Popen(holds, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        began = time.monotonic()
        with Workplace(tmp_path).alone():
            assert time.monotonic() - began > 0.5


def test_a_copy_ends_with_its_parent_whatever_it_is_at(tmp_path: Path):
    """Work that never comes to an end, and hears and says nothing, as a search that goes round in a circle."""
    told = tmp_path / "pid"
    program = f"""
import os, time
from pathlib import Path
from dossier.hosts.side_by_side import Companion

def work(talk):
    Path({str(told)!r}).write_text(str(os.getpid()))
    while True:
        pass

companion = Companion(work)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2])
    while not (told.exists() and told.read_text()):
        time.sleep(0.01)
    copy = int(told.read_text())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while _runs(copy) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _runs(copy)


def _runs(process: int) -> bool:
    """Whether a process is there and at work; nobody may have collected one that ended."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
