"""Takes the songs out of the game data of Freedoom, whose licence is that of BSD, as MIDI files.

    freedoom.py <folder of songs> <freedoom.wad ...>

Left out is what the test mixes are made of, and what is there twice.
"""
import pathlib
import struct
import sys

LEFT_OUT = ('D_RUNNIN', 'D_RUNNI2')


def songs(wad):
    """Names and contents of the MIDI files in a game archive: a header, then a directory of (place, size, name)."""
    count, directory = struct.unpack('<ii', wad[4:12])
    for index in range(count):
        place, size, name = struct.unpack('<ii8s', wad[directory + 16 * index:directory + 16 * (index + 1)])
        if wad[place:place + 4] == b'MThd' and size > 4:
            yield name.rstrip(b'\0').decode('ascii'), wad[place:place + size]


def main():
    folder, seen = pathlib.Path(sys.argv[1]), set()
    folder.mkdir(parents=True, exist_ok=True)
    for path in map(pathlib.Path, sys.argv[2:]):
        for name, song in songs(path.read_bytes()):
            if name in LEFT_OUT or song in seen:
                continue
            seen.add(song)
            (folder / f'{path.stem}_{name}.mid').write_bytes(song)
    print(len(seen), 'songs')


if __name__ == '__main__':
    main()
