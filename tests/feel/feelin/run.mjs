// Evaluates a list of questions with the browser's FEEL and prints the answers; see ../README.md.
// Input and output are JSON on stdin and stdout. Values JSON lacks are objects with one key:
// {"@date": "2026-03-06"}, {"@instant": "2026-03-06T09:00:00+08:00"}, {"@duration": "P1D"}.
import { readFileSync } from 'node:fs';
import { date, duration, evaluate, unaryTest } from '@bpmn-io/feelin';
import { DateTime, Duration, Settings } from 'luxon';

Settings.defaultZone = 'Asia/Shanghai';

function received(value) {
  if (Array.isArray(value)) return value.map(received);
  if (value === null || typeof value !== 'object') return value;
  if ('@date' in value) return date(value['@date']);
  if ('@instant' in value) return date(value['@instant']);
  if ('@duration' in value) return duration(value['@duration']);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, received(item)]));
}

function sent(value) {
  if (value === undefined) return null;
  if (DateTime.isDateTime(value)) return sentTime(value);
  if (Duration.isDuration(value)) return { '@duration': value.toISO(), months: value.as('months'), seconds: value.as('seconds') };
  if (Array.isArray(value)) return value.map(sent);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sent(item)]));
}

function sentTime(time) {
  const midnight = time.hour + time.minute + time.second + time.millisecond === 0;
  if (midnight && time.zoneName === 'UTC') return { '@date': time.toISODate() };
  return { '@instant': time.toUTC().toISO() };
}

// The browser's own today() is an instant, unequal to every date; forms hand in these two instead.
function clock(now) {
  return { now: () => date(now), today: () => date(now.slice(0, 10)) };
}

function answered(question, now) {
  const context = { ...clock(now), ...received(question.context) };
  try {
    if (question.kind === 'cell') {
      const { value } = unaryTest(question.source, { ...context, '?': received(question.input) });
      return { value: sent(value) };
    }
    return { value: sent(evaluate(question.source, context).value) };
  } catch (error) {
    return { error: String(error.message), syntax: 'position' in error };
  }
}

const { now, questions } = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(questions.map((question) => answered(question, now))));
