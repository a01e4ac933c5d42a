/** What stands for a model in the long names of files: its own file name, with underscores alone. */
export function modelSlug(file: string): string {
  return file.replaceAll('-', '_');
}
