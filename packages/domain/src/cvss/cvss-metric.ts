export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'

export type CvssGroup = 'base' | 'temporal' | 'threat' | 'environmental' | 'supplemental'

export interface CvssMetric {
  /** As in the vector: "AV". */
  readonly name: string
  readonly group: CvssGroup
  readonly values: readonly string[]
}

export const metricsOf = (group: CvssGroup, values: Readonly<Record<string, string>>): CvssMetric[] =>
  Object.entries(values).map(([name, listed]) => ({ name, group, values: listed.split(' ') }))
