/** What institutions and their lists are called in English, by their ids; filled as they are learned. */
export const called: Record<string, string> = {};
