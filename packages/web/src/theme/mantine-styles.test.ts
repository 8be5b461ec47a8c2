import { expect, it } from 'vitest'

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
const lists = import.meta.glob<string>('./mantine-styles.ts', { query: '?raw', import: 'default', eager: true })

/** Without a sheet of their own: they are made of others, or paint nothing. */
const sheetless: readonly string[] = [
  'CopyButton',
  'FileInput',
  'MantineProvider',
  'NativeSelect',
  'TextInput',
  'Textarea',
]

function importedComponents(): string[] {
  const names = Object.values(sources).flatMap(text =>
    [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(match => (match[1] ?? '').split(',')),
  )
  return [...new Set(names.map(name => name.trim()))].filter(name => /^[A-Z]\w+$/.test(name))
}

it('every Mantine component of the page brings its style sheet', () => {
  const listed = lists['./mantine-styles.ts'] ?? ''
  const components = importedComponents().filter(name => !sheetless.includes(name))
  expect(components).toContain('Button')
  expect(components.filter(name => !listed.includes(`/${name}.layer.css'`))).toEqual([])
})
