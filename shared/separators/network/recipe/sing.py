"""Speech put on a melody by Praat."""
import subprocess

import numpy as np
import soundfile

RATE = 44100
SCALES = [[0, 2, 4, 5, 7, 9, 11, 12], [0, 2, 3, 5, 7, 8, 10, 12], [0, 3, 5, 7, 10, 12], [0, 2, 4, 7, 9, 12]]
STEP = 0.015  # seconds between two points of the melody


def melody(rng, seconds, root, stretch):
    """Points of a melody, (seconds, Hz): steps of a scale with vibrato, and glides from note to note."""
    depth, speed, scale = rng.uniform(0, 0.5), rng.uniform(4.6, 6.4), rng.choice(SCALES)
    at, step, before, points = 0.0, rng.randrange(len(scale)), None, []
    while at < seconds:
        length = rng.choice([0.16, 0.22, 0.3, 0.3, 0.45, 0.6]) / stretch * 1.4
        step = max(0, min(len(scale) - 1, step + rng.choice([-2, -1, -1, 0, 1, 1, 2])))
        target = root * 2 ** (scale[step] / 12)
        before = before or target
        for part in np.arange(0, length, STEP):
            vibrato = depth * np.sin(2 * np.pi * speed * stretch * part) * min(1, part / 0.15)
            points.append((at + part + 0.001, before * (target / before) ** min(1.0, part / 0.05) * 2 ** (vibrato / 12)))
        before = target
        at += length
    return points


def sing(rng, sound, root, folder):
    """Puts speech on a melody above a root in Hz, and draws its syllables out."""
    stretch = rng.choice([1.0, 1.3, 1.6, 1.6, 1.9])
    seconds = len(sound) / RATE
    source, script, out = folder / 'in.wav', folder / 'sing.praat', folder / 'sung.wav'
    soundfile.write(source, sound, RATE, subtype='FLOAT')
    points = [f'Add point: {at:.4f}, {pitch:.2f}' for at, pitch in melody(rng, seconds, root, stretch)]
    script.write_text('\n'.join([
        f'Read from file: "{source}"', 'To Manipulation: 0.01, 60, 600', 'manipulation = selected("Manipulation")',
        f'pitch = Create PitchTier: "p", 0, {seconds}', *points,
        f'duration = Create DurationTier: "d", 0, {seconds}', f'Add point: 0.01, {stretch}',
        'selectObject: manipulation, pitch', 'Replace pitch tier', 'selectObject: manipulation, duration',
        'Replace duration tier', 'selectObject: manipulation', 'Get resynthesis (overlap-add)',
        f'Save as 32-bit WAV file: "{out}"']) + '\n')
    subprocess.run(['praat', '--run', script], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    return soundfile.read(out, dtype='float32')[0]
