import { demucsHybridAdapter } from './adapters/demucs-hybrid-adapter.ts';
import { mdxAdapter } from './adapters/mdx-adapter.ts';
import { spectrogramMaskAdapter } from './adapters/spectrogram-mask-adapter.ts';
import { waveformAdapter } from './adapters/waveform-adapter.ts';
import type { ModelAdapter } from './model-adapter.ts';
import type { ModelNetwork } from './model-network.ts';

/** The adapter that a network needs. @param stems how many stems the network puts out. */
export function adapterOf(network: ModelNetwork, stems: number): ModelAdapter {
  switch (network.adapter) {
    case 'waveform':
      return waveformAdapter(network, stems);
    case 'demucs-hybrid':
      return demucsHybridAdapter(network, stems);
    case 'mdx':
      return mdxAdapter(network);
    case 'spectrogram-mask':
      return spectrogramMaskAdapter(network, stems);
  }
}
