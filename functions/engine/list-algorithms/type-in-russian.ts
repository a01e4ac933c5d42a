import type { SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import type { Standing } from '../../../shared/separators/standing.ts';

import type { TypeDescription } from './type-description.ts';

const STANDINGS: Readonly<Record<Standing, string>> = {
  exact: 'Точно: тот же алгоритм или та же модель, что в названии типа.',
  substitute: 'Замена: та же задача собственными средствами сервера, а не названными моделями.',
  approximate: 'Приблизительно: та же задача, но грубо; не судите по этому о типе.',
};

const ACCESS = {
  everyone: 'для всех',
  registered: 'для зарегистрированных пользователей',
  premium: 'для премиум-аккаунтов',
} as const;

const CREDITS: Readonly<Record<string, string>> = { one: 'кредит', few: 'кредита', many: 'кредитов' };
const plural = new Intl.PluralRules('ru');

/** A type in Russian: what runs here if it does, else what the service offers under its name. */
export function typeInRussian(type: SeparationType, served: Offer | undefined): TypeDescription {
  const facts = `${type.group}: ${ACCESS[type.access]}, ${price(type)}.${choices(type)}`;
  if (served !== undefined) {
    const { algorithm, description } = served.russian ?? served;
    return { short: algorithm, long: [description, STANDINGS[served.standing], facts] };
  }
  return {
    short: purpose(type),
    long: [
      facts,
      'Этот сервер показывает тип, чтобы программы его находили, но выполнить его не может: нужна модель оператора ' +
        'или сам сервис mvsep.com.',
    ],
  };
}

function purpose({ input, stems }: SeparationType): string {
  if (input === 'none') return 'Создаёт звук из текста.';
  if (input === 'two-files') return 'Работает с двумя записями: исходной и образцом.';
  const labels = Object.values(stems);
  return labels.length === 0 ? 'Работает с одной записью.' : `Разделяет запись: ${labels.join(', ')}.`;
}

function price({ creditsPerMinute }: SeparationType): string {
  if (creditsPerMinute === undefined) return 'цена неизвестна';
  return `${creditsPerMinute} ${CREDITS[plural.select(creditsPerMinute)] ?? 'кредита'} за минуту`;
}

function choices({ fields }: SeparationType): string {
  return fields.length === 0 ? '' : ` Параметры: ${fields.map(({ label }) => label).join(', ')}.`;
}
