import { expect, it } from 'vitest'
import '../../i18n/areas/feeds.ts'
import { troubleText } from './feed-trouble.ts'

it.each([
  ['egress_unreachable', 'The server did not answer'],
  ['feed_held', 'Shrunk by more than a fifth, held'],
  ['from_a_newer_server', 'Failed: from_a_newer_server'],
  ['constructor', 'Failed: constructor'],
])('%s is told as "%s", with what to do', (code, what) => {
  expect(troubleText(code).what).toBe(what)
  expect(troubleText(code).todo).toMatch(/\.$/)
})
