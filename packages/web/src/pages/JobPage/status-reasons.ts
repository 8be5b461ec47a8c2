import type { TextKey } from '../../i18n/text.ts'

/** Why a job stands as it does when nobody chose so. */
export const statusReasons: ReadonlyMap<string, TextKey> = new Map([
  ['licence_ended', 'jobPeople.licenceEnded'],
  ['emergency_stop', 'jobPeople.emergencyStop'],
])
