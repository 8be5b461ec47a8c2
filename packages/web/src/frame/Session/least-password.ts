/** Characters that a new password has at least (schema `Password` of the API). */
export const LEAST_PASSWORD = 12
