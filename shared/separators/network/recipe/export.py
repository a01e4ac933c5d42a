"""Writes a network as ONNX with the card that the Engine reads, and checks it against PyTorch.

    export.py song|kit <checkpoint> <folder> [<what was measured, as JSON> [<odds by stem, as JSON>]]

The folder gets separator.onnx and separator.json (kit.onnx and kit.json). Inputs `feat` [1, 4, frames, 288], outputs
`mask` [1, stems, 2, frames, 288]; the frames may be any multiple of 8. Batch norms are folded into the convolutions.

Odds say how many times likelier a stem is than the network has learnt. Our songs are not quite like others: odds.py
finds the ones that fit test mixes best.
"""
import hashlib
import json
import math
import pathlib
import sys

import numpy as np
import onnx
import torch

from network import BANDS, EDGES, FFT, HOP, LINEAR, Network
from train import KINDS

FILES = {'song': 'separator', 'kit': 'kit'}
NAMES = {'song': 'Small mask network, four stems', 'kit': 'Small mask network, drum kits'}
CONTEXT = 112  # frames: what lies further off changes masks by less than -75 dB (measured on t1 and d2)


def lean(network, stems, odds):
    """Puts the odds of stems into the network: before masks are made to add up to one, a factor is an addition."""
    by_stem = network.leave.bias.view(len(stems), -1)  # four outputs of each stem: two channels, two bands of a pair
    with torch.no_grad():
        for stem, factor in odds.items():
            by_stem[stems.index(stem)] += math.log(factor)


def check(path, network, inputs):
    """The largest difference between what ONNX and PyTorch answer, when a runtime is installed to tell."""
    onnx.checker.check_model(onnx.load(path))
    try:
        import onnxruntime
    except ImportError:
        return None
    session = onnxruntime.InferenceSession(str(path))
    worst = 0.0
    for frames in (8, 64, 120):
        feature = inputs[:, :, :frames]
        with torch.no_grad():
            expected = network(feature).numpy()
        worst = max(worst, float(np.abs(session.run(None, {'feat': feature.numpy()})[0] - expected).max()))
    return worst


def main():
    kind, checkpoint, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    saved = torch.load(checkpoint)
    network = Network(len(KINDS[kind].STEMS)).eval()
    network.load_state_dict(saved['averaged'])
    lean(network, KINDS[kind].STEMS, json.loads(sys.argv[5]) if len(sys.argv) > 5 else {})
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f'{FILES[kind]}.onnx'
    inputs = torch.randn(1, 4, 120, BANDS)
    torch.onnx.export(network, inputs[:, :, :64], path, input_names=['feat'], output_names=['mask'], opset_version=13,
                      dynamic_axes={'feat': {2: 'frames'}, 'mask': {3: 'frames'}})
    card = {
        'name': NAMES[kind],
        'sha256': hashlib.sha256(path.read_bytes()).hexdigest(),
        'size': FFT, 'hop': HOP, 'group': 8, 'contextFrames': CONTEXT,
        'linearBands': LINEAR, 'edges': [int(edge) for edge in EDGES],
        'sources': KINDS[kind].STEMS,
        'quality': json.loads(sys.argv[4]) if len(sys.argv) > 4 else {},
    }
    path.with_suffix('.json').write_text(json.dumps(card, indent=2) + '\n')
    worst = check(path, network, inputs)
    print(saved['step'], 'steps,', path.stat().st_size, 'bytes,', 'no onnxruntime to compare with' if worst is None else f'at most {worst:.1e} from PyTorch')


if __name__ == '__main__':
    main()
