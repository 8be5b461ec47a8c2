import { createInstance, type i18n as Instance } from 'i18next'
import { first } from './en/first.ts'
import type { en } from './en/index.ts'

/** Names of texts; those with a number have forms `_zero` (where there is a word for it), `_one` and `_other` behind one name. */
type Stem<K extends string> = K extends `${infer S}_${'zero' | 'one' | 'other'}` ? S : K
export type TextKey = Stem<keyof typeof en>

/** Names without dots meaning anything, values never read as templates, no HTML: React shows texts as text. */
export const i18n: Instance = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: first } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
})
void i18n.init()

/** Texts that come with the area of the page that needs them; before it is drawn. */
export const addTexts = (texts: Readonly<Record<string, string>>): void => {
  i18n.addResourceBundle('en', 'translation', texts, false, true)
}

/** The text in the language of the page. `count` chooses the plural and is written with separators. */
export const t = (key: TextKey, values: Readonly<Record<string, string | number>> = {}): string => i18n.t(key, values)
