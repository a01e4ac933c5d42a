import type { SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { ServedType } from './served-type.ts';
import type { TypeDescription } from './type-description.ts';

/** What runs here, by its type. A type that is missing is described in English. */
const SERVED: Readonly<Record<number, { readonly algorithm: string; readonly description: string }>> = {
  44: {
    algorithm: 'Медианное разделение на удары и тоны (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Отделяет удары от протяжных звуков медианными фильтрами по времени и частоте. Нейросеть не работает: ' +
      'выбор модели и способа принимается, но ничего не меняет, а резкие атаки других инструментов могут ' +
      'попасть к ударным.',
  },
  55: {
    algorithm: 'Фантомный центр по сходству каналов (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Измеряет, насколько похожи два канала в каждый момент и на каждой частоте, и переносит общее в центр. ' +
      'Нейросеть не работает: выбор модели принимается, но ничего не меняет. Моно-файл целиком попадает в центр.',
  },
  68: {
    algorithm: 'Метод Matchering (движок mvsep-serverless, написан заново)',
    description:
      'Сравнивает громкие части обеих записей, даёт исходной средний спектр образца в центре и по бокам ' +
      'линейно-фазовыми фильтрами, поправляет громкость и сдерживает пики лимитером. Следует опубликованному ' +
      'методу Matchering, но это не его код: результаты отличаются в деталях.',
  },
};

const ACCESS = {
  everyone: 'для всех',
  registered: 'для зарегистрированных пользователей',
  premium: 'для премиум-аккаунтов',
} as const;

const CREDITS: Readonly<Record<string, string>> = { one: 'кредит', few: 'кредита', many: 'кредитов' };
const plural = new Intl.PluralRules('ru');

/** A type in Russian: what runs here if it does, else what the service offers under its name. */
export function typeInRussian(type: SeparationType, served: ServedType | undefined): TypeDescription {
  const facts = `${type.group}: ${ACCESS[type.access]}, ${price(type)}.${choices(type)}`;
  if (served !== undefined) {
    const { algorithm, description } = SERVED[served.sepType] ?? served;
    return { short: algorithm, long: [description, facts] };
  }
  return {
    short: purpose(type),
    long: [facts, 'Этот сервер показывает тип, чтобы программы его находили, но выполнить его не может.'],
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
