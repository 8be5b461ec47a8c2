import { noise } from './inner-readers.ts'

const units = ['a', 'a.', 'a-', 'x ', '/', ', ', '-+', '\\', ' [a]', '<a>', 'x.noarch ', '_']
/** Beginnings that lead readers into a line. */
const heads = ['Inst ', 'Name: ', 'ID="']

/** Texts of about `length` characters that are one word over and over: what makes careless patterns slow. */
export function* longTexts(words: readonly string[], length = 100_000): Generator<string> {
  for (const unit of [...words, ...noise, ...units]) {
    yield unit.repeat(Math.ceil(length / unit.length))
    const bare = unit.trim() === '' ? unit : unit.trim()
    for (const head of words.length > 0 ? words.slice(0, 1) : heads) {
      yield head + bare.repeat(Math.ceil(length / 2 / bare.length))
    }
  }
}
