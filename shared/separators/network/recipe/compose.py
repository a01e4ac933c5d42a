"""Songs by chance: chords, a bass line, accompaniment, a melody and drums, as General MIDI files.

Nobody's music is copied: everything is drawn from the rules below. Channel 9 holds the drums and channel 1 the bass, so
that a song can be rendered stem by stem.

    compose.py <folder> <first number> <how many>
"""
import pathlib
import random
import sys

import mido

TICKS = 480
BASS_CHANNEL, DRUM_CHANNEL = 1, 9
MAJOR, MINOR, DORIAN, MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 5, 7, 9, 10)
PROGRESSIONS = [[0, 4, 5, 3], [0, 5, 3, 4], [5, 3, 0, 4], [0, 3, 4, 3], [0, 3, 0, 4], [1, 4, 0, 0], [0, 6, 3, 0],
                [0, 2, 3, 4], [0, 0, 3, 4], [3, 4, 2, 5], [0, 5, 1, 4], [0, 6, 5, 6], [0, 0, 5, 5]]
CHORD_PROGRAMS = [0, 1, 2, 4, 5, 6, 7, 16, 17, 18, 19, 21, 22, 24, 25, 26, 27, 28, 29, 30, 48, 49, 50, 51, 61, 62, 63, 88, 89, 90, 91, 92, 94, 95]
MELODY_PROGRAMS = [0, 4, 11, 12, 13, 24, 26, 27, 29, 30, 40, 41, 42, 52, 53, 54, 56, 57, 59, 60, 61, 64, 65, 66, 68, 71, 73, 74, 75, 79, 80, 81, 82, 84, 85, 87, 104, 105, 107, 108]
LOW_PROGRAMS = [0, 3, 7, 17, 24, 25, 26, 27, 28, 28, 29, 29, 30, 30, 42, 43, 57, 58, 66, 67, 87, 81]
DRUM_KITS = [0, 0, 0, 8, 16, 24, 25, 32, 40]


class Song:
    """Notes by channel, in beats, and what plays them."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.tempo = rng.uniform(70, 175)
        self.scale = rng.choice([MAJOR, MINOR, MINOR, DORIAN, MIXOLYDIAN])
        self.root = rng.randrange(12)
        self.progression = rng.choice(PROGRESSIONS)
        self.swing = rng.choice([0, 0, 0, 0.08, 0.16])
        self.bars = max(8, round(60 * self.tempo / 60 / 4))
        self.programs, self.pans, self.notes = {}, {}, []

    def degree(self, number: int, octave: int) -> int:
        """A step of the scale as a MIDI note."""
        return 12 * (octave + number // 7) + self.root + self.scale[number % 7]

    def note(self, channel: int, beat: float, length: float, pitch: int, velocity: int):
        late = self.swing if (beat * 2) % 2 >= 1 else 0
        loose = self.rng.gauss(0, 0.006)
        self.notes.append((max(0, beat + late + loose), max(0.05, length), channel, min(108, max(21, pitch)),
                           min(127, max(20, round(velocity + self.rng.gauss(0, 7))))))

    def chord(self, bar: int) -> int:
        return self.progression[bar % len(self.progression)]


def bass(song: Song):
    rng, style = song.rng, song.rng.choice(['root', 'eighths', 'octaves', 'walking', 'syncopated', 'fifths', 'long'])
    song.programs[BASS_CHANNEL] = rng.choice([32, 33, 33, 34, 34, 35, 36, 37, 38, 38, 39, 39])
    song.pans[BASS_CHANNEL] = 64
    for bar in range(song.bars):
        if rng.random() < 0.06:
            continue
        low = song.degree(song.chord(bar), 2) - (12 if rng.random() < 0.15 else 0)
        beats = {'root': [0, 2], 'eighths': [k / 2 for k in range(8)], 'octaves': [k / 2 for k in range(8)], 'walking': range(4),
                 'syncopated': [0, 0.75, 1.5, 2.5, 3.25], 'fifths': [0, 1, 2, 3], 'long': [0]}[style]
        beats = list(beats)
        for index, beat in enumerate(beats):
            end = beats[index + 1] if index + 1 < len(beats) else 4
            pitch = low
            if style == 'octaves' and index % 2:
                pitch += 12
            if style == 'walking':
                pitch = song.degree(song.chord(bar) + [0, 2, 4, rng.choice([5, 6, 3])][index], 2)
            if style == 'fifths' and index % 2:
                pitch = song.degree(song.chord(bar) + 4, 2)
            if rng.random() < 0.08:
                pitch = song.degree(song.chord(bar) + rng.choice([2, 4, -1, 1]), 2)
            song.note(BASS_CHANNEL, bar * 4 + beat, (end - beat) * rng.uniform(0.6, 0.98), pitch, 92)


def accompaniment(song: Song, channel: int):
    rng, style = song.rng, song.rng.choice(['pad', 'stabs', 'strum', 'arpeggio', 'offbeat', 'eighths'])
    song.programs[channel] = rng.choice(CHORD_PROGRAMS)
    song.pans[channel] = rng.randrange(10, 118)
    octave = rng.choice([4, 4, 5])
    voices = rng.choice([[0, 2, 4], [0, 2, 4], [0, 4, 9], [0, 2, 4, 6], [0, 4], [2, 4, 7]])
    silent = {bar for bar in range(song.bars) if (bar // 8) % 2 and rng.random() < 0.5}
    for bar in range(song.bars):
        if bar in silent:
            continue
        pitches = [song.degree(song.chord(bar) + voice, octave) for voice in voices]
        if style == 'pad':
            hits = [(0, 3.9)]
        elif style == 'stabs':
            hits = [(beat, 0.4) for beat in rng.choice([[0, 1.5, 3], [0, 2], [0, 0.75, 1.5, 2.5], [1, 3]])]
        elif style == 'strum':
            hits = [(beat, 0.5) for beat in [0, 1, 1.5, 2, 3, 3.5]]
        elif style == 'offbeat':
            hits = [(beat + 0.5, 0.3) for beat in range(4)]
        elif style == 'eighths':
            hits = [(beat / 2, 0.45) for beat in range(8)]
        else:
            hits = []
            step = rng.choice([0.5, 0.25, 1 / 3])
            order = pitches + pitches[-2:0:-1]
            for index in range(round(4 / step)):
                song.note(channel, bar * 4 + index * step, step * 1.2, order[index % len(order)], 78)
        for beat, length in hits:
            for index, pitch in enumerate(pitches):
                song.note(channel, bar * 4 + beat + (index * 0.02 if style == 'strum' else 0), length, pitch, 74)


def riff(song: Song, channel: int):
    """Low notes that are no bass: a guitar, a left hand or brass that goes with the bass, an octave above or as low."""
    rng, style = song.rng, song.rng.choice(['double', 'power', 'power', 'gallop', 'own'])
    song.programs[channel] = rng.choice(LOW_PROGRAMS)
    song.pans[channel] = rng.choice([20, 40, 64, 64, 88, 108])
    line = [note for note in song.notes if note[2] == BASS_CHANNEL]
    above = rng.choice([0, 12, 12])
    if style in ('double', 'power'):
        for at, length, _, pitch, _ in line:
            for interval in (0, 7, 12) if style == 'power' else (0,):
                song.note(channel, at, length, pitch + above + interval, 84)
        return
    beats = [0, 0.5, 0.75, 1, 1.5, 1.75, 2, 2.5, 2.75, 3, 3.5, 3.75] if style == 'gallop' else rng.choices([k / 2 for k in range(8)], k=5)
    for bar in range(song.bars):
        low = song.degree(song.chord(bar), 3)
        for beat in beats:
            step = rng.choice([0, 0, 0, 2, 4, -1]) if style == 'own' else 0
            for interval in (0, 7) if style == 'gallop' else (0,):
                song.note(channel, bar * 4 + beat, 0.3, low + (song.scale[step % 7] - song.scale[0] if step else 0) + interval, 84)


def melody(song: Song, channel: int):
    rng = song.rng
    song.programs[channel] = rng.choice(MELODY_PROGRAMS)
    song.pans[channel] = rng.randrange(40, 88)
    at, step = 0.0, rng.randrange(7)
    octave = rng.choice([5, 5, 4])
    while at < song.bars * 4:
        if (at // 32) % 2 and rng.random() < 0.3:
            at += 4
            continue
        length = rng.choice([0.5, 0.5, 1, 1, 1.5, 2, 0.25])
        if rng.random() < 0.18:
            at += length
            continue
        step = max(-3, min(11, step + rng.choice([-2, -1, -1, 0, 1, 1, 2, 4, -4])))
        song.note(channel, at, length * rng.uniform(0.7, 1.02), song.degree(song.chord(int(at // 4)) * (rng.random() < 0.3) + step, octave), 88)
        at += length


def drums(song: Song):
    rng = song.rng
    song.programs[DRUM_CHANNEL] = rng.choice(DRUM_KITS)
    kick, snare = rng.choice([35, 36, 36]), rng.choice([38, 38, 40, 39, 37])
    hat = rng.choice([42, 42, 42, 44, 51, 53, 82])
    every = rng.choice([1, 2, 2, 4])
    four = rng.random() < 0.3
    kicks = [1.0 if k in (0, 8) or (four and k % 4 == 0) else rng.choice([0, 0, 0, 0.5, 0.9]) for k in range(16)]
    snares = [1.0 if k in (4, 12) else rng.choice([0, 0, 0, 0, 0.2]) for k in range(16)]
    extra = rng.choice([None, None, 54, 56, 63, 64, 69, 70, 75, 60])
    for bar in range(song.bars):
        if rng.random() < 0.04:
            continue
        fill = bar % 8 == 7 and rng.random() < 0.7
        for k in range(16):
            at = bar * 4 + k / 4
            if fill and k >= 8:
                if rng.random() < 0.75:
                    song.note(DRUM_CHANNEL, at, 0.2, rng.choice([41, 43, 45, 47, 48, 50, snare]), 96)
                continue
            if rng.random() < kicks[k]:
                song.note(DRUM_CHANNEL, at, 0.2, kick, 108)
            if rng.random() < snares[k]:
                song.note(DRUM_CHANNEL, at, 0.2, snare, 104)
            if k % every == 0 and rng.random() < 0.95:
                song.note(DRUM_CHANNEL, at, 0.2, 46 if k % 8 == 6 and rng.random() < 0.3 else hat, 70 + 18 * (k % 4 == 0))
            if extra and rng.random() < 0.2:
                song.note(DRUM_CHANNEL, at, 0.2, extra, 72)
        if bar % 8 == 0 and rng.random() < 0.8:
            song.note(DRUM_CHANNEL, bar * 4, 1, rng.choice([49, 57, 55, 52]), 100)


def compose(seed: int) -> mido.MidiFile:
    rng = random.Random(seed)
    song = Song(rng)
    drums(song)
    bass(song)
    channel = 2
    for _ in range(rng.randrange(1, 4)):
        accompaniment(song, channel)
        channel += 1
    if rng.random() < 0.6:
        riff(song, channel)
        channel += 1
    for _ in range(rng.randrange(0, 3)):
        melody(song, channel)
        channel += 1
    return as_midi(song)


def as_midi(song: Song) -> mido.MidiFile:
    events = [(0.0, 0, mido.MetaMessage('set_tempo', tempo=mido.bpm2tempo(song.tempo)))]
    for channel, program in song.programs.items():
        events.append((0.0, 0, mido.Message('program_change', channel=channel, program=program)))
        events.append((0.0, 0, mido.Message('control_change', channel=channel, control=10, value=song.pans.get(channel, 64))))
    for at, length, channel, pitch, velocity in song.notes:
        events.append((at, 2, mido.Message('note_on', channel=channel, note=pitch, velocity=velocity)))
        events.append((at + length, 1, mido.Message('note_off', channel=channel, note=pitch)))
    track, before = mido.MidiTrack(), 0
    for at, _, message in sorted(events, key=lambda event: event[:2]):
        tick = round(at * TICKS)
        track.append(message.copy(time=tick - before))
        before = tick
    return mido.MidiFile(type=0, ticks_per_beat=TICKS, tracks=[track])


if __name__ == '__main__':
    folder, first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        compose(seed).save(folder / f'composed{seed:03}.mid')
