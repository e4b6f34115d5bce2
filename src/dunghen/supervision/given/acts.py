"""What the page of a task offers: each act with its words, its form, when and by whom it may be done."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from dunghen.core.fields import offer
from dunghen.documents.files import keep
from dunghen.org.models import Person, Unit
from dunghen.supervision.given import actions, reading, rules
from dunghen.supervision.given import forms as typed
from dunghen.supervision.given.models import ExtensionState, GivenTask
from dunghen.supervision.given.who import Able, staff_of

Said = dict[str, Any]


class Act(NamedTuple):
    """One act. `kind`: of its button."""

    verb: str
    label: Any
    form: type[forms.Form]
    states: frozenset[str]
    may: Callable[[Able, GivenTask], bool]
    do: Callable[[Person, int, Said], object]
    done: Any
    kind: str = ""


def _judges(may: Able, given: GivenTask) -> bool:
    return may.follows(given.item.source) and not may.doer(given)


def _asks(given: GivenTask) -> bool:
    return any(one.state == ExtensionState.ASKED for one in given.extensions.all())


def _assign(by: Person, pk: int, said: Said) -> None:
    officer = Person.objects.filter(pk=said["officer"]).first() if said["officer"] else None
    actions.assign(by, pk, officer, said["division"], said["seen"])


def _submit(by: Person, pk: int, said: Said) -> None:
    """The file is kept with the submission that names it."""
    upload: UploadedFile[bytes] | None = said["file"]
    file = keep(upload.name or "van-ban", upload, by=by) if upload else None
    words = {name: said[name] for name in ("number", "day", "subject", "seen")}
    actions.submit(by, pk, file=file, **words)


ACTS = (
    Act(
        "nhan",
        gettext_lazy("Nhận nhiệm vụ"),
        typed.Seen,
        frozenset({rules.NEW}),
        lambda may, given: may.does(given),
        lambda by, pk, said: actions.receive(by, pk, said["seen"]),
        gettext_lazy("Đã nhận nhiệm vụ."),
        "primary",
    ),
    Act(
        "phan-cong",
        gettext_lazy("Phân công thực hiện"),
        typed.Assign,
        rules.IN_HAND,
        lambda may, given: may.leads(given),
        _assign,
        gettext_lazy("Đã phân công."),
    ),
    Act(
        "ghi",
        gettext_lazy("Ghi tiến độ, kết quả"),
        typed.Note,
        rules.OPEN | {rules.DONE},
        lambda may, given: may.does(given),
        lambda by, pk, said: actions.note(
            by, pk, said["text"], said["cites"], report=said["report"], seen=said["seen"]
        ),
        gettext_lazy("Đã ghi."),
    ),
    Act(
        "trinh",
        gettext_lazy("Trình sản phẩm"),
        typed.Product,
        rules.IN_HAND,
        lambda may, given: may.does(given),
        _submit,
        gettext_lazy("Đã trình sản phẩm; chờ cơ quan giao xác nhận."),
        "primary",
    ),
    Act(
        "xin-gia-han",
        gettext_lazy("Đề nghị gia hạn"),
        typed.Ask,
        rules.IN_HAND,
        lambda may, given: may.does(given) and given.task.due is not None and not _asks(given),
        lambda by, pk, said: actions.ask_extension(by, pk, said["wanted"], said["reason"], said["seen"]),
        gettext_lazy("Đã gửi đề nghị gia hạn."),
    ),
    Act(
        "xac-nhan",
        gettext_lazy("Xác nhận hoàn thành"),
        typed.Seen,
        frozenset({rules.SUBMITTED}),
        _judges,
        lambda by, pk, said: actions.confirm(by, pk, said["seen"]),
        gettext_lazy("Đã xác nhận hoàn thành."),
        "primary",
    ),
    Act(
        "tra-lai",
        gettext_lazy("Trả lại yêu cầu làm rõ"),
        typed.Reason,
        frozenset({rules.SUBMITTED}),
        _judges,
        lambda by, pk, said: actions.send_back(by, pk, said["reason"], said["seen"]),
        gettext_lazy("Đã trả lại."),
        "danger",
    ),
    Act(
        "gia-han",
        gettext_lazy("Chấp thuận gia hạn"),
        typed.Grant,
        rules.OPEN,
        lambda may, given: _asks(given) and _judges(may, given),
        lambda by, pk, said: actions.decide_extension(
            by, pk, now=said["now"], answer=said["answer"], seen=said["seen"]
        ),
        gettext_lazy("Đã gia hạn; thời hạn cũ vẫn lưu."),
        "primary",
    ),
    Act(
        "khong-gia-han",
        gettext_lazy("Không chấp thuận gia hạn"),
        typed.Reason,
        rules.OPEN,
        lambda may, given: _asks(given) and _judges(may, given),
        lambda by, pk, said: actions.decide_extension(
            by, pk, now=None, answer=said["reason"], seen=said["seen"]
        ),
        gettext_lazy("Đã trả lời không chấp thuận."),
        "danger",
    ),
    Act(
        "doi-chu-tri",
        gettext_lazy("Chuyển đơn vị chủ trì"),
        typed.Lead,
        rules.OPEN,
        _judges,
        lambda by, pk, said: actions.change_lead(
            by, pk, Unit.objects.get(key=said["lead"]), said["reason"], said["seen"]
        ),
        gettext_lazy("Đã chuyển đơn vị chủ trì."),
    ),
    Act(
        "dung",
        gettext_lazy("Dừng theo dõi"),
        typed.Reason,
        rules.OPEN,
        _judges,
        lambda by, pk, said: actions.stop(by, pk, said["reason"], said["seen"]),
        gettext_lazy("Đã dừng theo dõi."),
        "danger",
    ),
)


def offered(may: Able, given: GivenTask) -> list[Act]:
    """What somebody may do with a task now."""
    return [act for act in ACTS if given.state in act.states and act.may(may, given)]


def fill(form: forms.Form, given: GivenTask, on: Any) -> forms.Form:
    """The choices of a form, of the day."""
    if isinstance(form, typed.Assign):
        form.choose(list(staff_of(given, on)))
    if isinstance(form, typed.Lead):
        city = reading.city_of(given.item.source.office, on)  # the lead may have ended with its city
        units = Unit.objects.on(on).filter(parent=city).order_by("code")
        offer(form, "lead", [(one.key, one.name) for one in units if one.pk != given.task.lead_id])
    return form
