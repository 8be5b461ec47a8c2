export const severities = ['critical', 'important', 'moderate', 'low', 'none', ''] as const

/** '' : the source says nothing of it; 'none': it says that there is none. */
export type Severity = (typeof severities)[number]

const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  urgent: 'critical',
  important: 'important',
  high: 'important',
  moderate: 'moderate',
  medium: 'moderate',
  low: 'low',
  minor: 'low',
  negligible: 'low',
  none: 'none',
  unimportant: 'none',
}

/**
 * One scale of the vendors' words: Microsoft and Red Hat say important where CVSS and Ubuntu say high. Words that no vendor's page
 * explains ("unspecified", "not yet assigned") say nothing. Debian's urgency is not a severity: its feed gives none.
 */
export const severityOf = (word: string): Severity => words[word.trim().toLowerCase()] ?? ''
