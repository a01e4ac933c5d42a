import type { MaskNetwork } from '../../../shared/separators/network/mask-network.ts';
import type { NetworkCard } from '../../../shared/separators/network/network-card.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

/**
 * What a network for drum kits is measured against: a split by pitch alone, that never listens. Low is kick, high is
 * hi-hat and crash, and what lies between goes from toms to snare.
 */
export function bandDrums(card: NetworkCard): MaskNetwork {
  const gains = card.sources.map((source) => bandMiddles(card).map((hertz) => gainOf(source, hertz)));
  return {
    card,
    model: {
      inputs: [],
      outputs: [],
      async run({ feat }) {
        const frames = feat?.shape[2] ?? 0;
        const data = gains.flatMap((row) => Array.from({ length: 2 * frames }, () => row).flat());
        return new Map([['mask', { shape: [], data: Float32Array.from(data) }]]);
      },
      async release() {
        // Nothing is held.
      },
    },
  };
}

function bandMiddles({ size, linearBands, edges }: NetworkCard): number[] {
  const starts = [...Array(linearBands).keys(), ...edges];
  return starts
    .slice(0, -1)
    .map((start, band) => (((start + (starts[band + 1] ?? start) - 1) / 2) * SEPARATION_RATE) / size);
}

function gainOf(source: NetworkCard['sources'][number], hertz: number): number {
  const low = 1 - rising(hertz, 110, 220);
  const high = rising(hertz, 5000, 8000);
  const between = 1 - low - high;
  const bright = rising(hertz, 180, 900);
  if (source === 'kick') return low;
  if (source === 'hihat') return 0.6 * high;
  if (source === 'crash') return 0.4 * high;
  if (source === 'snare') return between * (0.4 + 0.6 * bright);
  if (source === 'toms') return between * 0.6 * (1 - bright);
  return 0;
}

function rising(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
