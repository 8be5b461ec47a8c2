import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { parseDatabaseUrl } from './database-url.ts'

const parse = (text: string): unknown => parseDatabaseUrl('DATABASE_URL', text)

describe('an address is read as libpq reads it', () => {
  it.each([
    ['postgresql://o:p@h/d', { host: 'h', port: 5432, user: 'o', password: 'p', database: 'd' }],
    ['postgres://o@h:6000/d', { host: 'h', port: 6000, user: 'o', database: 'd' }],
    ['postgresql://o%40x:p%2F%3A@h/d%20e', { host: 'h', port: 5432, user: 'o@x', password: 'p/:', database: 'd e' }],
    ['postgresql://o:p@[::1]:5433/d', { host: '::1', port: 5433, user: 'o', password: 'p', database: 'd' }],
    ['postgresql://o@/d?host=/run/postgresql', { host: '/run/postgresql', port: 5432, user: 'o', database: 'd' }],
    ['postgresql://o@%2Frun%2Fpostgresql/d', { host: '/run/postgresql', port: 5432, user: 'o', database: 'd' }],
    ['postgresql://o@h/d?sslmode=disable', { host: 'h', port: 5432, user: 'o', database: 'd' }],
    [
      'postgresql://o@h/d?sslmode=require',
      { host: 'h', port: 5432, user: 'o', database: 'd', ssl: { rejectUnauthorized: false } },
    ],
    [
      'postgresql://o@h/d?sslmode=verify-full',
      { host: 'h', port: 5432, user: 'o', database: 'd', ssl: { rejectUnauthorized: true } },
    ],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected)
  })
})

describe('what cannot be meant is refused without repeating a password', () => {
  it.each([
    'mysql://o:geheim@h/d',
    'not a url geheim',
    'postgresql://:geheim@h/d',
    'postgresql://o:geheim@/d',
    'postgresql://o:geheim@h/',
    'postgresql://o:geheim@h/d/e',
    'postgresql://o:geheim@h/d?sslmode=prefer',
    'postgresql://o:geheim@h/d?sslmode=verify-ca',
    'postgresql://o:geheim@h/d?options=-crole%3Dx',
    'postgresql://o:geheim@h:99999/d',
  ])('%s', text => {
    expect(() => parse(text)).toThrow(ConfigError)
    expect(() => parse(text)).toThrow(/^DATABASE_URL: /)
    expect(() => parse(text)).not.toThrow(/geheim/)
  })
})
