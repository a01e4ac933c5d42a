import { printTable } from '../print-table.ts';
import { basicPitchMeasure } from './basic-pitch-measure.ts';
import { denoiseMeasure } from './denoise-measure.ts';
import { karaokeMeasure } from './karaoke-measure.ts';
import { kitsMeasure } from './kits-measure.ts';
import { matcheringMeasure } from './matchering-measure.ts';
import type { Bar, Measure, MeasuredRow } from './measure.ts';
import { mixesMeasure } from './mixes-measure.ts';
import { networkMeasure } from './network-measure.ts';
import { phantomCenterMeasure } from './phantom-center-measure.ts';
import { reverbMeasure } from './reverb-measure.ts';

const MEASURES: readonly Measure[] = [
  mixesMeasure,
  networkMeasure,
  kitsMeasure,
  phantomCenterMeasure,
  denoiseMeasure,
  reverbMeasure,
  matcheringMeasure,
  karaokeMeasure,
  basicPitchMeasure,
];

/** Measures what separators are worth, all of it or by name, and prints it beside what has to be reached. */
export async function benchSeparators(names: readonly string[]): Promise<void> {
  const wanted = names.length === 0 ? MEASURES : names.map(measureOf);
  for (const { name, missing, run } of wanted) {
    const problem = missing?.();
    if (problem === undefined) printTable(name, [HEAD, ...(await run()).map(cells)]);
    else printTable(name, [[problem]]);
  }
}

const HEAD = ['', 'result', 'bar', '', ''];

function measureOf(name: string): Measure {
  const found = MEASURES.find((measure) => measure.name === name);
  if (found !== undefined) return found;
  throw new Error(`There is no measure ${name}, only ${MEASURES.map((measure) => measure.name).join(', ')}.`);
}

function cells({ what, value, unit, bar, detail = '' }: MeasuredRow): string[] {
  const result = `${value.toFixed(1)} ${unit}`;
  if (bar === undefined) return [what, result, '', '', detail];
  return [what, result, `${describe(bar)} ${unit}`, holds(bar, value) ? 'holds' : 'FAILS', detail];
}

function describe(bar: Bar): string {
  return 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`;
}

function holds(bar: Bar, value: number): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}
