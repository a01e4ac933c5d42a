import { describe, expect, it } from 'vitest';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { driveFile } from '../../../shared/remote/drive-file.ts';
import { dropboxDownload } from '../../../shared/remote/dropbox-download.ts';
import { megaLink } from '../../../shared/remote/mega-link.ts';
import { REMOTE_SERVICES } from '../../../shared/remote/remote-services.ts';

const { dropbox, drive, mega } = REMOTE_SERVICES;

describe('dropboxDownload', () => {
  it.each([
    ['https://www.dropbox.com/s/abc/song.mp3', 'https://www.dropbox.com/s/abc/song.mp3?dl=1'],
    ['https://www.dropbox.com/s/abc/song.mp3?dl=0', 'https://www.dropbox.com/s/abc/song.mp3?dl=1'],
    ['https://www.dropbox.com/s/abc/song.mp3?raw=1#x', 'https://www.dropbox.com/s/abc/song.mp3?dl=1'],
    [
      'https://www.dropbox.com/scl/fi/abc/song.mp3?rlkey=k3y&st=1&dl=0',
      'https://www.dropbox.com/scl/fi/abc/song.mp3?rlkey=k3y&st=1&dl=1',
    ],
    [
      'https://www.dropbox.com/scl/fo/abc/token/song.mp3?rlkey=k3y&dl=0',
      'https://www.dropbox.com/scl/fo/abc/token/song.mp3?rlkey=k3y&dl=1',
    ],
    ['https://www.dropbox.com/sh/abc/token/song.mp3', 'https://www.dropbox.com/sh/abc/token/song.mp3?dl=1'],
    [
      'https://dl.dropboxusercontent.com/scl/fi/abc/song.mp3?rlkey=k3y',
      'https://dl.dropboxusercontent.com/scl/fi/abc/song.mp3?rlkey=k3y&dl=1',
    ],
  ])('turns %s into its download', (link, download) => {
    expect(dropboxDownload(link, dropbox.hosts)).toBe(download);
  });

  it.each([
    ['https://www.dropbox.com/scl/fo/abc/token?rlkey=k3y', 'folder'],
    ['https://www.dropbox.com/sh/abc/token?dl=0', 'folder'],
    ['https://www.dropbox.com/t/abcdef', 'no share link'],
    ['https://www.dropbox.com/home/song.mp3', 'no share link'],
    ['https://www.dropbox.com/', 'no share link'],
    ['https://dropbox.com.evil.example/s/abc/song.mp3', 'not Dropbox'],
    ['ftp://www.dropbox.com/s/abc/song.mp3', 'not an http or https'],
  ])('refuses %s', (link, reason) => {
    expect(() => dropboxDownload(link, dropbox.hosts)).toThrow(RefusedUrl);
    expect(() => dropboxDownload(link, dropbox.hosts)).toThrow(reason);
  });
});

describe('driveFile', () => {
  const id = '1AbC_dEf-1234567890';

  it.each([
    `https://drive.google.com/file/d/${id}/view?usp=sharing`,
    `https://drive.google.com/file/d/${id}`,
    `https://drive.google.com/file/u/1/d/${id}/edit`,
    `https://drive.google.com/open?id=${id}`,
    `https://drive.google.com/uc?export=download&id=${id}`,
    `https://drive.google.com/u/0/uc?id=${id}&export=download`,
    `https://docs.google.com/uc?id=${id}`,
    `https://drive.usercontent.google.com/download?id=${id}&export=download&authuser=0`,
  ])('reads %s', (link) => {
    expect(driveFile(link, drive.hosts)).toEqual({ id, resourceKey: undefined });
  });

  it('keeps the resource key of an older file', () => {
    const link = `https://drive.google.com/file/d/${id}/view?resourcekey=0-abc`;
    expect(driveFile(link, drive.hosts).resourceKey).toBe('0-abc');
  });

  it.each([
    [`https://drive.google.com/drive/folders/${id}`, 'folder'],
    [`https://docs.google.com/document/d/${id}/edit`, 'no share link'],
    ['https://drive.google.com/file/d/', 'no share link'],
    ['https://drive.google.com/open', 'no share link'],
    [`https://example.com/file/d/${id}`, 'not Google Drive'],
  ])('refuses %s', (link, reason) => {
    expect(() => driveFile(link, drive.hosts)).toThrow(RefusedUrl);
    expect(() => driveFile(link, drive.hosts)).toThrow(reason);
  });
});

describe('megaLink', () => {
  const key = Buffer.alloc(32, 7);
  const text = key.toString('base64url');

  it.each([
    `https://mega.nz/file/AbCd1234#${text}`,
    `https://mega.nz/embed/AbCd1234#${text}`,
    `https://mega.nz/#!AbCd1234!${text}`,
    `https://mega.co.nz/#!AbCd1234!${text}`,
  ])('reads %s', (link) => {
    expect(megaLink(link, mega.hosts)).toEqual({ id: 'AbCd1234', key });
  });

  it.each([
    [`https://mega.nz/folder/AbCd1234#${text}`, 'folder'],
    [`https://mega.nz/folder/AbCd1234#${text}/file/Ef567890`, 'folder'],
    [`https://mega.nz/#F!AbCd1234!${text}`, 'folder'],
    ['https://mega.nz/file/AbCd1234', 'no complete key'],
    ['https://mega.nz/file/AbCd1234#short', 'no complete key'],
    ['https://mega.nz/#!AbCd1234', 'no complete key'],
    ['https://mega.nz/', 'no share link'],
    [`https://example.com/file/AbCd1234#${text}`, 'not Mega'],
  ])('refuses %s', (link, reason) => {
    expect(() => megaLink(link, mega.hosts)).toThrow(RefusedUrl);
    expect(() => megaLink(link, mega.hosts)).toThrow(reason);
  });

  it('never quotes the key', () => {
    for (const link of [`https://mega.nz/folder/AbCd1234#${text}`, `https://mega.example/file/a#${text}`]) {
      expect(() => megaLink(link, mega.hosts)).not.toThrow(text);
    }
  });
});
