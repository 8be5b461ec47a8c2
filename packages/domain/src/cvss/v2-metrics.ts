import { metricsOf } from './cvss-metric.ts'

/** CVSS v2 guide, tables 2 to 13, in the order of a vector (section 2.4). */
export const v2Metrics = [
  ...metricsOf('base', { AV: 'L A N', AC: 'H M L', Au: 'M S N', C: 'N P C', I: 'N P C', A: 'N P C' }),
  ...metricsOf('temporal', { E: 'ND U POC F H', RL: 'ND OF TF W U', RC: 'ND UC UR C' }),
  ...metricsOf('environmental', {
    CDP: 'ND N L LM MH H',
    TD: 'ND N L M H',
    CR: 'ND L M H',
    IR: 'ND L M H',
    AR: 'ND L M H',
  }),
]
