/** The query that finds what a plain search found: the text anywhere in the main text fields, any case. */
export function queryForSearch(search: string): string {
  const text = search.trim()
  if (text === '') return ''
  return `"*${text.replace(/[\\"]/g, '\\$&')}*"`
}
