/** A form as most programs send it: the fields in this order, files under the name `My Song.wav`. */
export function formOf(
  fields: Readonly<Record<string, string | Uint8Array>>,
  fileName = 'My Song.wav',
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)]), fileName);
  }
  return form;
}
