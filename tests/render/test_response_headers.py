"""Every host gets the same headers, in its own words."""

from __future__ import annotations

import json

import pytest

from dossier.render.response_headers import HOSTS, response_headers

HEADERS = response_headers("default-src 'none'")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("under", ["/", "/acme/"])
def test_every_header_is_in_every_hosts_configuration(host: str, under: str) -> None:
    text = HOSTS[host](HEADERS, under)
    for name, value in HEADERS.items():
        assert name in text
        assert value in text
    # Apache reads the file in the folder that it is about, and the whole server of nginx has no path.
    if host != "apache" and (host, under) != ("nginx", "/"):
        assert (under in text) or host == "azure"


def test_what_is_sent_says_who_may_frame_the_site_and_binds_no_host_name() -> None:
    assert HEADERS["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in HEADERS


def test_the_file_of_netlify_and_cloudflare_is_a_path_and_indented_headers() -> None:
    path, *lines = HOSTS["netlify"](HEADERS, "/acme/").splitlines()
    assert path == "/acme/*"
    assert [line.strip().partition(": ")[0] for line in lines] == list(HEADERS)
    assert all(line.startswith("  ") and len(line) < 2000 for line in lines), "Cloudflare reads 2,000 letters of a line"


@pytest.mark.parametrize("host", ["azure", "vercel", "firebase"])
@pytest.mark.parametrize("under", ["/", "/acme/"])
def test_the_files_in_json_are_json(host: str, under: str) -> None:
    assert json.loads(HOSTS[host](HEADERS, under))
