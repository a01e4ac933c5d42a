"""Voices that speak and sing: text read by espeak-ng or flite, put on a melody, in rooms and through microphones.

    voices.py <folder of stems> <first number> <how many>

Two kinds of synthesizers, because they err differently: espeak-ng makes vowels of resonances, in many languages; flite
strings together what four people said. A part of the voices is left without its upper octaves, as over a telephone.
"""
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy as np
import soundfile
from scipy.signal import butter, resample_poly, sosfilt

from rooms import add_air, doubled, room
from sing import RATE, sing

TEXTS = {
    'en': 'Somewhere in the distance a train is leaving town, and nobody is watching as the evening settles down. I could be your shelter, I could be your friend, turn around and tell me that the story will not end. Higher and higher, over the hills we run, faster and faster, chasing the setting sun. I remember every summer, every promise that we made, all the letters in the attic, all the games we never played. Please wait a moment while we find your number. The next meeting begins at seven thirty in the large hall. Nothing that was written here had been seen before. Thank you very much, and good night to all of you at home.',
    'de': 'Leise zieht der Abend durch die alten Gassen hin, und ich frage mich noch immer, wo ich eigentlich bin. Sag mir, was du siehst, wenn du die Augen schliesst, und wohin der Fluss in deinen Träumen fliesst. Sterne über Dächern, Regen auf dem Glas, alles was ich suchte, lag im hohen Gras.',
    'es': 'La luna sube despacio por encima del tejado, y la calle se queda quieta con su silencio prestado. Dime si todavia guardas aquella vieja cancion, la que sonaba en la radio cuando se fue el camion. Vuela, vuela, mariposa, que la noche ya paso.',
    'fr': 'Le matin se leve doucement sur les toits de la ville, et je marche sans savoir vers une rue tranquille. Dis moi si tu te souviens du parfum de cet ete, des chansons que nous chantions sans jamais nous arreter.',
    'it': 'La sera scende piano sopra i tetti di citta, e una voce da lontano mi racconta cio che sa. Dimmi dove va il vento quando smette di soffiare, e se anche le montagne hanno voglia di cantare.',
    'fi': 'Ilta laskeutuu hiljaa yli vanhan kaupungin, ja mina kuljen yksin tieta jonka tunsin. Kerro mulle viela kerran miten tuuli laulaa, kun lumi peittaa pellot ja talvi maata painaa.',
    'pt': 'A cidade acorda devagar com o cheiro do cafe, e eu caminho pela rua com a areia no pe. Conta me outra vez a historia daquele velho mar, das ondas que nao cansam de voltar a comecar.',
    'pl': 'Powoli gasna swiatla w oknach starych domow, a ja wracam sama droga posrod tylu gromow. Powiedz mi raz jeszcze o czym szumi las, kiedy wiatr zatrzyma na chwile czas.',
}
# The voices of the test mixes are left out: en-us with f3 and m3.
ESPEAK = ['m1', 'm2', 'm4', 'm5', 'm6', 'm7', 'm8', 'f1', 'f2', 'f4', 'f5', 'croak', 'klatt', 'klatt2', 'klatt4', 'whisper']
FLITE = {'slt': 180, 'rms': 95, 'awb': 115, 'kal16': 105}


def speak(rng, folder):
    """Somebody reads: the sound, and whether the voice is a high one."""
    wav, program = folder / 'spoken.wav', rng.choice(['espeak-ng', 'flite'])
    language = rng.choice(list(TEXTS)) if program == 'espeak-ng' else 'en'
    sentences = TEXTS[language].split('. ')
    rng.shuffle(sentences)
    text = '. '.join(sentences)
    if program == 'espeak-ng':
        name = rng.choice(ESPEAK)
        command = ['espeak-ng', '-v', f'{language}+{name}', '-s', str(rng.randrange(110, 190)), '-p', str(rng.randrange(20, 80)), '-w', wav, text]
    else:
        name = rng.choice(list(FLITE))
        pitch = FLITE[name] * rng.uniform(0.75, 1.35)
        command = ['flite', '-voice', name, '--setf', f'int_f0_target_mean={pitch:.0f}', '--setf', f'duration_stretch={rng.uniform(0.85, 1.3):.2f}', '-t', text, '-o', wav]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sound, rate = soundfile.read(wav, dtype='float32')
    return resample_poly(sound, RATE, rate).astype(np.float32), not name.startswith(('m', 'c', 'r', 'a', 'kal'))


def voice(rng, folder):
    spoken, is_high = speak(rng, folder)
    is_speech = rng.random() < 0.35
    root = rng.uniform(160, 420) if is_high else rng.uniform(85, 190)
    sound = spoken if is_speech else sing(rng, spoken, root, folder)
    if rng.random() < 0.75:
        sound = add_air(rng, sound)
    else:
        sound = sosfilt(butter(8, rng.uniform(3500, 8000) / (RATE / 2), output='sos'), sound).astype(np.float32)
    both = doubled(rng, sound) if rng.random() < 0.2 and not is_speech else np.repeat(sound[:, None], 2, 1)
    return room(rng, both.mean(1), 0.4 if is_speech else 1) if rng.random() < 0.7 else both


def main():
    out, first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(first, first + count):
            target = out / f'voice{number:03}_vocals.npy'
            if target.exists():
                continue
            whole = voice(random.Random(number), pathlib.Path(temporary))
            np.save(target, (whole / np.abs(whole).max() * 0.9).astype(np.float16))
            print(target.name, round(len(whole) / RATE), 'seconds', flush=True)


if __name__ == '__main__':
    main()
