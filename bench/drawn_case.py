"""The case of the runner's bench as BPMN: seven calls of six user tasks, forks, 21 timers."""

from dataclasses import dataclass
from itertools import pairwise

CALLS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Where the two ways of writing the day of a timer differ."""

    day: str

    def node(self, kind: str, name: str, inner: str = "", **attributes: str) -> str:
        """One element."""
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f'<bpmn:{kind} id="{name}"{written}>{inner}</bpmn:{kind}>'

    def flows(self, *names: str) -> str:
        """A row of elements joined by flows."""
        return "".join(
            self.node("sequenceFlow", f"f_{one}_{next_}", sourceRef=one, targetRef=next_)
            for one, next_ in pairwise(names)
        )

    def timer(self, name: str, host: str) -> str:
        """A timer that waits on `host`; in this run none rings."""
        date = f"<bpmn:timeDate>{self.day}</bpmn:timeDate>"
        event = f"<bpmn:timerEventDefinition>{date}</bpmn:timerEventDefinition>"
        return (
            self.node("boundaryEvent", name, event, attachedToRef=host, cancelActivity="false")
            + self.node("endEvent", f"{name}_end")
            + self.flows(name, f"{name}_end")
        )

    def file(self, key: str, *parts: str) -> bytes:
        """One process."""
        body = self.node("process", key, "".join(parts), isExecutable="true")
        space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
        return (
            f'<bpmn:definitions id="defs" xmlns:bpmn="{space}">{body}</bpmn:definitions>'.encode()
        )

    def called(self, number: int) -> bytes:
        """Six tasks, the third beside the fourth."""
        tasks = [f"c{number}_u{one}" for one in range(1, 7)]
        begin, fork, join, end = (f"c{number}_{one}" for one in ("begin", "fork", "join", "end"))
        return self.file(
            f"proc_call{number}",
            self.node("startEvent", begin),
            *(self.node("userTask", one) for one in tasks),
            self.node("parallelGateway", fork),
            self.node("parallelGateway", join),
            self.node("endEvent", end),
            self.flows(begin, tasks[0], tasks[1], fork, tasks[2], join),
            self.flows(fork, tasks[3], join),
            self.flows(join, tasks[4], tasks[5], end),
            self.timer(f"c{number}_t2", tasks[1]),
            self.timer(f"c{number}_t5", tasks[4]),
        )

    def overall(self) -> bytes:
        """The calls, the second beside the third and the fifth beside the sixth."""
        calls = [f"call{one}" for one in range(1, CALLS + 1)]
        gates = ("fork1", "join1", "fork2", "join2")
        return self.file(
            "proc_case_main",
            self.node("startEvent", "begin"),
            *(self.node("callActivity", one, calledElement=f"proc_{one}") for one in calls),
            *(self.timer(f"{one}_t", one) for one in calls),
            *(self.node("parallelGateway", one) for one in gates),
            self.node("endEvent", "end"),
            self.flows("begin", "call1", "fork1", "call2", "join1", "call4", "fork2", "call5"),
            self.flows("fork1", "call3", "join1"),
            self.flows("call5", "join2", "call7", "end"),
            self.flows("fork2", "call6", "join2"),
        )

    def files(self) -> dict[str, bytes]:
        """All eight processes by key."""
        called = {f"proc_call{one}": self.called(one) for one in range(1, CALLS + 1)}
        return {"proc_case_main": self.overall(), **called}


OURS = Dialect(day='limit_reminder_at("dl_total")')
LIBRARY = Dialect(day="'2036-03-02T00:00:00+08:00'")
