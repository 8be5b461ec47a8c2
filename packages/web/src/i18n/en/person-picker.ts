/** Choosing a person. */
export const personPicker = {
  'personPicker.offers': 'People to choose from',
  'personPicker.noneFound': 'Nobody who fits has this in name or address.',
  'personPicker.another': 'Another person',
} as const
