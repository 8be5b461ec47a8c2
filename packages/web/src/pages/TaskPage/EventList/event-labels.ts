import { type TextKey, t } from '../../../i18n/text.ts'

/** What an agent's journal entries mean (agent protocol §6.5). A newer agent may know more kinds. */
const labels: ReadonlyMap<string, TextKey> = new Map([
  ['accepted', 'event.accepted'],
  ['refused', 'event.refused'],
  ['dropped', 'event.dropped'],
  ['begin', 'event.begin'],
  ['itemBegin', 'event.itemBegin'],
  ['itemEnd', 'event.itemEnd'],
  ['reboot', 'event.reboot'],
  ['end', 'event.end'],
])

export function eventLabel(kind: string): string {
  const key = labels.get(kind)
  return key === undefined ? kind : t(key)
}
