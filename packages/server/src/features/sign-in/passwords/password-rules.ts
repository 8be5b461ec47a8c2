import { foldText } from '@patchyard/query'
import { Problem } from '../../../errors/problem.ts'

/**
 * Passwords of twelve characters and more that guessing programs try first: what people type when a short favourite is too short.
 * The list is our own; the forms below (repeats, rows of the keyboard) cover what a longer list would repeat.
 */
const common: ReadonlySet<string> = new Set([
  'adminadminadmin',
  'administrator',
  'administrator1',
  'changemeplease',
  'changeme1234',
  'correcthorsebatterystaple',
  'default12345',
  'iloveyou1234',
  'iloveyouforever',
  'letmein12345',
  'letmeinplease',
  'masterpassword',
  'mypassword123',
  'mypassword1234',
  'p@ssw0rd1234',
  'p@ssword1234',
  'passw0rd1234',
  'password0000',
  'password1111',
  'password12345',
  'password123456',
  'password1234567',
  'password12345678',
  'password123!',
  'password1234!',
  'passwordpassword',
  'patchyard1234',
  'patchyardadmin',
  'qwertyuiop123',
  'superadmin123',
  'superpassword',
  'temppassword1',
  'trustno1trustno1',
  'welcome12345',
  'welcome123456',
  'welcomehome1',
  'winteriscoming',
])

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789'.repeat(4),
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
]

const isRow = (text: string): boolean =>
  rows.some(row => row.includes(text) || row.split('').reverse().join('').includes(text))

/** One to four characters, over and over. */
const isRepeat = (text: string): boolean => /^(.{1,4}?)\1+.{0,3}$/u.test(text) && new Set(text).size <= 4

/** Lengths are the schema's (12 to 256). Throws Problem `password_weak`. */
export function refuseWeakPassword(password: string, person: { readonly email: string; readonly name: string }): void {
  const folded = foldText(password.normalize('NFC'))
  const weak = (detail: string): Problem => new Problem('password_weak', { field: 'password', detail })
  const own = [person.email, person.name, person.email.split('@')[0] ?? ''].map(text =>
    foldText(text.normalize('NFC').trim()),
  )
  if (own.includes(folded.trim())) throw weak('the password is your own name or address')
  if (common.has(folded)) throw weak('the password is one of those that everybody tries first')
  if (isRow(folded)) throw weak('the password is a row of letters, numbers or keys')
  if (isRepeat(folded)) throw weak('the password repeats a few characters')
}
