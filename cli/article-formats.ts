/** The model's formats, again: a command's definition reads no schema, for help would wait for it. A test compares. */
export const articleFormats = ['json', 'ans', 'feed', 'html', 'markdown'] as const;
