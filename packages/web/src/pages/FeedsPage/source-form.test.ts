import { expect, it } from 'vitest'
import { changeRequest, createRequest, isWholeSource, type SourceForm } from './source-form.ts'

const form: SourceForm = {
  feed: 'apt-repository',
  title: '  Debian 12 security ',
  options: { distro: ' debian ', architectures: '  ' },
  addresses: { release: 'https://mirror.example.org/InRelease', packages: '' },
  intervalS: null,
}

it('fields that are left empty are not sent: the feed’s own stands', () => {
  expect(createRequest(form)).toEqual({
    feed: 'apt-repository',
    title: 'Debian 12 security',
    options: { distro: 'debian' },
    addresses: { release: 'https://mirror.example.org/InRelease' },
  })
})

it('an address that is emptied goes back to the feed’s own', () => {
  expect(changeRequest({ ...form, addresses: { release: '' }, intervalS: 3600 })).toMatchObject({
    addresses: {},
    intervalS: 3600,
  })
})

it.each([
  ['', false],
  ['  ', false],
  ['x', true],
])('with the title %j it is whole: %s', (title, want) => {
  expect(isWholeSource({ ...form, title })).toBe(want)
})
