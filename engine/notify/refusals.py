"""What may go wrong on the way out; the job is tried again, and at last somebody sees it."""

from engine.errors import Fault


class MessageNotSent(Fault):
    """The other side did not take the message."""

    code = "message_not_sent"
    what = "提醒没有发出（{channel}）：{reason}。"
    mend = "系统会自动重试；一直不成的，请系统管理员检查发送服务的设置。"
