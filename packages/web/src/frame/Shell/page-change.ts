import { createContext, use } from 'react'

/** false on the page that was loaded; true once the person went to another one. */
export const PageChangeContext = createContext(false)

export const useHasChangedPage = (): boolean => use(PageChangeContext)
