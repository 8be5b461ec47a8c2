import { expect, it } from 'vitest'
import { keepReturn, takeReturn } from './return-to.ts'

function store(first: string | null = null) {
  let kept = first
  return {
    read: () => kept,
    write: (_: string, value: string | null) => {
      kept = value
    },
  }
}

it.each([
  ['/jobs/7', '?sort=-name', '/jobs/7?sort=-name'],
  ['/', '', '/'],
  ['/sign-in', '?provider=x', '/'],
  ['/sign-in/callback', '?code=secret', '/'],
])('from %s%s one comes back to %s, once', (pathname, search, want) => {
  const tab = store()
  keepReturn(tab, { pathname, search })
  expect(takeReturn(tab)).toBe(want)
  expect(takeReturn(tab)).toBe(null)
})

it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', ''])(
  'a kept "%s" leads home, not elsewhere',
  kept => {
    expect(takeReturn(store(kept))).toBe('/')
  },
)
