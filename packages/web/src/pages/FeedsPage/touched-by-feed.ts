/** What is read again when a source changes. */
export const touchedByFeed = ['listFeeds', 'getFeed', 'listFeedDocuments'] as const
