export type { CvssVersion } from './cvss-metric.ts'
export { InvalidCvssError, parseCvss, printCvss, type Cvss } from './parse-cvss.ts'
export { cvssRating, scoreCvss, type CvssRating, type CvssScores } from './score-cvss.ts'
