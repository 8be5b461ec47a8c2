import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../feed/feed-error.ts'
import { elementById, type HtmlElement, readHtml, textOf } from './html.ts'

const outline = (element: HtmlElement): unknown =>
  element.children.map(child => (typeof child === 'string' ? child : [child.name, outline(child)]))

describe('a page', () => {
  it.each([
    ['<p>a <b>b</b> c</p>', [['p', ['a ', ['b', ['b']], ' c']]]],
    ['<P CLASS=x>a</p>', [['p', ['a']]]],
    ['a<br>b<img src="x"/>c', ['a', ['br', []], 'b', ['img', []], 'c']],
    ['<!DOCTYPE html><!-- <p> --><i>x</i>', [['i', ['x']]]],
    ['<script>if (a < b) "</p>"</script>x', [['script', []], 'x']],
    ['<div><p>left open</div>x', [['div', [['p', ['left open']]]], 'x']],
    ['&lt;p&gt; &amp;amp; &#39;&#x41;&nbsp;&unknown; &#0;', ["<p> &amp; 'A &unknown; \ufffd"]],
    ['', []],
  ])('%s is the tree %j', (text, tree) => {
    expect(outline(readHtml(text))).toEqual(tree)
  })

  it('has attributes in any quotes, of two with one name the first', () => {
    const [element] = readHtml(`<a ID='x' href="?a=1&amp;b=2" title=plain hidden id=y>z</a>`).children
    expect(typeof element === 'object' && [...element.attributes]).toEqual([
      ['id', 'x'],
      ['href', '?a=1&b=2'],
      ['title', 'plain'],
      ['hidden', ''],
    ])
  })

  it('has its text in one line', () => {
    expect(textOf(readHtml('<p> a\n\t<b>b</b>  c </p>'))).toBe('a b c')
  })

  it.each([
    ['closes what was never open', '</p>'],
    ['closes what is closed', '<p></p></p>'],
    ['has a tag without an end', '<p class="x'],
    ['has a comment without an end', '<!-- x'],
    ['has a script without an end', '<script> x'],
    ['has a bare <', 'a < b'],
  ])('that %s is refused', (_, text) => {
    expect(() => readHtml(text)).toThrow(expect.objectContaining({ code: 'feed_malformed' }))
  })

  it.each([
    ['too deep', '<p>'.repeat(300)],
    ['too large', '<br>'.repeat(200_001)],
  ])('that is %s is refused', (_, text) => {
    expect(() => readHtml(text)).toThrow(expect.objectContaining({ code: 'feed_too_large' }))
  })

  it('of half a million open comments, quotes or entities is done at once', () => {
    for (const text of [
      '<!-- x'.repeat(500_000),
      '<a "'.repeat(500_000),
      `<a ${' '.repeat(1_000_000)}`,
      '&#'.repeat(500_000),
    ])
      try {
        readHtml(text)
      } catch (error) {
        expect(error).toBeInstanceOf(FeedError)
      }
  }, 1000)
})

it('an element is found by its id; two of one id are none', () => {
  const page = readHtml('<div><p id="a">x</p><p id="b">y</p><p id="b">z</p></div>')
  expect(elementById(page, 'a')).toMatchObject({ name: 'p' })
  expect(elementById(page, 'c')).toBeNull()
  expect(() => elementById(page, 'b')).toThrow(FeedError)
})

it('whatever the text, it is a tree or FeedError', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    '/',
    'p',
    'div',
    ' ',
    '"',
    "'",
    '=',
    'id',
    '<!--',
    '-->',
    '<script>',
    '&#x',
    ';',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      try {
        textOf(readHtml(pieces.join('')))
      } catch (error) {
        expect(error).toBeInstanceOf(FeedError)
      }
    }),
  )
})
