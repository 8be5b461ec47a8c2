export interface ReportedFact {
  readonly name: string
  readonly value: string
}

const MOST_FACTS = 40

/** "cpuCount" → "Cpu count". */
function words(name: string): string {
  const spaced = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1)
}

/**
 * What an agent tells about its system beyond the known fields. It may tell anything: only texts, numbers and yes/no
 * are shown, a limited number of them.
 */
export function reportedFacts(system: Readonly<Record<string, unknown>>): ReportedFact[] {
  return Object.entries(system)
    .flatMap(([name, value]): ReportedFact[] => {
      if (typeof value === 'boolean') return [{ name: words(name), value: value ? 'Yes' : 'No' }]
      if (typeof value === 'number' || typeof value === 'string') return [{ name: words(name), value: String(value) }]
      return []
    })
    .slice(0, MOST_FACTS)
}
