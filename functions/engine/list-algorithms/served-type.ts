import type { Separator } from '../../../shared/separators/separator.ts';

/** What users are told of a separation type that truly runs here. */
export type ServedType = Pick<Separator, 'sepType' | 'algorithm' | 'description' | 'stems'>;
