/** What a person may be told to convert a file into. */
export const READABLE_FORMATS = 'WAV, FLAC, MP3, M4A, AAC, Ogg Vorbis, Opus or AIFF';
