/**
 * The form in which texts are compared where case does not matter: compatibility forms made one (NFKC), lower case. The
 * server keeps columns made with this function, so that every PostgreSQL and the in-memory evaluator agree whatever
 * collation the database has. Never throws; lone surrogates stay what they are.
 */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC')
