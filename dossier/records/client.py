"""The client: whose site this is, what it shows, and who signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.declare import RECORD_TYPES, Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Prose, Ref
from dossier.records.words import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterator


class Contact(PartOfRecord):
    """Whom the client may turn to."""

    name: str = says("Name", "姓名", required=True)
    role: str = says("Role", "职责", also=("角色",), help=("What to ask this person about.", "可向其咨询的事项。"))
    email: str = says("Email", "邮箱")
    phone: str = says("Phone", "电话")


@record(("Client", "客户"), ("Clients", "客户"), body="introduction")
class Client(Record):
    """An organisation we work for; its file decides what its website shows."""

    nests: ClassVar[dict[str, str]] = {"stakeholder": ""}

    title: str = says(
        "Name", "名称", required=True, also=("标题",), help=("As it shall stand on the site.", "网站上显示的名称。")
    )
    language: str = says(
        "Language",
        "语言",
        choices={"en": ("English", "英文"), "zh": ("Chinese", "中文")},
        help=("The language of the client's site.", "客户网站的语言。"),
    )
    introduction: Prose = says("Introduction", "简介", help=("Opens the site.", "网站首页的开场文字。"))
    contacts: tuple[Contact, ...] = says(
        "Contacts", "联系人", help=("Our people whom the client may ask.", "客户可联系的我方人员。")
    )
    signers: tuple[Ref, ...] = says(
        "Signers",
        "签字人",
        to=PERSON,
        help=("Who may confirm and sign for the client.", "有权代表客户确认和签字的人员。"),
    )
    publish: tuple[str, ...] = says(
        "Publish",
        "发布内容",
        help=(
            "The record types that the client may see; everything else is for the team only.",
            "客户可以看到的记录类型；其余仅供团队。",
        ),
    )
    logo: str = says("Logo", "标志", help=("An image file beside client.yml.", "client.yml 同目录下的图片文件。"))
    colour: str = says(
        "Colour",
        "颜色",
        also=("color",),
        help=('Of the site\'s header, as "#rrggbb" with its quotes.', '网站页眉的颜色，写作 "#rrggbb"，含引号。'),
    )


@check("DOS302")
def unknown_published_type(client: Client) -> Iterator[Problem]:
    """A client's file publishes something that is not a type of record.

    What is not published stays with the team, so a mistyped name would silently keep a page from the client.

    Wrong:

        # acme/client.yml
        title: Acme
        publish: [requirments]

    Right:

        # acme/client.yml
        title: Acme
        publish: [requirements]
    """
    known = {key.casefold() for each in RECORD_TYPES.values() for key in each.keys()}
    for name in client.publish:
        if name.casefold() not in known:
            hint = near(name, [each.key for each in RECORD_TYPES.values()])
            yield Problem("DOS302", client.at("publish"), f"`{name}` is not a type of record", hint)


@check("DOS303")
def unreadable_colour(client: Client) -> Iterator[Problem]:
    """A client's colour is not written as #rrggbb.

    The colour goes into the site's style sheet, which reads nothing else reliably.

    Wrong:

        # acme/client.yml
        title: Acme
        colour: blueish

    Right:

        # acme/client.yml
        title: Acme
        colour: "#1f6feb"
    """
    if client.colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", client.colour):
        yield Problem(
            "DOS303",
            client.at("colour"),
            f"expected a colour, found `{client.colour}`",
            'for example: "#1f6feb"',
        )
