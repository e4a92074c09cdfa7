"""A small site with the theme's diagram files, built by a real MkDocs (or ProperDocs) and served."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import jinja2

from dossier.render.mermaid import gantt_source, wbs_source
from dossier.views.gantt import GanttPicture
from dossier.views.wbs import WbsPicture

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "theme/assets/vendor/mermaid.min.js"

CONFIGURATION = """\
site_name: Diagrams
site_url: {url}
theme:
  name: material
  custom_dir: {theme}
  font: false
  language: {language}
  features: [navigation.instant]
  palette:
    - scheme: default
      toggle: {{icon: material/weather-night, name: Dark}}
    - scheme: slate
      toggle: {{icon: material/weather-sunny, name: Light}}
plugins:
  - mermaid2:
      arguments:
        flowchart: {{padding: 9}}
hooks: [hook.py]
"""

HOOK = """\
from pathlib import Path
from mkdocs.plugins import event_priority
from dossier.hosts.configured import with_host_templates
from dossier.hosts.diagrams import scripts_into_content, use_own_loader

@event_priority(100)
def on_config(config):
    use_own_loader(config)

def on_env(env, config, **_):
    with_host_templates(env, config)

def on_page_content(html, page, **_):
    found = Path(__file__).parent / "figures" / (page.file.src_uri + ".html")
    return html + found.read_text(encoding="utf-8") if found.exists() else html

@event_priority(-100)
def on_post_page(output, **_):
    return scripts_into_content(output)
"""

WORDS = {
    "diagram_overview": ("Overview", "总览"),
    "diagram_copy": ("Copy as Mermaid", "复制为 Mermaid"),
    "diagram_copied": ("Copied", "已复制"),
    "diagram_active": ("In progress, filled by progress", "进行中（填充表示进度）"),
    "diagram_critical": ("On the critical path", "关键路径"),
    "diagram_milestone": ("Milestone", "里程碑"),
    "diagram_as_of": ("As of", "截至"),
    "diagram_days_off": ("Days off", "非工作日"),
    "diagram_node_facts": (
        "Each box: number, title, owner, finish, progress",
        "每个方框：编号、名称、负责人、完成日期、进度",
    ),
    "state_done": ("Done", "已完成"),
    "state_active": ("In progress", "进行中"),
    "state_late": ("Late", "已延误"),
    "state_planned": ("Planned", "未开始"),
    "wbs_number": ("WBS", "编号"),
    "task": ("Task", "任务"),
    "owner": ("Owner", "负责人"),
    "start": ("Start", "开始"),
    "finish": ("Finish", "完成"),
    "progress": ("Progress", "进度"),
    "status": ("Status", "状态"),
}


def figures(pictures: Sequence[GanttPicture | WbsPicture], language: str = "en") -> str:
    """The HTML of these pictures, made by the theme's own macros."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "theme"), autoescape=True)
    macros = environment.get_template("macros/diagram.html").module

    def words(key: str) -> str:
        return WORDS[key][language == "zh"]

    made = []
    for picture in pictures:
        if isinstance(picture, GanttPicture):
            made.append(macros.gantt(picture, gantt_source(picture, language), words))  # type: ignore[attr-defined]
        else:
            made.append(macros.wbs(picture, wbs_source(picture, language), words))  # type: ignore[attr-defined]
    return "\n".join(str(figure) for figure in made)


def build_site(
    folder: Path,
    pages: dict[str, tuple[str, str]],
    address: str,
    *,
    language: str = "en",
    host: str = "mkdocs",
) -> Path:
    """The folder of the built site; `pages` maps a Markdown file name to (Markdown, HTML put after it)."""
    docs, made = folder / "docs", folder / "figures"
    docs.mkdir(parents=True)
    made.mkdir()
    for name, (markdown, html) in pages.items():
        (docs / name).write_text(markdown, encoding="utf-8")
        (made / f"{name}.html").write_text(html, encoding="utf-8")
    (folder / "hook.py").write_text(HOOK, encoding="utf-8")
    # The theme's own files without its templates, which need the dossier plugin.
    shutil.copytree(ROOT / "theme/assets", folder / "theme/assets")
    settings = CONFIGURATION.format(theme=folder / "theme", language=language, url=address)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    subprocess.run(
        [
            sys.executable,
            "-m",
            host,
            "build",
            "-q",
            "-f",
            str(folder / "mkdocs.yml"),
            "-d",
            str(folder / "site"),
        ],
        check=True,
        cwd=ROOT,
    )
    return folder / "site"


@contextmanager
def site_on_air(
    folder: Path,
    pages: dict[str, tuple[str, str]],
    *,
    language: str = "en",
    policy: Callable[[], str] = str,
) -> Iterator[str]:
    """The address of the built site, served as long as the context lasts; `policy` gives its content security
    policy once it is built.

    The address is known before the build, since instant navigation goes by the site map's addresses.
    """

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            return

        def end_headers(self) -> None:
            if policy():
                self.send_header("Content-Security-Policy", policy())
            super().end_headers()

    handler = functools.partial(Quiet, directory=str(folder / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    build_site(folder, pages, address, language=language)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
