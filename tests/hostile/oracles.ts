import { expect } from 'vitest'

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** What no answer may show: stacks, statements, paths and versions of what is inside. */
const insides = [
  /\bat .+\(?(?:file:|node:|\/).+:\d+:\d+/,
  /node_modules|packages\/server|\.ts\b/,
  /\b(?:select|insert into|update|delete from)\b.+\b(?:from|set|values|where)\b/i,
  /\b(?:syntax error|relation|column) "/,
  /postgres|kysely|fastify|typebox/i,
]

/** O1, O9: never a fault of ours, and refusals are problems that say nothing about the inside. `sent` is not an inside. */
export function expectHarmless(reply: Answered, sent = ''): void {
  expect(reply.status).toBeLessThan(500)
  expect(reply.status).toBeGreaterThanOrEqual(200)
  if (reply.status < 400) return
  expect(String(reply.headers['content-type'])).toMatch(/^application\/problem\+json/)
  const problem = JSON.parse(reply.text) as Record<string, unknown>
  expect(problem).toMatchObject({ status: reply.status, code: expect.stringMatching(/^[a-z_]+$/) as string })
  expect(reply.text.length).toBeLessThan(4000)
  for (const inside of insides) {
    const found = inside.exec(reply.text)?.[0]
    if (found !== undefined && !sent.includes(found)) expect(`shows ${found}`).toBe('shows nothing of the inside')
  }
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
}
