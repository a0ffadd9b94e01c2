"""12345 状态回传: look at the case of an order, tell what is new, look again tomorrow."""

from engine.commands.hotline import look_again, next_look, status_of
from engine.commands.office import Office
from engine.store.job_rows import KeptJob


def report_order(office: Office, job: KeptJob) -> None:
    """Tell the status if it is another than the last told; until the case has ended."""
    order_id = str(job.payload["order_id"])
    with office.store.begin(job.place) as tx:
        order = tx.hotline.order(order_id)
        if order is None or order.case_id is None:
            return
        head = status_of(tx, order.case_id).head
    if order.told_status != head.status and office.status_teller is not None:
        office.status_teller.tell(
            id=job.id, order_no=order.order_no, status=head.status, ended=head.ended
        )
    with office.store.begin(job.place) as tx:
        tx.hotline.change(order_id, told_status=head.status)
        if not head.ended:
            tx.outbox.add([look_again(order_id, next_look(office.clock.now()))])
