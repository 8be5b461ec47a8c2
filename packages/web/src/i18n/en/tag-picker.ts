/** Choosing tags, and tags as they stand beside other things. */
export const tagPicker = {
  'tagPicker.open': 'Choose tags…',
  'tagPicker.close': 'Close the tree',
  'tagPicker.chosen': '{{label}}: chosen',
  'tagPicker.remove': 'Remove {{name}}',
  'tagPicker.below_one': '+ {{count, number}} below',
  'tagPicker.below_other': '+ {{count, number}} below',
  'tagPicker.comesWith': 'comes with {{name}}',
  'tagPicker.dynamic': 'Dynamic',
  'tagPicker.search': 'Search tags',
  'tagPicker.searchFor': '{{label}}: search tags',
  'tagPicker.noTags': 'There are no tags yet.',
  'tagPicker.noMatch': 'No tag matches.',
  'tagPicker.cut': 'Not all tags are shown; the search finds the others.',
  'tagPicker.andMore': 'and {{names}}',
} as const
