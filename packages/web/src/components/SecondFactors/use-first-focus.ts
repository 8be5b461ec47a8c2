import { useEffect, useRef } from 'react'

/** For what a person does next when a step of a form is replaced by another: the focus would be lost with the old one. */
export function useFirstFocus<E extends HTMLElement>(isWanted = true) {
  const ref = useRef<E>(null)
  useEffect(() => {
    if (isWanted) ref.current?.focus()
  }, [isWanted])
  return ref
}
