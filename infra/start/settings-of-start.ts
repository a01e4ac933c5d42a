import * as z from 'zod';
import { readSettings, type Settings } from '../settings.ts';
import type { CommandLine } from './command-line.ts';
import { LOCAL_SETTINGS } from './local-settings.ts';

const engineSettings = z.record(z.string(), z.unknown()).optional();

/**
 * The settings of the app as `npm start` runs it: its own ones, and over them what was asked for.
 *
 * @returns what goes into the context of the app, and what the app makes of it.
 * @throws UnusableSettings naming each wrong one.
 */
export function settingsOfStart({
  settings: { engine: asked, ...others },
  unlimitedUploads,
}: Pick<CommandLine, 'settings' | 'unlimitedUploads'>): { context: Record<string, unknown>; read: Settings } {
  const own = engineSettings.safeParse(asked);
  const engine = {
    ...LOCAL_SETTINGS.engine,
    ...(own.success ? own.data : {}),
    ...(unlimitedUploads ? { unlimitedUploads } : {}),
  };
  // What is no object at all is left as it is, to be refused with its name.
  const context = { ...LOCAL_SETTINGS, ...others, engine: own.success ? engine : asked };
  return { context, read: readSettings(context) };
}
