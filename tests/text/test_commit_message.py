"""Change requests that commits name, read as git reads trailers."""

from __future__ import annotations

import subprocess

import pytest

from dossier.text.commit_message import change_requests
from tests.repository import ENVIRONMENT

MESSAGES = {
    "Move the test\n\nChange-Request: CR-004\n": ("CR-004",),
    "Move the test\n\nBecause.\n\nChange-Request: CR-004\nSigned-off-by: Anna <a@example.org>\n": ("CR-004",),
    "Move the test\n\nchange-request: CR-004\nChange-Request: CR-005\n": ("CR-004", "CR-005"),
    "Move the test\n\nChange-Request: CR-004, CR-005\n": ("CR-004", "CR-005"),
    "Change-Request: CR-004": (),
    "Move the test\n\nChange-Request: CR-004\n\nSigned-off-by: Anna <a@example.org>\n": (),
    "Move the test (Change-Request: CR-004)\n": (),
    "Move\n\nChange-Request:\n": (),
    "": (),
    "挪动测试\n\nChange-Request: 变更-4\n": ("变更-4",),
}


@pytest.mark.parametrize(("message", "named"), MESSAGES.items(), ids=range(len(MESSAGES)))
def test_a_trailer_names_change_requests(message, named):
    assert change_requests(message) == named


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
def test_git_finds_the_same_trailers(message):
    command = ["git", "interpret-trailers", "--parse"]
    told = subprocess.run(command, input=message, check=True, capture_output=True, encoding="utf-8", env=ENVIRONMENT)
    lines = [line.partition(":") for line in told.stdout.splitlines()]
    names = [value.split(",") for key, _, value in lines if key.lower() == "change-request"]
    assert change_requests(message) == tuple(name.strip() for each in names for name in each if name.strip())
