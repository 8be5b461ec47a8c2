import { metricsOf } from './cvss-metric.ts'

/** CVSS v4.0 specification, table 23. */
export const v4Metrics = [
  ...metricsOf('base', {
    AV: 'N A L P',
    AC: 'L H',
    AT: 'N P',
    PR: 'N L H',
    UI: 'N P A',
    VC: 'H L N',
    VI: 'H L N',
    VA: 'H L N',
    SC: 'H L N',
    SI: 'H L N',
    SA: 'H L N',
  }),
  ...metricsOf('threat', { E: 'X A P U' }),
  ...metricsOf('environmental', {
    CR: 'X H M L',
    IR: 'X H M L',
    AR: 'X H M L',
    MAV: 'X N A L P',
    MAC: 'X L H',
    MAT: 'X N P',
    MPR: 'X N L H',
    MUI: 'X N P A',
    MVC: 'X N L H',
    MVI: 'X N L H',
    MVA: 'X N L H',
    MSC: 'X N L H',
    MSI: 'X N L H S',
    MSA: 'X N L H S',
  }),
  ...metricsOf('supplemental', {
    S: 'X N P',
    AU: 'X N Y',
    R: 'X A U I',
    V: 'X D C',
    RE: 'X L M H',
    U: 'X Clear Green Amber Red',
  }),
]

/** Values from most to least severe: a step of severity distance is one place further on (section 8.2). */
export const v4Severity = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'HLN',
  // "S", safety, is a value of the modified metrics alone, and stands above.
  SI: 'SHLN',
  SA: 'SHLN',
  CR: 'HML',
  IR: 'HML',
  AR: 'HML',
} as const
