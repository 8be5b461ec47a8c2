const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether what was typed is an id, and not a name or an address. */
export const isId = (text: string): boolean => uuid.test(text)
