import { findOutputFormat, OUTPUT_FORMATS } from '../mvsep/catalogue/output-format.ts';
import type { SeparationFile } from '../mvsep/contract/separation-file.ts';
import { stemNames } from './stem-name.ts';
import { stemsKey } from './stems-key.ts';
import type { StemSource, Step } from './step.ts';

/** What types that give something else than audio deliver. */
const OTHER_CONTENT_TYPES: Readonly<Record<string, string>> = {
  mid: 'audio/midi',
  midi: 'audio/midi',
  txt: 'text/plain; charset=utf-8',
  srt: 'application/x-subrip',
  json: 'application/json',
  zip: 'application/zip',
};

/** The stems of a finished separation with the keys under which they will be stored. */
export function resultStems(step: Step, files: readonly SeparationFile[]): StemSource[] {
  const names = stemNames(files.map((file) => file.type));
  const { folder } = step;
  if (folder === undefined) {
    throw new Error(`The step ${step.step} of the job ${step.jobId} waits without a folder for its stems.`);
  }
  return files.map((file, index) => {
    const stem = names[index] ?? `stem-${index}`;
    const extension = extensionOf(file) ?? findOutputFormat(step.separation.outputFormat)?.extension ?? 'bin';
    return {
      stem,
      key: stemsKey(folder, stem, extension),
      contentType: contentTypeOf(extension),
      url: file.url,
      ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
    };
  });
}

/** The extension of the suggested name or of the link: some types deliver MIDI or text whatever was asked. */
function extensionOf(file: SeparationFile): string | undefined {
  for (const name of [file.download ?? '', new URL(file.url).pathname]) {
    const extension = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1];
    if (extension !== undefined) return extension.toLowerCase();
  }
  return undefined;
}

function contentTypeOf(extension: string): string {
  return (
    OUTPUT_FORMATS.find((format) => format.extension === extension)?.contentType ??
    OTHER_CONTENT_TYPES[extension] ??
    'application/octet-stream'
  );
}
