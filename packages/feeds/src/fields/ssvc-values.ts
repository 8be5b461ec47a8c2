import type { SsvcValues } from '../records/vulnerability-record.ts'

const exploitation = ['none', 'poc', 'active'] as const
const automatable = ['no', 'yes'] as const
const technicalImpact = ['partial', 'total'] as const

/**
 * CISA's decision points out of `options`, a list of objects with one member each: `{"Exploitation": "active"}` in CVE records,
 * `{"exploitation": "active"}` in NVD's. null: one of the three is not there, or has a value that SSVC 2.0.3 does not know.
 */
export function ssvcValues(options: readonly unknown[]): SsvcValues | null {
  const said = new Map<string, string>()
  for (const option of options.slice(0, 20)) {
    if (typeof option !== 'object' || option === null) continue
    for (const [name, value] of Object.entries(option).slice(0, 5))
      if (typeof value === 'string') said.set(name.toLowerCase().replaceAll(' ', ''), value.toLowerCase())
  }
  const found = {
    exploitation: exploitation.find(value => value === said.get('exploitation')),
    automatable: automatable.find(value => value === said.get('automatable')),
    technicalImpact: technicalImpact.find(value => value === said.get('technicalimpact')),
  }
  if (found.exploitation === undefined || found.automatable === undefined || found.technicalImpact === undefined)
    return null
  return {
    exploitation: found.exploitation,
    automatable: found.automatable,
    technicalImpact: found.technicalImpact,
  }
}
