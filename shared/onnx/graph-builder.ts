import type { Graph, GraphAttribute, GraphConstant, GraphNode, GraphPort } from './write-onnx.ts';

/** Puts a graph together a step at a time, and names what lies between the steps. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #constants: GraphConstant[] = [];

  /** Adds a step with one output. @returns the name of the output, to be the input of further steps. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, GraphAttribute>> = {},
  ): string {
    const output = `${operator}_${this.#nodes.length}`;
    this.#nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds numbers. @returns their name. */
  floats(data: Float32Array, shape: readonly number[]): string {
    return this.#constant({ data, shape });
  }

  /** Adds a list of whole numbers, as for places and lengths. @returns its name. */
  integers(...values: readonly number[]): string {
    return this.#constant({ data: BigInt64Array.from(values, BigInt), shape: [values.length] });
  }

  /** The whole graph. @param outputs which of the steps' outputs come out, by the names that they get. */
  build(inputs: readonly GraphPort[], outputs: Readonly<Record<string, GraphPort>>): Graph {
    const named = Object.entries(outputs).map(
      ([from, { name }]): GraphNode => ({ operator: 'Identity', inputs: [from], outputs: [name] }),
    );
    return {
      inputs,
      outputs: Object.values(outputs),
      nodes: [...this.#nodes, ...named],
      constants: this.#constants,
    };
  }

  #constant(constant: Omit<GraphConstant, 'name'>): string {
    const name = `constant_${this.#constants.length}`;
    this.#constants.push({ ...constant, name });
    return name;
  }
}
