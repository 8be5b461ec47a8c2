/** What scrolls around an element: the nearest box that does, or the window. */
export function scrollParent(element: HTMLElement): HTMLElement | null {
  for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
    const { overflowY } = getComputedStyle(box)
    if (overflowY === 'auto' || overflowY === 'scroll') return box
  }
  return null
}

/** Where the element begins, in pixels from the beginning of what scrolls. */
export function offsetIn(box: HTMLElement | null, element: HTMLElement): number {
  const { top } = element.getBoundingClientRect()
  return Math.round(box === null ? top + globalThis.scrollY : top - box.getBoundingClientRect().top + box.scrollTop)
}
