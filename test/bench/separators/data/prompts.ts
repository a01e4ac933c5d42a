import type { Speaker } from './speak.ts';

const FOLDER = '/usr/share/asterisk/sounds';

/** The two people of the telephone system Asterisk that are heard, from some prompt on. */
export const PROMPTS = {
  june: (first: number): Speaker => ({
    prompts: { package: 'asterisk-core-sounds-fr-g722', path: `${FOLDER}/fr_CA_f_June` },
    first,
  }),
  carlo: (first: number): Speaker => ({
    prompts: { package: 'asterisk-core-sounds-it-g722', path: `${FOLDER}/it_IT_m_Carlo` },
    first,
  }),
};
