// The little of bpmn-js that our own code touches.

export interface Moddle {
  $type: string;
  id: string;
  name?: string;
  $parent?: Moddle;
  $instanceOf(type: string): boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

export interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  businessObject: Moddle;
  di?: Moddle;
  parent?: Shape;
  host?: Shape;
  children: Shape[];
  incoming: Shape[];
  outgoing: Shape[];
  source?: Shape;
  target?: Shape;
  labelTarget?: Shape;
  waypoints?: { x: number; y: number }[];
}

export type Entry = {
  group: string;
  className?: string;
  title?: string;
  separator?: boolean;
  html?: string;
  action?: Record<string, (event: Event, element: Shape) => unknown>;
};

/** A service of the modeler, called by name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Service = any;

export interface Modeler {
  get(name: string, strict?: boolean): Service;
  on(event: string, then: (event: Service) => void): void;
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  saveXML(how: { format: boolean }): Promise<{ xml?: string }>;
  destroy(): void;
}

export interface Word {
  code: string;
  title: string;
}

/** What a diagram may name: `GET …/words`. */
export interface Words {
  roles: Word[];
  forms: Word[];
  limits: Word[];
  steps: Word[];
  articles: Word[];
  procedures: Word[];
  decisions: Word[];
  documents: Record<string, Word[]>;
  visits: Word[];
  public: string[];
  required: Record<string, { title: string; article: string; law: string }>;
  messages: Record<string, { what: string; mend: string }>;
  nodes: string[];
  most: number;
}

export interface Fact {
  name: string;
  type: 'boolean' | 'number' | 'text' | 'date' | 'enum';
  label: string;
  values: string[];
  writer: { kind: string };
}

/** What a condition may be built of: `GET …/facts`. */
export interface Facts {
  facts: Fact[];
  operators: Record<string, string>;
  operators_of_type: Record<string, string[]>;
}
