// Our attributes of an element, in its extension elements; each change of them is one step to undo.
import type { Modeler, Moddle, Shape } from './types';

type Extension = Moddle & { values?: Moddle[] };

/** Our element of that type, or undefined. */
export function extensionOf(of: Moddle, type: string): Moddle | undefined {
  return (of.get('extensionElements') as Extension | undefined)?.values?.find((one) => one.$type === type);
}

export function attributeOf(of: Moddle, type: string, name: string): string {
  return String(extensionOf(of, type)?.get(name) ?? '');
}

/** New extension elements: the old ones, with ours changed; an attribute that says nothing goes. */
export function withExtension(modeler: Modeler, of: Moddle, type: string, given: Record<string, unknown>): Moddle {
  const moddle = modeler.get('moddle');
  const old = of.get('extensionElements') as Extension | undefined;
  const mine = extensionOf(of, type);
  const names: string[] = moddle.getType(type).$descriptor.properties.map((one: { ns: { localName: string } }) => one.ns.localName);
  const kept = Object.fromEntries(names.map((name) => [name, mine?.get(name)]));
  const said = Object.entries({ ...kept, ...given }).filter(([, value]) => value !== undefined && value !== '');
  const made = moddle.create(type, Object.fromEntries(said));
  const others = (old?.values ?? []).filter((one) => one !== mine);
  const extension = moddle.create('bpmn:ExtensionElements', { values: said.length ? [...others, made] : others });
  made.$parent = extension;
  extension.$parent = of;
  return extension;
}

/** Change our attributes of an element. */
export function write(modeler: Modeler, shape: Shape, type: string, given: Record<string, unknown>): void {
  const found = withExtension(modeler, shape.businessObject, type, given) as Extension;
  const extensionElements = found.values?.length ? found : undefined;
  modeler.get('modeling').updateProperties(shape, { extensionElements });
}
