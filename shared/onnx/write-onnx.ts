/** An input or output of a graph: 32-bit floats. A name as a length stands for any length. */
export interface GraphPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** Whole numbers, or a word. */
export type GraphAttribute = number | readonly number[] | string;

/** One step of a graph, as https://onnx.ai/onnx/operators describes it. */
export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, GraphAttribute>>;
}

/** Numbers that belong to the graph: floats, or whole numbers where an operator wants those, as for a shape. */
export interface GraphConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface Graph {
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  readonly nodes: readonly GraphNode[];
  readonly constants?: readonly GraphConstant[];
}

/** Versions that every runtime of the last years reads. */
const FORMAT_VERSION = 8;
const OPERATORS_VERSION = 13;

/** Numbers of types in `onnx.proto`. */
const FLOAT = 1;
const INT64 = 7;
const INT_ATTRIBUTE = 2;
const TEXT_ATTRIBUTE = 3;
const INTS_ATTRIBUTE = 7;

/**
 * The bytes of an ONNX file that holds a graph, after the field numbers of `onnx.proto`.
 *
 * @example
 * writeOnnx({
 *   inputs: [{ name: 'x', shape: [1, 'n'] }],
 *   outputs: [{ name: 'y', shape: [1, 'n'] }],
 *   nodes: [{ operator: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: 1 } }],
 * });
 */
export function writeOnnx({ inputs, outputs, nodes, constants = [] }: Graph): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytesField(1, nodeOf(node))),
    textField(2, 'graph'),
    ...constants.map((constant) => bytesField(5, constantOf(constant))),
    ...inputs.map((port) => bytesField(11, portOf(port))),
    ...outputs.map((port) => bytesField(12, portOf(port))),
  );
  const operators = message(textField(1, ''), numberField(2, OPERATORS_VERSION));
  return message(numberField(1, FORMAT_VERSION), bytesField(7, graph), bytesField(8, operators));
}

function nodeOf({ operator, inputs, outputs, attributes = {} }: GraphNode): Uint8Array {
  return message(
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeOf(name, value))),
  );
}

function attributeOf(name: string, value: GraphAttribute): Uint8Array {
  return message(textField(1, name), ...attributeFields(value));
}

function attributeFields(value: GraphAttribute): readonly Uint8Array[] {
  if (typeof value === 'number') return [numberField(3, value), numberField(20, INT_ATTRIBUTE)];
  if (typeof value === 'string') return [textField(4, value), numberField(20, TEXT_ATTRIBUTE)];
  return [...value.map((item) => numberField(8, item)), numberField(20, INTS_ATTRIBUTE)];
}

function constantOf({ name, shape, data }: GraphConstant): Uint8Array {
  return message(
    ...shape.map((length) => numberField(1, length)),
    numberField(2, data instanceof Float32Array ? FLOAT : INT64),
    textField(8, name),
    bytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
}

function portOf({ name, shape }: GraphPort): Uint8Array {
  const lengths = shape.map((length) =>
    bytesField(1, typeof length === 'number' ? numberField(1, length) : textField(2, length)),
  );
  const tensor = message(numberField(1, FLOAT), bytesField(2, message(...lengths)));
  return message(textField(1, name), bytesField(2, bytesField(1, tensor)));
}

function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** Field numbers carry in their lowest bits how the field is written: 0 a number, 2 so many bytes. */
function numberField(field: number, value: number): Uint8Array {
  return Uint8Array.of(...varint(field * 8), ...varint(value));
}

function bytesField(field: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(...varint(field * 8 + 2), ...varint(content.length)), content]);
}

function textField(field: number, text: string): Uint8Array {
  return bytesField(field, Buffer.from(text));
}

/** A number in groups of seven bits, the lowest first; negative ones as 64 bits in two's complement. */
function varint(value: number): number[] {
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) groups.push(Number(rest & 127n) + 128);
  return [...groups, Number(rest)];
}
