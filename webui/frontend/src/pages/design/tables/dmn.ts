// A decision table as its file writes it (DMN), and as a table of cells.
const DMN = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

export interface Input {
  fact: string;
  label: string;
  type: string;
}

export interface Rule {
  cells: string[];
  result: string;
  note: string;
}

export interface Table {
  id: string;
  name: string;
  policy: string;
  inputs: Input[];
  output: { name: string; label: string; type: string };
  rules: Rule[];
  /** Attributes of the root, kept as they were. */
  head: [string, string][];
}

export const POLICIES: [string, string][] = [
  ['FIRST', '取第一条符合的'],
  ['UNIQUE', '至多一条符合'],
  ['ANY', '符合的各条结果相同'],
];

export function readTable(content: string): Table | null {
  const root = new DOMParser().parseFromString(content, 'application/xml').documentElement;
  const decision = root.getElementsByTagNameNS(DMN, 'decision')[0];
  const table = decision?.getElementsByTagNameNS(DMN, 'decisionTable')[0];
  const output = table?.getElementsByTagNameNS(DMN, 'output')[0];
  if (!decision || !table || !output) return null;
  return {
    id: decision.getAttribute('id') ?? '',
    name: decision.getAttribute('name') ?? '',
    policy: table.getAttribute('hitPolicy') ?? 'UNIQUE',
    inputs: all(table, 'input').map((one) => ({
      fact: words(one),
      label: one.getAttribute('label') ?? '',
      type: one.getElementsByTagNameNS(DMN, 'inputExpression')[0]?.getAttribute('typeRef') ?? 'string',
    })),
    output: { name: output.getAttribute('name') ?? '', label: output.getAttribute('label') ?? '', type: output.getAttribute('typeRef') ?? 'string' },
    rules: all(table, 'rule').map((one) => ({
      cells: all(one, 'inputEntry').map(words),
      result: words(all(one, 'outputEntry')[0]),
      note: one.getElementsByTagNameNS(DMN, 'description')[0]?.textContent?.trim() ?? '',
    })),
    head: Array.from(root.attributes).filter((one) => !['xmlns', 'id', 'name', 'namespace'].includes(one.name)).map((one) => [one.name, one.value]),
  };
}

export function writeTable(table: Table): string {
  const head = table.head.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const inputs = table.inputs.map(
    (one, at) =>
      `      <input id="input_${at + 1}" label="${escaped(one.label)}">\n` +
      `        <inputExpression id="expression_${at + 1}" typeRef="${escaped(one.type)}"><text>${escaped(one.fact)}</text></inputExpression>\n      </input>\n`,
  );
  const rules = table.rules.map((one, at) => {
    const cells = one.cells.map((cell, column) => `        <inputEntry id="cell_${at + 1}_${column + 1}"><text>${escaped(cell || '-')}</text></inputEntry>\n`);
    const note = one.note ? `        <description>${escaped(one.note)}</description>\n` : '';
    return `      <rule id="rule_${at + 1}">\n${note}${cells.join('')}        <outputEntry id="result_${at + 1}"><text>${escaped(one.result)}</text></outputEntry>\n      </rule>\n`;
  });
  const { name, label, type } = table.output;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="${DMN}"${head} id="file_${table.id}" name="${escaped(table.name)}" namespace="urn:zhijian:decisions">\n` +
    `  <decision id="${table.id}" name="${escaped(table.name)}">\n    <decisionTable id="table_${table.id}" hitPolicy="${table.policy}">\n` +
    `${inputs.join('')}      <output id="output_1" label="${escaped(label)}" name="${escaped(name)}" typeRef="${escaped(type)}"/>\n${rules.join('')}` +
    '    </decisionTable>\n  </decision>\n</definitions>\n'
  );
}

function all(parent: Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagNameNS(DMN, name));
}

function words(parent: Element | undefined): string {
  return parent?.getElementsByTagNameNS(DMN, 'text')[0]?.textContent?.trim() ?? '';
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
