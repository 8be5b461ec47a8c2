/** What stands in and around every list. */
export const lists = {
  'table.selectShown': 'Select all rows shown',
  'table.select': 'Select {{name}}',
  'table.nothingMatches': 'Nothing matches',
  'table.clear': 'Clear search and filters',
  'table.selected': '{{count, number}} selected',
  'table.clearSelection': 'Clear',
  'table.selectAll': 'Select all {{most, number}}',
  'table.selectFirst': 'Select the first {{most, number}} of {{total, number}}',
  'table.notSelected': 'Not everything was selected',
  'table.reading': 'Reading…',
  'table.readingMore': 'reading more',
  'table.atLeast': 'at least {{total}}',

  'columns.button': 'Columns',
  'columns.title': 'Columns to show',
  'columns.reset': 'Back to the usual columns',

  'list.toolbar': 'What the list shows',
  'list.csv': 'Export CSV',
  'list.order': 'Order',
  'list.usualOrder': 'Usual order',
  'list.upwards': '{{column}} ↑',
  'list.downwards': '{{column}} ↓',
  'list.clearSearch': 'Clear the search',
} as const
