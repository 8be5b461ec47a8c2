import fc from 'fast-check'
import type { CvssMetric } from '../cvss-metric.ts'
import { v3Metrics } from '../v3-metrics.ts'
import { v4Metrics } from '../v4-metrics.ts'

/** Every combination of v3's base metrics: 4·2·3·2·2·3·3·3 = 2,592 of each version. */
export function allV3BaseVectors(version: '3.0' | '3.1'): string[] {
  let vectors = [`CVSS:${version}`]
  for (const { name, values } of v3Metrics.filter(metric => metric.group === 'base'))
    vectors = vectors.flatMap(vector => values.map(value => `${vector}/${name}:${value}`))
  return vectors
}

const vectorOf = (prefix: string, metrics: readonly CvssMetric[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...metrics.map(({ name, group, values }) => {
        const part = fc.constantFrom(...values).map(value => `/${name}:${value}`)
        return group === 'base' ? part : fc.oneof(fc.constant(''), part)
      }),
    )
    .map(parts => prefix + parts.join(''))

/** Metrics of all groups, each optional one there or not. */
export const v3Vector = (version: '3.0' | '3.1'): fc.Arbitrary<string> => vectorOf(`CVSS:${version}`, v3Metrics)

/** A third of them with base metrics alone. */
export const v4Vector: fc.Arbitrary<string> = fc.oneof(
  vectorOf(
    'CVSS:4.0',
    v4Metrics.filter(metric => metric.group === 'base'),
  ),
  vectorOf(
    'CVSS:4.0',
    v4Metrics.filter(metric => metric.group === 'base' || metric.group === 'threat'),
  ),
  vectorOf('CVSS:4.0', v4Metrics),
)
