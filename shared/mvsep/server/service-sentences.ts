/** Refusals in the words of mvsep.com, its spelling included: clients compare them. */
export const SERVICE_SENTENCES = {
  noType: 'Seperation type is not set',
  premiumType: 'Seperation type is unavailable until you purchase premium membership',
  noFile: 'The audiofile field is required.',
  unknownHash: 'File or File Hash not found',
  unknownRemote: 'Remote upload not found',
} as const;
