/** What positions in Opus are counted in, samples a second, whatever it was made of (RFC 7845, section 4). */
export const OPUS_RATE = 48_000;
