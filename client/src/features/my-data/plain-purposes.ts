/**
 * The version of the words about purposes that the plain sentences (`my-data.plain`) explain. The words that were consented to stay as
 * they are; other words than these get no explanation, because it could be a wrong one.
 */
export const PLAIN_PURPOSES_VERSION = '2026-11-25';
