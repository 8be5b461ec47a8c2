/** Lists as of a past instant. */
export const asOf = {
  'asOf.button': 'As of…',
  'asOf.title': 'Show the list as it was',
  'asOf.when': 'Instant (local time)',
  'asOf.show': 'Show',
  'asOf.banner': 'As of {{local}} ({{utc}})',
  'asOf.more':
    'Findings and their counts are as they were known then. Names, systems, software, tags and facts about patches are of today.',
  'asOf.nothing': 'Nothing was known of that then',
  'asOf.now': 'Back to now',
} as const
