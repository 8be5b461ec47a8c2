import type { Page } from 'playwright-core'

// What Tab meets between the first and the last stop of a part of the page, noted by the page itself while the keys come in: asking
// after each key would take ten times as long.

/** The part that is walked: the dialog in front, otherwise what is named. */
const script = (part: string): string => `(async () => {
  // Columns and offers that come late would be met without having been counted.
  await new Promise(done => {
    const rest = () => {
      seen.disconnect()
      done()
    }
    let timer = setTimeout(rest, 40)
    const seen = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(rest, 40)
    })
    seen.observe(document.body, { childList: true, subtree: true })
  })
  const shown = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
  const dialogs = [...document.querySelectorAll('[role="dialog"]')].filter(shown)
  const root = dialogs.at(-1) ?? document.querySelector(${JSON.stringify(part)})
  const native = 'a[href],button,input:not([type="hidden"]),select,textarea,summary,[contenteditable="true"]'
  const said = element =>
    element.localName + ' ' + JSON.stringify((element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).slice(0, 50))
  const usable = element => !element.disabled && shown(element) && element.closest('[inert],[aria-hidden="true"]') === null
  // Tab goes to one button of a radio group: the chosen one, or the first.
  const comesTo = element => element.tabIndex >= 0 || element.isContentEditable
  const isPassedOver = element => {
    if (element.type !== 'radio') return false
    const group = [...root.querySelectorAll('input[type="radio"]')].filter(one => one.name === element.name && usable(one))
    return element !== (group.find(one => one.checked) ?? group[0])
  }
  // Rows, trees and menus are one stop; arrows go on from there.
  const roving = '[role="row"],[role="tree"],[role="menu"]'
  const all = [...root.querySelectorAll(native + ',[tabindex]')].filter(usable)
  const faults = all
    .filter(element => !comesTo(element) && element.matches(native) && element.closest(roving) === null)
    .map(element => 'Tab never comes to ' + said(element))
  const stops = all.filter(element => comesTo(element) && !isPassedOver(element))
  const places = stops.map(element => {
    const own = element.getBoundingClientRect()
    // A switch or a box hides its input behind what is drawn: its label says where it is.
    return own.width > 1 ? own : (element.labels?.[0] ?? element.parentElement).getBoundingClientRect()
  })
  const look = element =>
    [element, element.nextElementSibling, element.parentElement, element.closest('[data-focus-frame]')]
      .filter(one => one !== null)
      .map(one => getComputedStyle(one))
      .map(style => style.outlineStyle + style.outlineWidth + style.outlineColor + style.boxShadow + style.borderTopColor)
      .join()
  const looks = new Map(stops.map(element => [element, look(element)]))
  const met = []
  let before = document.activeElement
  const note = ({ target }) => {
    if (stops.includes(before) && met.length === 0) looks.set(before, look(before))
    before = target
    if (!stops.includes(target)) return void met.push(null)
    met.push(target)
    if (look(target) === looks.get(target)) faults.push('nobody sees the focus on ' + said(target))
  }
  document.addEventListener('focusin', note)
  globalThis.tabWalk = {
    stops: stops.length,
    end() {
      document.removeEventListener('focusin', note)
      for (const element of stops) if (!met.includes(element)) faults.push('Tab does not reach ' + said(element))
      met.forEach((element, i) => {
        const next = met[i + 1]
        if (!element || !next || stops.indexOf(next) < stops.indexOf(element)) return
        const [a, b] = [places[stops.indexOf(element)], places[stops.indexOf(next)]]
        const isLeft = b.right <= a.left && b.top < a.bottom && a.top < b.bottom
        const isAbove = b.bottom <= a.top && b.left < a.right
        if (isLeft || isAbove) faults.push(said(next) + ' comes after ' + said(element) + ' and stands ' + (isLeft ? 'before' : 'above') + ' it')
      })
      return faults
    },
  }
  if (dialogs.length === 0) {
    root.tabIndex = -1
    root.focus()
  }
  // Hours, minutes and the button of a time are stops of their own inside it.
  const more = stops.filter(element => ['date', 'time', 'datetime-local'].includes(element.type)).length * 3
  return { stops: stops.length, keys: stops.length + more, isDialog: dialogs.length > 0, isInside: root.contains(document.activeElement) }
})()`

interface Begun {
  readonly stops: number
  /** How often Tab is pressed to come past the last stop. */
  readonly keys: number
  readonly isDialog: boolean
  readonly isInside: boolean
}

export interface TabWalk {
  readonly stops: number
  readonly isDialog: boolean
  readonly faults: readonly string[]
}

/**
 * Goes by Tab through the dialog in front, or through `part` of the page. Faults: what is not reached, what nobody sees the focus on,
 * what comes in another order than it is read, a dialog without the focus or that lets it out.
 */
export async function walkByTab(page: Page, part: string): Promise<TabWalk> {
  const { stops, keys, isDialog, isInside } = await page.evaluate<Begun>(script(part))
  for (let n = 0; n < keys; n++) await page.keyboard.down('Tab')
  await page.keyboard.up('Tab')
  const faults = await page.evaluate<string[]>('tabWalk.end()')
  return { stops, isDialog, faults: isDialog && !isInside ? ['the dialog did not take the focus', ...faults] : faults }
}
