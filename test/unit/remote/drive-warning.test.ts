import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driveWarningAddress } from '../../../shared/remote/drive-warning.ts';

const FROM = 'https://drive.usercontent.google.com/download?id=1';

describe('driveWarningAddress', () => {
  it('reads the form with quotes of either kind or none, and a relative address', () => {
    const page = `<form method=get action='/download' id=download-form>
      <input type=hidden name=id value=1><input name='confirm' value='t'/><input type="submit" value="Go"></form>`;
    expect(driveWarningAddress(page, FROM)).toBe(
      'https://drive.usercontent.google.com/download?id=1&confirm=t',
    );
  });

  it('reads the older form whose fields stand in its address', () => {
    const page =
      '<form id="downloadForm" action="https://drive.google.com/uc?export=download&amp;id=1&amp;confirm=Ab1&amp;uuid=2" method="post">';
    expect(driveWarningAddress(page, FROM)).toBe(
      'https://drive.google.com/uc?export=download&id=1&confirm=Ab1&uuid=2',
    );
  });

  it.each([
    '',
    '<html>Sign in</html>',
    '<form id="login" action="/x">',
    '<form id="download-form" action="http://">',
  ])('finds none in %j', (page) => {
    expect(driveWarningAddress(page, FROM)).toBeUndefined();
  });

  it('survives any page, and reads half a megabyte of nonsense at once', () => {
    fc.assert(
      fc.property(fc.string(), (page) => void driveWarningAddress(`<form id=download-form ${page}`, FROM)),
    );
    for (const piece of ['<form ', '<form id=', '<input name=', ' ', 'id=download-form']) {
      const started = performance.now();
      driveWarningAddress(`<form${piece.repeat((512 * 1024) / piece.length)}`, FROM);
      driveWarningAddress(
        `<form id=download-form action=/x>${piece.repeat((512 * 1024) / piece.length)}`,
        FROM,
      );
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});
